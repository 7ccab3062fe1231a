namespace NemoVideo.Client.Timeline;

/// <summary>
/// What differs between two states of a session, in words of the domain.
/// </summary>
/// <remarks>
/// <para>The list is empty exactly where <see cref="TimelineState.Matches"/> says that the states are the same.</para>
/// <para>Changes come track by track in the order of the timeline now, then those of tracks that are gone, then canvas and
/// name, and last what has no name here.</para>
/// <para>A segment that only follows is not told: one with the same room as before between it and the segment before it
/// has been pushed by an insertion, a removal or a trim that is in the list.</para>
/// </remarks>
public sealed class TimelineDifference
{
    private TimelineDifference(IReadOnlyList<TimelineChange> changes) => Changes = changes;

    /// <summary>The changes; empty where nothing differs.</summary>
    public IReadOnlyList<TimelineChange> Changes { get; }

    /// <summary>
    /// The changes as one line, the sentences joined by "; ", the first eight of them; empty where nothing differs. Changes of
    /// kind <see cref="TimelineChangeKind.Other"/> are in it only where there is no other.
    /// </summary>
    public string Summary => ChangeSentence.Of(Changes);

    /// <summary>Compares two states of a session. A state that is null is one with nothing in it.</summary>
    public static TimelineDifference Between(TimelineState? before, TimelineState? after) =>
        new(DifferenceReader.Read(before, after));

    /// <inheritdoc cref="Summary"/>
    public override string ToString() => Summary;
}
