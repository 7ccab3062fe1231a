namespace NemoVideo.Client.Streaming;

/// <summary>
/// What came in a partial event and comes again in the final one, except for text: a call or another part. It counts only
/// where the final event never comes, and never leaves the client as it is.
/// </summary>
/// <param name="Inner">The event to report then.</param>
internal sealed record ProvisionalEvent(AgentEvent Inner) : AgentEvent(Inner.Kind);
