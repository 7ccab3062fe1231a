namespace NemoVideo.Emulator.Rendering;

/// <summary>A text over the picture.</summary>
internal sealed record PlannedTitle(string Text, TimeSpan Start, TimeSpan Length);
