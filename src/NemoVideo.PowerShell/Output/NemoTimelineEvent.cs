using NemoVideo.Client.Streaming;

namespace NemoVideo.PowerShell.Output;

/// <summary>The timeline is another one than before the message.</summary>
public sealed class NemoTimelineEvent : NemoEvent
{
    internal NemoTimelineEvent(EventStamp stamp, TimelineEvent timeline)
        : base(stamp)
    {
        State = new NemoState(timeline.State);
        Changes = NemoTimelineChange.From(timeline.Changes);
    }

    /// <summary>The timeline now.</summary>
    public NemoState State { get; }

    /// <summary>What changed, one object a change.</summary>
    public IReadOnlyList<NemoTimelineChange> Changes { get; }

    /// <summary>The timeline now, in one line.</summary>
    public string Summary => State.Summary;

    /// <inheritdoc/>
    public override string Line => Summary;
}
