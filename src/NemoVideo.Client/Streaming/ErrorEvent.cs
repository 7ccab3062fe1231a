using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Streaming;

/// <summary>The service reports a failure inside the stream, or the stream broke.</summary>
/// <param name="Code">Its code; null where it gave none.</param>
/// <param name="Message">Its message, never empty.</param>
public sealed record ErrorEvent(string? Code, string Message) : AgentEvent(AgentEventKind.Error)
{
    /// <summary>
    /// The failure as what it is: that of the stream itself, where it broke, or one that the service reported with a code that
    /// asks something of the user, such as 2001 (out of credits). Null for any other failure that it reported.
    /// </summary>
    public NemoException? Exception { get; init; }
}
