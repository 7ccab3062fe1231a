namespace NemoVideo.Client.Streaming;

/// <summary>Something that this client does not know or cannot decode; the stream goes on.</summary>
/// <param name="Raw">The event's data as it came.</param>
/// <param name="Reason">Why it was not decoded.</param>
public sealed record UnknownEvent(string Raw, string Reason) : AgentEvent(AgentEventKind.Unknown);
