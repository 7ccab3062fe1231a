using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Streaming;

/// <summary>The timeline changed: read from the state after the stream.</summary>
/// <param name="State">The state now.</param>
public sealed record TimelineEvent(TimelineState State) : AgentEvent(AgentEventKind.Timeline);
