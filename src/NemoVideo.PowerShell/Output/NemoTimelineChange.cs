using NemoVideo.Client.Timeline;

namespace NemoVideo.PowerShell.Output;

/// <summary>One thing that an edit changed.</summary>
public sealed class NemoTimelineChange
{
    private NemoTimelineChange(TimelineChange change)
    {
        Kind = change.Kind.ToString();
        TrackNumber = change.TrackNumber;
        TrackKind = change.TrackKind?.ToString();
        Name = change.Name;
        Before = change.Before is { } before ? new NemoTimelineValue(before) : null;
        After = change.After is { } after ? new NemoTimelineValue(after) : null;
        Sentence = change.Sentence;
    }

    /// <summary>
    /// What it is: <c>TrackAdded</c>, <c>TrackRemoved</c>, <c>TrackMoved</c>, <c>SegmentAdded</c>, <c>SegmentRemoved</c>,
    /// <c>SegmentTrimmed</c>, <c>SegmentLengthened</c>, <c>SegmentMoved</c>, <c>SegmentReplaced</c>, <c>VolumeChanged</c>,
    /// <c>TextChanged</c>, <c>CanvasChanged</c>, <c>NameChanged</c>, or <c>Other</c>.
    /// </summary>
    public string Kind { get; }

    /// <summary>The track that it is about, by its place now (or before, where it is gone); null where it is about none.</summary>
    public int? TrackNumber { get; }

    /// <summary>What that track holds: <c>Video</c>, <c>Audio</c>, <c>Text</c> or <c>Other</c>; null where it is about none.</summary>
    public string? TrackKind { get; }

    /// <summary>What is changed: the name or text of the segment or the track; for <c>Other</c> the fields. Null where it has none.</summary>
    public string? Name { get; }

    /// <summary>The value before; null where there was none.</summary>
    public NemoTimelineValue? Before { get; }

    /// <summary>The value now; null where there is none.</summary>
    public NemoTimelineValue? After { get; }

    /// <summary>The change in words, such as <c>Title added: "Paradise Found" (0-3s)</c>.</summary>
    public string Sentence { get; }

    /// <inheritdoc/>
    public override string ToString() => Sentence;

    internal static IReadOnlyList<NemoTimelineChange> From(IEnumerable<TimelineChange> changes) =>
        Array.AsReadOnly(changes.Select(static change => new NemoTimelineChange(change)).ToArray());
}
