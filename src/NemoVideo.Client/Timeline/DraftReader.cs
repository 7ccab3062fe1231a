using NemoVideo.Client.Http;

namespace NemoVideo.Client.Timeline;

/// <summary>Reads a draft tolerantly (protocol section 7): unknown fields are ignored.</summary>
internal static class DraftReader
{
    private const int MaxNameLength = 1000;

    // 1 is the volume of the source.
    private const double MaxVolume = 100;

    /// <summary>Reads the canvas size from the draft's metadata or from <c>canvas_config</c>, whose format is undocumented.</summary>
    public static CanvasSize? ReadCanvas(JsonElement? settings) =>
        settings is { } found && Pixels(found, "width", "w") is { } width && Pixels(found, "height", "h") is { } height
            ? new CanvasSize(width, height)
            : null;

    public static IReadOnlyList<Track> ReadTracks(JsonElement draft) => [.. Objects(draft, "t").Select(ReadTrack)];

    public static IReadOnlyList<UploadedMedia> ReadUploads(JsonElement state) =>
        [.. Objects(state, "video_infos").Select(static file => UploadedMedia.Read(file, ""))];

    public static IEnumerable<JsonElement> Objects(JsonElement element, string name) =>
        element.Items(name).Where(static item => item.ValueKind == JsonValueKind.Object);

    private static int? Pixels(JsonElement settings, params string[] names) =>
        names.Select(name => settings.Number(name)).FirstOrDefault(static pixels => pixels is >= 1 and <= int.MaxValue) is { } number
            ? (int)number
            : null;

    private static Track ReadTrack(JsonElement track, int index)
    {
        var code = track.Whole("tt") is { } number and >= int.MinValue and <= int.MaxValue ? (int?)number : null;
        var kind = code is 0 or 1 or 7 ? (TrackKind)code : TrackKind.Other;
        return new Track(index + 1, kind, code, ReadName(track, "title", "name", "text"), ReadSegments(track));
    }

    private static List<Segment> ReadSegments(JsonElement track)
    {
        var segments = new List<Segment>();
        TimeSpan? previousEnd = TimeSpan.Zero;
        foreach (var item in Objects(track, "sg"))
        {
            var volume = item.Real("volume", MaxVolume) ?? item.ObjectField("m")?.Real("volume", MaxVolume);
            var (start, name) = (item.Milliseconds("s") ?? previousEnd, ReadName(item, "title", "name", "text"));
            segments.Add(new Segment(name, start, item.Milliseconds("d"), volume)
            {
                SourceStart = item.Milliseconds("in"),
            });
            previousEnd = segments[segments.Count - 1].End;
        }

        return segments;
    }

    public static string? ReadName(JsonElement element, params string[] fields) =>
        (element.ObjectField("m")?.FirstText(fields) ?? element.FirstText(fields)) is { } name ? Limit(name) : null;

    /// <summary>Truncates a name. Spaces are joined, because after many of them, a name would continue on the next line.</summary>
    public static string Limit(string name) => name.JoinSpaces().Truncate(MaxNameLength);
}
