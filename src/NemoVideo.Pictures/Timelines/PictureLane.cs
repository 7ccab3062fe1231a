namespace NemoVideo.Pictures.Timelines;

/// <summary>What an edit did with a lane.</summary>
public enum LaneChange
{
    /// <summary>Nothing, or the picture shows no edit.</summary>
    None,
    /// <summary>The lane is new.</summary>
    Added,
    /// <summary>The lane was removed.</summary>
    Removed,
    /// <summary>Blocks were added, removed or changed.</summary>
    Changed,
}

/// <summary>A track that the picture shows.</summary>
/// <param name="Number">The position of the track, from 1.</param>
/// <param name="Kind">The kind of its content.</param>
/// <param name="Label">Its label, such as <c>Video 1</c> or <c>Titles</c>, which no other lane of the panel has.</param>
/// <param name="Blocks">Its blocks in order of their start.</param>
/// <param name="UntimedCount">The number of segments without a known time. They aren't blocks.</param>
public sealed record PictureLane(int Number, TrackKind Kind, string Label, IReadOnlyList<PictureBlock> Blocks, int UntimedCount)
{
    private const string FirstTitles = "Titles";

    /// <summary>What the edit did with it.</summary>
    public LaneChange Change { get; init; }

    /// <summary>The change that a picture marks. Before the edit, only a removed lane is marked.</summary>
    internal LaneChange Mark { get; private init; }

    /// <summary>The number of all its segments.</summary>
    public int SegmentCount => Blocks.Count + UntimedCount;

    /// <summary>The end of its last segment; zero if there is none.</summary>
    public TimeSpan End { get; } = Blocks.Count == 0 ? TimeSpan.Zero : Blocks.Max(static block => block.End);

    /// <summary>How long it has a segment. Gaps don't count, and overlapping segments count once.</summary>
    public TimeSpan Length { get; } = LengthOf(Blocks);

    /// <summary>The number of its rows, at least 1.</summary>
    public int RowCount => Blocks.Count == 0 ? 1 : Blocks.Max(static block => block.Row) + 1;

    /// <summary>The number of segments beyond this number of rows and of those without a time, as text; null if there are none.</summary>
    internal string? Omitted(int rows)
    {
        var count = Blocks.Count(block => block.Row >= rows);
        var parts = new[] { Count(count, "more"), Count(UntimedCount, "without a time") }.OfType<string>().ToList();
        return parts.Count == 0 ? null : string.Join(", ", parts);
    }

    internal static IReadOnlyList<PictureLane> ReadAll(PictureSource source)
    {
        var counts = new Dictionary<string, int>();
        var media = new MediaFinder(source.Uploads);
        return [.. source.Tracks.Select(track => Read(track, counts, media))];
    }

    /// <summary>Marks the lanes and blocks that differ. Lanes with the same label are compared.</summary>
    internal static (IReadOnlyList<PictureLane> Before, IReadOnlyList<PictureLane> After) Compare(
        IReadOnlyList<PictureLane> before, IReadOnlyList<PictureLane> after) =>
        (Compare(before, after, LaneChange.Removed, LaneChange.None), Compare(after, before, LaneChange.Added, LaneChange.Changed));

    private static IReadOnlyList<PictureLane> Compare(
        IReadOnlyList<PictureLane> lanes, IReadOnlyList<PictureLane> others, LaneChange alone, LaneChange changedMark)
    {
        var partners = others.ToDictionary(static lane => lane.Label);
        return [.. lanes.Select(lane =>
            partners.TryGetValue(lane.Label, out var partner) ? lane.CompareWith(partner, changedMark) : lane.MarkAll(alone))];
    }

    private PictureLane CompareWith(PictureLane partner, LaneChange changedMark)
    {
        // Of equal blocks, only as many are unchanged as the partner has.
        var keys = partner.Blocks.GroupBy(static block => block.Key).ToDictionary(static same => same.Key, static same => same.Count());
        var marked = Blocks.Select(block => block with { IsChanged = IsNew(block) }).ToList();
        var isSame = UntimedCount == partner.UntimedCount && marked.Count == partner.Blocks.Count
            && !marked.Exists(static block => block.IsChanged);
        return isSame ? this with { Blocks = marked } : this with { Blocks = marked, Change = LaneChange.Changed, Mark = changedMark };

        bool IsNew(PictureBlock block) => !keys.TryGetValue(block.Key, out var count) || (keys[block.Key] = count - 1) < 0;
    }

    private PictureLane MarkAll(LaneChange change) =>
        this with { Blocks = [.. Blocks.Select(static block => block with { IsChanged = true })], Change = change, Mark = change };

    private static PictureLane Read(Track track, Dictionary<string, int> counts, MediaFinder media)
    {
        var name = NameOf(track.Kind);
        counts[name] = counts.TryGetValue(name, out var count) ? count + 1 : 1;
        var label = name == FirstTitles && counts[name] == 1 ? name : $"{name} {counts[name].ToString(CultureInfo.InvariantCulture)}";
        var timed = track.Segments.Where(static segment =>
            segment is { Start: not null, End: not null, Duration: { } duration } && duration >= TimeSpan.Zero).ToList();
        var rows = new BlockRows();
        // Cleaned at most once, not for each segment: it can be long.
        var trackName = new Lazy<string>(() => PictureText.Of(track.Name));
        var blocks = timed.OrderBy(static segment => segment.Start).Select(segment => new PictureBlock(
            segment.Name is { } own ? PictureText.Of(own) : trackName.Value, segment.Start!.Value, segment.Duration!.Value,
            segment.Volume, rows.Add(segment.Start.Value, segment.End!.Value))
        {
            Media = track.Kind == TrackKind.Text ? null : media.Find(segment.Name),
            MediaStart = segment.SourceStart ?? TimeSpan.Zero,
        });
        return new PictureLane(track.Number, track.Kind, label, [.. blocks], track.Segments.Count - timed.Count);
    }

    private static TimeSpan LengthOf(IEnumerable<PictureBlock> blocks)
    {
        var (length, end) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var block in blocks.Where(block => block.End > end))
        {
            length += block.End - (block.Start > end ? block.Start : end);
            end = block.End;
        }

        return length;
    }

    private static string NameOf(TrackKind kind) => kind switch
    {
        TrackKind.Video => "Video",
        TrackKind.Audio => "Audio",
        TrackKind.Text => FirstTitles,
        _ => "Other",
    };

    private static string? Count(int count, string what) =>
        count == 0 ? null : $"{count.ToString(CultureInfo.InvariantCulture)} {what}";
}

/// <summary>Finds the row of each block: the first one that is free at its start. Blocks must be added in order of their start.</summary>
internal sealed class BlockRows
{
    private readonly List<TimeSpan> _ends = [];

    public int Add(TimeSpan start, TimeSpan end)
    {
        var row = _ends.FindIndex(used => used <= start);
        if (row < 0)
        {
            _ends.Add(end);
            return _ends.Count - 1;
        }

        _ends[row] = end;
        return row;
    }
}

/// <summary>Finds the upload that a segment shows by its name, because the references in the draft are undocumented.</summary>
internal sealed class MediaFinder
{
    private readonly ILookup<string, PictureMedia> _names;
    private readonly ILookup<string, PictureMedia> _stems;

    public MediaFinder(IEnumerable<PictureMedia> uploads)
    {
        var distinct = uploads.Where(static upload => upload.FileName.Length > 0).Distinct().ToList();
        _names = distinct.ToLookup(static upload => upload.FileName, Clean, StringComparer.OrdinalIgnoreCase);
        _stems = distinct.ToLookup(static upload => UploadedMedia.Stem(upload.FileName), Clean, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The upload with this name, or else the one with this name before its extension; null if there are several.</summary>
    public PictureMedia? Find(string? name)
    {
        var found = name is null ? [] : (_names.Contains(name) ? _names : _stems)[name].Take(2).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    private static PictureMedia Clean(PictureMedia upload) => upload with { FileName = PictureText.Of(upload.FileName) };
}
