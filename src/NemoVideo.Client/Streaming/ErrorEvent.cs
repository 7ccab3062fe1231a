namespace NemoVideo.Client.Streaming;

/// <summary>The service reports a failure inside the stream, or the stream broke.</summary>
/// <param name="Code">Its code; null where it gave none.</param>
/// <param name="Message">Its message, never empty.</param>
public sealed record ErrorEvent(string? Code, string Message) : AgentEvent(AgentEventKind.Error)
{
    /// <summary>The failure of the stream itself, where it broke; null where the service reported the failure in it.</summary>
    public NemoException? Exception { get; init; }
}
