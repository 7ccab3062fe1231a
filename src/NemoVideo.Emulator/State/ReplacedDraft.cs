namespace NemoVideo.Emulator.State;

/// <summary>A draft that an edit has replaced, as JSON text, and when.</summary>
internal sealed record ReplacedDraft(string Draft, DateTimeOffset At);
