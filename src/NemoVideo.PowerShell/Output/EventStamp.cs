namespace NemoVideo.PowerShell.Output;

/// <summary>The values that every event has: its kind, its session, its arrival time and its position in the stream.</summary>
internal readonly record struct EventStamp(string Kind, string SessionId, DateTimeOffset Timestamp, int Sequence);
