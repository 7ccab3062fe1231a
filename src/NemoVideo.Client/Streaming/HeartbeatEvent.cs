namespace NemoVideo.Client.Streaming;

/// <summary>The service is still working: a heartbeat event, an empty data line, or a comment line.</summary>
public sealed record HeartbeatEvent() : AgentEvent(AgentEventKind.Heartbeat);
