namespace NemoVideo.PowerShell.Output;

/// <summary>One change of a timeline.</summary>
public sealed class NemoTimelineChange
{
    private readonly TimelineChange _change;

    private NemoTimelineChange(TimelineChange change)
    {
        _change = change;
        Before = change.Before is { } before ? new NemoTimelineValue(before) : null;
        After = change.After is { } after ? new NemoTimelineValue(after) : null;
    }

    /// <summary>
    /// The kind: <c>TrackAdded</c>, <c>TrackRemoved</c>, <c>TrackMoved</c>, <c>SegmentAdded</c>, <c>SegmentRemoved</c>,
    /// <c>SegmentTrimmed</c>, <c>SegmentLengthened</c>, <c>SegmentMoved</c>, <c>SegmentReplaced</c>, <c>VolumeChanged</c>,
    /// <c>TextChanged</c>, <c>CanvasChanged</c>, <c>NameChanged</c>, <c>SegmentChanged</c>, or <c>Other</c>.
    /// </summary>
    public string Kind => _change.Kind.ToString();

    /// <summary>The position of the track after the change, or before it for a removed track; null for none.</summary>
    public int? TrackNumber => _change.TrackNumber;

    /// <summary>The content of the track: <c>Video</c>, <c>Audio</c>, <c>Text</c> or <c>Other</c>; null for none.</summary>
    public string? TrackKind => _change.TrackKind?.ToString();

    /// <summary>The name or text of the segment or track; for <c>Other</c>, the changed fields. Null for none.</summary>
    public string? Name => UrlText.HideOrNull(_change.Name);

    /// <summary>The value before the change; null for none.</summary>
    public NemoTimelineValue? Before { get; }

    /// <summary>The value after the change; null for none.</summary>
    public NemoTimelineValue? After { get; }

    /// <summary>The change in words, such as <c>Title added: "Paradise Found" (0-3s)</c>.</summary>
    public string Sentence => _change.Sentence;

    /// <inheritdoc/>
    public override string ToString() => Sentence;

    internal static IReadOnlyList<NemoTimelineChange> From(IEnumerable<TimelineChange> changes) =>
        new OutputList<NemoTimelineChange>(changes.Select(static change => new NemoTimelineChange(change)));
}

/// <summary>The value before or after a change. Null is a value that doesn't apply or that the service didn't send.</summary>
public sealed class NemoTimelineValue
{
    private readonly TimelineValue _value;

    internal NemoTimelineValue(TimelineValue value) => _value = value;

    /// <summary>The name, or the text that is shown.</summary>
    public string? Text => UrlText.HideOrNull(_value.Text);

    /// <summary>The start of the segment on the timeline.</summary>
    public TimeSpan? Start => _value.Start;

    /// <summary>The length of the segment.</summary>
    public TimeSpan? Duration => _value.Duration;

    /// <summary>The volume of the segment, 0 to 1.</summary>
    public double? Volume => _value.Volume;

    /// <summary>The frame size, such as <c>1920x1080</c>.</summary>
    public string? Canvas => _value.Canvas?.ToString();

    /// <summary>The position of the track, from 1.</summary>
    public int? TrackNumber => _value.TrackNumber;

    /// <inheritdoc/>
    public override string ToString() => _value.ToString();
}
