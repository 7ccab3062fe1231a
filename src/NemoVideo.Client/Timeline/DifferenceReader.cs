using NemoVideo.Client.Http;

namespace NemoVideo.Client.Timeline;

/// <summary>Compares two states, track by track and segment by segment.</summary>
internal sealed class DifferenceReader
{
    private static readonly JsonElement NoFields = JsonDocument.Parse("{}").RootElement;

    private readonly List<TimelineChange> _changes = [];
    private readonly OtherChanges _other = new();

    public static IReadOnlyList<TimelineChange> Read(TimelineState? before, TimelineState? after)
    {
        if (JsonComparison.AreEqual(before?.State, after?.State))
        {
            return [];
        }

        var reader = new DifferenceReader();
        reader.CompareTracks(TrackPart.Of(before), TrackPart.Of(after));
        reader.CompareCanvas(before, after);
        reader.CompareNames(before, after);
        reader.CompareOther(before, after);
        return reader._changes;
    }

    private void CompareTracks(IReadOnlyList<TrackPart> before, IReadOnlyList<TrackPart> after)
    {
        var pairing = TimelinePairing.OfTracks(before, after);
        var inOrder = pairing.InOrder();
        for (var index = 0; index < after.Count; index++)
        {
            if (pairing.BeforeOf(index) is not { } partner)
            {
                AddTrack(after[index], isAdded: true);
                continue;
            }

            if (!inOrder[index])
            {
                var (from, to) = (before[partner].Track, after[index].Track);
                Add(TimelineChangeKind.TrackMoved, to, to.Name, new(TrackNumber: from.Number), new(TrackNumber: to.Number));
            }

            CompareTrack(before[partner], after[index]);
        }

        foreach (var index in pairing.UnpairedBefore)
        {
            AddTrack(before[index], isAdded: false);
        }
    }

    private void CompareTrack(TrackPart before, TrackPart after)
    {
        var pairing = TimelinePairing.OfSegments(before.Segments, after.Segments);
        var inOrder = pairing.InOrder();
        for (var index = 0; index < after.Segments.Count; index++)
        {
            var segment = after.Segments[index];
            if (pairing.BeforeOf(index) is { } partner)
            {
                CompareSegment(after.Track, before.Segments[partner], segment, inOrder[index], index);
            }
            else
            {
                Add(TimelineChangeKind.SegmentAdded, after.Track, segment.Name, null, segment.Value);
            }
        }

        foreach (var index in pairing.UnpairedBefore)
        {
            Add(TimelineChangeKind.SegmentRemoved, after.Track, before.Segments[index].Name, before.Segments[index].Value, null);
        }

        if (before.Track.Name != after.Track.Name)
        {
            Add(TimelineChangeKind.NameChanged, after.Track, after.Track.Name, Text(before.Track.Name), Text(after.Track.Name));
        }

        var path = $"draft.t[{after.Track.Number - 1}].";
        _other.Compare(before.Json, after.Json, path, "tt", "sg", "m", "title", "name", "text");
        _other.Compare(before.Json.Field("m"), after.Json.Field("m"), path + "m.", "title", "name", "text");
    }

    private void CompareSegment(Track track, SegmentPart before, SegmentPart after, bool isInOrder, int index)
    {
        var path = $"draft.t[{track.Number - 1}].sg[{index}].";
        var fields = JsonComparison.AreEqual(before.Json, after.Json) ? [] : UnreadFields(before.Json, after.Json);
        fields.FindAll(static field => !field.MattersToUsers).ForEach(field => _other.Add(path + field.Parent + field.Name));
        fields.RemoveAll(static field => !field.MattersToUsers);

        var (old, now) = (before.Segment, after.Segment);
        if (old.Name != now.Name)
        {
            var kind = track.Kind == TrackKind.Text ? TimelineChangeKind.TextChanged
                : old.Name is null || now.Name is null || (before.Id is not null && before.Id == after.Id) ? TimelineChangeKind.NameChanged
                : TimelineChangeKind.SegmentReplaced;
            AddChange(kind);
            if (kind == TimelineChangeKind.SegmentReplaced)
            {
                return;
            }
        }

        if (old.Duration != now.Duration && old.Duration is { } oldDuration && now.Duration is { } duration)
        {
            AddChange(duration < oldDuration ? TimelineChangeKind.SegmentTrimmed : TimelineChangeKind.SegmentLengthened);
            fields.RemoveAll(static field => field.Name is "in" or "out");
        }
        else if (old.Start != now.Start && (!isInOrder || before.Gap is null || before.Gap != after.Gap))
        {
            AddChange(TimelineChangeKind.SegmentMoved);
        }

        if (old.Volume != now.Volume)
        {
            AddChange(TimelineChangeKind.VolumeChanged);
        }

        if (fields.Count > 0)
        {
            var values = ChangeSentence.List(fields, static field => field.Value is null ? field.Name : $"{field.Name}: {field.Value}");
            Add(TimelineChangeKind.SegmentChanged, track, after.Name, null, new TimelineValue(values));
        }

        void AddChange(TimelineChangeKind kind) => Add(kind, track, after.Name, before.Value, after.Value);
    }

    private static List<ChangedField> UnreadFields(JsonElement before, JsonElement after) =>
    [
        .. ChangedField.Between(before, after, "s", "d", "volume", "m", "title", "name", "text"),
        .. ChangedField.Between(before.Field("m") ?? NoFields, after.Field("m") ?? NoFields, "volume", "title", "name", "text")
            .Select(static field => field with { Parent = "m." }),
    ];

    /// <summary>Compares the canvas sizes. The draft's size has precedence over the size in the settings.</summary>
    private void CompareCanvas(TimelineState? before, TimelineState? after)
    {
        var (oldSettings, newSettings) = (before?.State.Field("canvas_config"), after?.State.Field("canvas_config"));
        var (draftBefore, draftAfter) = (ReadDraftCanvas(before), ReadDraftCanvas(after));
        var (settingsBefore, settingsAfter) = (DraftReader.ReadCanvas(oldSettings), DraftReader.ReadCanvas(newSettings));
        var (from, to) = draftBefore != draftAfter
            ? (draftBefore, draftAfter)
            : (settingsBefore ?? draftBefore, settingsAfter ?? draftAfter);
        if (from != to)
        {
            _changes.Add(new TimelineChange(TimelineChangeKind.CanvasChanged, null, null, null, Size(from), Size(to)));
        }

        if (settingsBefore is not null && settingsAfter is not null)
        {
            _other.Compare(oldSettings, newSettings, "canvas_config.", "width", "height", "w", "h");
        }
        else if (from == to && !JsonComparison.AreEqual(oldSettings, newSettings))
        {
            _other.Add("canvas_config");
        }
    }

    private void CompareNames(TimelineState? before, TimelineState? after)
    {
        var (from, to) = (ReadName(before), ReadName(after));
        if (from != to)
        {
            _changes.Add(new TimelineChange(TimelineChangeKind.NameChanged, null, null, to, Text(from), Text(to)));
        }
    }

    private void CompareOther(TimelineState? before, TimelineState? after)
    {
        _other.Compare(before?.Draft, after?.Draft, "draft.", "t", "m", "title", "name");
        _other.Compare(before?.Draft?.Field("m"), after?.Draft?.Field("m"), "draft.m.", "title", "name", "width", "height", "w", "h");
        _other.Compare(before?.State, after?.State, "", "draft", "canvas_config");
        if (_changes.Count == 0 && _other.IsEmpty)
        {
            // A known field differs, but its value couldn't be interpreted.
            _other.Add("draft");
        }

        if (!_other.IsEmpty)
        {
            _changes.Add(_other.ToChange());
        }
    }

    private void AddTrack(TrackPart part, bool isAdded)
    {
        if (part.Segments.Count == 0)
        {
            Add(isAdded ? TimelineChangeKind.TrackAdded : TimelineChangeKind.TrackRemoved, part.Track, part.Track.Name, null, null);
        }

        foreach (var segment in part.Segments)
        {
            var kind = isAdded ? TimelineChangeKind.SegmentAdded : TimelineChangeKind.SegmentRemoved;
            Add(kind, part.Track, segment.Name, isAdded ? null : segment.Value, isAdded ? segment.Value : null);
        }
    }

    private void Add(TimelineChangeKind kind, Track track, string? name, TimelineValue? before, TimelineValue? after) =>
        _changes.Add(new TimelineChange(kind, track.Number, track.Kind, name, before, after));

    private static CanvasSize? ReadDraftCanvas(TimelineState? state) => DraftReader.ReadCanvas(state?.Draft?.ObjectField("m"));

    private static string? ReadName(TimelineState? state) =>
        state?.Draft is { } draft ? DraftReader.ReadName(draft, "title", "name") : null;

    private static TimelineValue? Text(string? text) => text is null ? null : new TimelineValue(text);

    private static TimelineValue? Size(CanvasSize? size) => size is null ? null : new TimelineValue(Canvas: size);
}
