namespace NemoVideo.Client.Streaming;

/// <summary>The service reports a failure inside the stream.</summary>
/// <param name="Code">Its code; null where it gave none.</param>
/// <param name="Message">Its message, never empty.</param>
public sealed record ErrorEvent(string? Code, string Message) : AgentEvent(AgentEventKind.Error);
