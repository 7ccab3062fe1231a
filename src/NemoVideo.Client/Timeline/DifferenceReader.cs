using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Timeline;

/// <summary>Compares two states, track by track and segment by segment.</summary>
internal sealed class DifferenceReader
{
    private readonly List<TimelineChange> _changes = [];
    private readonly UnreadChanges _unread = new();

    private DifferenceReader()
    {
    }

    public static IReadOnlyList<TimelineChange> Read(TimelineState? before, TimelineState? after)
    {
        if (JsonComparison.AreEqual(before?.RawState, after?.RawState))
        {
            return [];
        }

        var reader = new DifferenceReader();
        reader.CompareTracks(TrackPart.Of(before), TrackPart.Of(after));
        reader.CompareCanvas(before, after);
        reader.CompareNames(before, after);
        reader.CompareRest(before, after);
        return reader._changes;
    }

    private void CompareTracks(IReadOnlyList<TrackPart> before, IReadOnlyList<TrackPart> after)
    {
        var pairing = TrackPairing.Of(before, after);
        var inOrder = pairing.InOrder();
        for (var index = 0; index < after.Count; index++)
        {
            if (pairing.BeforeOf(index) is { } partner)
            {
                if (!inOrder.Contains(index))
                {
                    var (from, to) = (before[partner].Track.Number, after[index].Track.Number);
                    Add(TimelineChangeKind.TrackMoved, after[index], after[index].Track.Name, new TimelineValue(TrackNumber: from), new TimelineValue(TrackNumber: to));
                }

                CompareTrack(before[partner], after[index]);
            }
            else
            {
                AddWhole(TimelineChangeKind.TrackAdded, TimelineChangeKind.SegmentAdded, after[index]);
            }
        }

        foreach (var index in pairing.FreeBefore)
        {
            AddWhole(TimelineChangeKind.TrackRemoved, TimelineChangeKind.SegmentRemoved, before[index]);
        }
    }

    private void CompareTrack(TrackPart before, TrackPart after)
    {
        var pairing = SegmentPairing.Of(before.Segments, after.Segments);
        var inOrder = pairing.InOrder();
        for (var index = 0; index < after.Segments.Count; index++)
        {
            if (pairing.BeforeOf(index) is { } partner)
            {
                CompareSegment(after, before.Segments[partner], after.Segments[index], inOrder.Contains(index), index);
            }
            else
            {
                AddSegment(TimelineChangeKind.SegmentAdded, after, after.Segments[index]);
            }
        }

        foreach (var index in pairing.FreeBefore)
        {
            AddSegment(TimelineChangeKind.SegmentRemoved, after, before.Segments[index]);
        }

        if (before.Track.Name != after.Track.Name)
        {
            Add(TimelineChangeKind.NameChanged, after, after.Track.Name, Text(before.Track.Name), Text(after.Track.Name));
        }

        var place = $"draft.t[{after.Track.Number - 1}].";
        _unread.Compare(before.Json, after.Json, place, "tt", "sg", "m", "title", "name", "text");
        _unread.Compare(before.Json.Field("m"), after.Json.Field("m"), place + "m.", "title", "name", "text");
    }

    private void CompareSegment(TrackPart track, SegmentPart before, SegmentPart after, bool isInOrder, int index)
    {
        var place = $"draft.t[{track.Track.Number - 1}].sg[{index}].";
        _unread.Compare(before.Json, after.Json, place, "s", "d", "volume", "m", "title", "name", "text");
        _unread.Compare(before.Json.Field("m"), after.Json.Field("m"), place + "m.", "volume", "title", "name", "text");

        var (old, now) = (before.Segment, after.Segment);
        if (old.Name != now.Name)
        {
            var kind = track.Track.Kind == TrackKind.Text ? TimelineChangeKind.TextChanged
                : old.Name is null || now.Name is null || (before.Id is not null && before.Id == after.Id) ? TimelineChangeKind.NameChanged
                : TimelineChangeKind.SegmentReplaced;
            Add(kind, track, after.Name, before.Value, after.Value);
            if (kind == TimelineChangeKind.SegmentReplaced)
            {
                return;
            }
        }

        if (old.Duration != now.Duration && old.Duration is { } oldLength && now.Duration is { } length)
        {
            var kind = length < oldLength ? TimelineChangeKind.SegmentTrimmed : TimelineChangeKind.SegmentLengthened;
            Add(kind, track, after.Name, before.Value, after.Value);
        }
        else if (old.Start != now.Start && (!isInOrder || before.Room is null || before.Room != after.Room))
        {
            Add(TimelineChangeKind.SegmentMoved, track, after.Name, before.Value, after.Value);
        }

        if (old.Volume != now.Volume)
        {
            Add(TimelineChangeKind.VolumeChanged, track, after.Name, before.Value, after.Value);
        }
    }

    /// <summary>The draft's own size counts; the settings' only where the draft's has not changed.</summary>
    private void CompareCanvas(TimelineState? before, TimelineState? after)
    {
        var (draftBefore, draftAfter) = (CanvasReader.OfDraft(before), CanvasReader.OfDraft(after));
        var (settingsBefore, settingsAfter) = (CanvasReader.OfSettings(before), CanvasReader.OfSettings(after));
        var (from, to) = draftBefore != draftAfter
            ? (draftBefore, draftAfter)
            : (settingsBefore ?? draftBefore, settingsAfter ?? draftAfter);
        if (from != to)
        {
            _changes.Add(new TimelineChange(TimelineChangeKind.CanvasChanged, null, null, null, Size(from), Size(to)));
        }

        // Two sizes that were read are told; anything else in there is not.
        var (one, other) = (before?.State.Field("canvas_config"), after?.State.Field("canvas_config"));
        if (settingsBefore is null || settingsAfter is null)
        {
            if (from == to && !JsonComparison.AreEqual(one, other))
            {
                _unread.Add("canvas_config");
            }
        }
        else
        {
            _unread.Compare(one, other, "canvas_config.", "width", "height", "w", "h");
        }
    }

    private void CompareNames(TimelineState? before, TimelineState? after)
    {
        var (from, to) = (NameOf(before), NameOf(after));
        if (from != to)
        {
            _changes.Add(new TimelineChange(TimelineChangeKind.NameChanged, null, null, to, Text(from), Text(to)));
        }
    }

    private void CompareRest(TimelineState? before, TimelineState? after)
    {
        _unread.Compare(before?.Draft, after?.Draft, "draft.", "t", "m", "title", "name");
        _unread.Compare(before?.Draft?.Field("m"), after?.Draft?.Field("m"), "draft.m.", "title", "name", "width", "height", "w", "h");
        _unread.Compare(before?.State, after?.State, "", "draft", "canvas_config");
        if (_changes.Count == 0 && _unread.IsEmpty)
        {
            // In a field that is read, but not in a way that is understood.
            _unread.Add("draft");
        }

        if (!_unread.IsEmpty)
        {
            _changes.Add(_unread.ToChange());
        }
    }

    private void AddWhole(TimelineChangeKind empty, TimelineChangeKind filled, TrackPart track)
    {
        if (track.Segments.Count == 0)
        {
            Add(empty, track, track.Track.Name, null, null);
        }

        foreach (var segment in track.Segments)
        {
            AddSegment(filled, track, segment);
        }
    }

    private void AddSegment(TimelineChangeKind kind, TrackPart track, SegmentPart segment)
    {
        var isAdded = kind == TimelineChangeKind.SegmentAdded;
        Add(kind, track, segment.Name, isAdded ? null : segment.Value, isAdded ? segment.Value : null);
    }

    private void Add(TimelineChangeKind kind, TrackPart track, string? name, TimelineValue? before, TimelineValue? after) =>
        _changes.Add(new TimelineChange(kind, track.Track.Number, track.Track.Kind, name, before, after));

    private static string? NameOf(TimelineState? state) => state?.Draft is { } draft
        ? draft.ObjectField("m")?.FirstText("title", "name") ?? draft.FirstText("title", "name")
        : null;

    private static TimelineValue? Text(string? text) => text is null ? null : new TimelineValue(text);

    private static TimelineValue? Size(CanvasSize? size) => size is null ? null : new TimelineValue(Canvas: size);
}
