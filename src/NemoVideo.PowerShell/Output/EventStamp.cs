namespace NemoVideo.PowerShell.Output;

/// <summary>What every event carries: its session, when it arrived, its place in the stream.</summary>
internal readonly record struct EventStamp(string SessionId, DateTimeOffset Timestamp, int Sequence);
