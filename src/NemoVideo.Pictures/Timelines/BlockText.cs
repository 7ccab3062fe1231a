namespace NemoVideo.Pictures.Timelines;

/// <summary>The texts of a block in SVG and HTML.</summary>
internal static class BlockText
{
    private const int MaxNameLength = 200;

    /// <summary>Its name, or the label of its kind if it has none.</summary>
    public static string Name(PictureBlock block, PictureLane lane) =>
        block.Name.Length > 0 ? Shorten(block.Name) : PictureTheme.NameOf(lane.Kind);

    /// <summary>A name of at most 200 characters, because a picture repeats it.</summary>
    public static string Shorten(string name) => name.Length <= MaxNameLength ? name
        : name.Substring(0, MaxNameLength - (char.IsHighSurrogate(name[MaxNameLength - 2]) ? 2 : 1)) + "…";

    /// <summary>Its length and volume, such as <c>11s · volume 35%</c>.</summary>
    public static string Facts(PictureBlock block) =>
        PictureRuler.Format(block.Length) + (TimelineSummary.Volume(block.Volume) is { } volume ? $" · volume {volume}" : "");

    /// <summary>Its times and its volume in words, such as <c>0s to 11s, length 11s, volume 35%</c>.</summary>
    public static IEnumerable<string> Details(PictureBlock block)
    {
        yield return $"{PictureRuler.Format(block.Start)} to {PictureRuler.Format(block.End)}";
        yield return $"length {PictureRuler.Format(block.Length)}";
        if (TimelineSummary.Volume(block.Volume) is { } volume)
        {
            yield return $"volume {volume}";
        }

        if (block.Media is { } media)
        {
            yield return $"from {Shorten(media.FileName)} at {PictureRuler.Format(block.MediaStart)}";
        }

        if (block.IsChanged)
        {
            yield return "changed by the edit";
        }
    }

    /// <summary>All of this in one line.</summary>
    public static string Describe(PictureBlock block, PictureLane lane) =>
        $"{Name(block, lane)}: {string.Join(", ", Details(block))}";

    /// <summary>What a lane contains, such as <c>2 clips · 11s</c>.</summary>
    public static string Summarize(PictureLane lane, int rows)
    {
        var count = lane.SegmentCount;
        var noun = lane.Kind switch
        {
            TrackKind.Video => "clip",
            TrackKind.Audio => "sound",
            TrackKind.Text => "title",
            _ => "item",
        };
        return count == 0 ? "empty" : string.Join(" · ", new[]
        {
            $"{count.ToString(CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}",
            lane.SegmentCount == lane.UntimedCount ? null : PictureRuler.Format(lane.Length),
            lane.Omitted(rows),
        }.OfType<string>());
    }
}
