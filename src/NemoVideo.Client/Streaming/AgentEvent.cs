namespace NemoVideo.Client.Streaming;

/// <summary>One event of a message's stream, whatever dialect it came in. A subclass says what it is by its kind.</summary>
/// <param name="Kind">What it is.</param>
public abstract record AgentEvent(AgentEventKind Kind);
