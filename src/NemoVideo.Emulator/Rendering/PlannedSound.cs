namespace NemoVideo.Emulator.Rendering;

/// <summary>A sound under the picture.</summary>
/// <param name="Path">The uploaded file; null for music that only has a name, which a chord stands for.</param>
/// <param name="Start">Where on the timeline it begins.</param>
/// <param name="Length">How long it sounds.</param>
/// <param name="Volume">Loudness, 1 for as it is.</param>
internal sealed record PlannedSound(string? Path, TimeSpan Start, TimeSpan Length, double Volume);
