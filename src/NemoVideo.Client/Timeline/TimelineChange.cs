namespace NemoVideo.Client.Timeline;

/// <summary>The differences between two states of a session.</summary>
/// <remarks>
/// <para>Changes are listed track by track in the order of the later timeline. Changes of removed tracks follow, then canvas,
/// name and <see cref="TimelineChangeKind.Other"/>.</para>
/// <para>A segment that only shifts because an earlier one was inserted, removed or trimmed isn't listed, because the gap before it is
/// the same.</para>
/// </remarks>
public sealed class TimelineDifference
{
    private TimelineDifference(IReadOnlyList<TimelineChange> changes) => Changes = changes;

    /// <summary>
    /// The changes. Not empty if <see cref="TimelineState.Matches"/> is false. If it is true, only others can be listed, such as the number
    /// of turns.
    /// </summary>
    public IReadOnlyList<TimelineChange> Changes { get; }

    /// <summary>
    /// The first eight sentences, joined by "; "; empty without changes. If there are sentences of another kind, "other changes" stands for
    /// the kind Other.
    /// </summary>
    public string Summary => ChangeSentence.Of(Changes);

    /// <summary>Compares two states of a session. A null state is treated as empty.</summary>
    public static TimelineDifference Between(TimelineState? before, TimelineState? after) => new(DifferenceReader.Read(before, after));

    /// <inheritdoc cref="Summary"/>
    public override string ToString() => Summary;
}

/// <summary>One difference between two states of a session.</summary>
/// <param name="Kind">The kind of change.</param>
/// <param name="TrackNumber">The track's later position, or its earlier one if it was removed; null if no track is affected.</param>
/// <param name="TrackKind">The kind of that track; null if no track is affected.</param>
/// <param name="Name">The segment's name or text (the earlier one if it was removed), or else its track's name. For
/// <see cref="TimelineChangeKind.Other"/>, the paths of the fields. Null if there is none.</param>
/// <param name="Before">The earlier value; null if there was none.</param>
/// <param name="After">The later value; null if there is none.</param>
public sealed record TimelineChange(
    TimelineChangeKind Kind, int? TrackNumber, TrackKind? TrackKind, string? Name, TimelineValue? Before, TimelineValue? After)
{
    /// <summary>The change as a sentence without a period, such as <c>Title added: "Paradise Found" (0-3s)</c>.</summary>
    public string Sentence => ChangeSentence.Of(this);

    /// <inheritdoc cref="Sentence"/>
    public override string ToString() => Sentence;
}

/// <summary>The kind of a timeline change.</summary>
public enum TimelineChangeKind
{
    /// <summary>
    /// A change in undocumented fields outside the segments. At most one per difference, always the last. The text of the later value
    /// lists the fields.
    /// </summary>
    Other,
    /// <summary>A new track without segments. If it has segments, each of them is <see cref="SegmentAdded"/> instead.</summary>
    TrackAdded,
    /// <summary>A removed track without segments. If it had segments, each of them is <see cref="SegmentRemoved"/> instead.</summary>
    TrackRemoved,
    /// <summary>A track has another position among the tracks that both states have.</summary>
    TrackMoved,
    /// <summary>A new clip, piece of music or text.</summary>
    SegmentAdded,
    /// <summary>A removed clip, piece of music or text.</summary>
    SegmentRemoved,
    /// <summary>A segment is shorter; its start may have changed too.</summary>
    SegmentTrimmed,
    /// <summary>A segment is longer; its start may have changed too.</summary>
    SegmentLengthened,
    /// <summary>A segment of the same duration starts at another time, and not only because of an earlier change.</summary>
    SegmentMoved,
    /// <summary>Another clip or piece of music is at the position of a removed one.</summary>
    SegmentReplaced,
    /// <summary>A segment has another volume.</summary>
    VolumeChanged,
    /// <summary>A title or another text has a new wording.</summary>
    TextChanged,
    /// <summary>The picture has another size.</summary>
    CanvasChanged,
    /// <summary>The timeline, a track, a clip or a piece of music has another name.</summary>
    NameChanged,
    /// <summary>A segment has other values in undocumented fields, such as a fade. The text of the later value lists them.</summary>
    SegmentChanged,
}

/// <summary>The earlier or later value of a change. A value that doesn't apply or is missing in the response is null.</summary>
/// <param name="Text">The name, or the displayed text.</param>
/// <param name="Start">The segment's start.</param>
/// <param name="Duration">The segment's duration.</param>
/// <param name="Volume">The segment's volume, 0 to 1.</param>
/// <param name="Canvas">The size of the picture.</param>
/// <param name="TrackNumber">The track's position, from 1.</param>
public sealed record TimelineValue(
    string? Text = null, TimeSpan? Start = null, TimeSpan? Duration = null, double? Volume = null,
    CanvasSize? Canvas = null, int? TrackNumber = null)
{
    /// <summary>The value as text, such as <c>Lo-fi (0-10s, 35%)</c>.</summary>
    public override string ToString() => Canvas?.ToString()
        ?? TimelineSummary.Join(" ", TimelineSummary.Quote(Text, kind: null), ChangeSentence.Details(this));
}
