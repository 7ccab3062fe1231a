using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Streaming;

/// <summary>The timeline changed: read from the state after the stream.</summary>
/// <param name="State">The state now.</param>
/// <param name="Changes">What changed, as <see cref="TimelineDifference"/> tells it; never empty.</param>
public sealed record TimelineEvent(TimelineState State, IReadOnlyList<TimelineChange> Changes) : AgentEvent(AgentEventKind.Timeline);
