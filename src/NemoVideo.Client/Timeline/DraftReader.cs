using NemoVideo.Client.Http;

namespace NemoVideo.Client.Timeline;

/// <summary>Reads a draft tolerantly (protocol section 7): unknown fields are ignored.</summary>
internal static class DraftReader
{
    private const int MaxParts = 100_000;
    private const int MaxNameLength = 1000;

    // 1 is the volume of the source.
    private const double MaxVolume = 100;

    /// <summary>Reads the canvas size from the draft's metadata or from <c>canvas_config</c>, whose format is undocumented.</summary>
    public static CanvasSize? ReadCanvas(JsonElement? settings) =>
        settings is { } found && Pixels(found, "width", "w") is { } width && Pixels(found, "height", "h") is { } height
            ? new CanvasSize(width, height)
            : null;

    public static IReadOnlyList<Track> ReadTracks(JsonElement draft)
    {
        // A segment can be three characters long in the response, but its object uses a hundred times as much memory.
        var partCount = draft.Items("t").Sum(static track => 1 + track.Items("sg").Count());
        CheckCount(partCount, "timeline", "tracks and segments");
        return [.. Objects(draft, "t").Select(ReadTrack)];
    }

    public static IReadOnlyList<UploadedMedia> ReadUploads(JsonElement state)
    {
        CheckCount(state.Items("video_infos").Count(), "session", "uploads");
        return [.. Objects(state, "video_infos").Select(file => UploadedMedia.Read(file, ""))];
    }

    /// <summary>Returns the generated media unchanged. Their format is undocumented, so every value in them is counted.</summary>
    public static JsonElement? ReadGeneratedMedia(JsonElement state)
    {
        var media = state.Field("generated_media");
        CheckCount(media is { } found ? CountValues(found, MaxParts) : 0, "session", "values that describe generated media");
        return media;
    }

    public static IEnumerable<JsonElement> Objects(JsonElement element, string name) =>
        element.Items(name).Where(static item => item.ValueKind == JsonValueKind.Object);

    /// <summary>The number of values in a value, including itself. If there are more than the limit, counting ends early.</summary>
    private static int CountValues(JsonElement value, int limit)
    {
        var count = 1;
        var inner = value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().AsEnumerable(),
            JsonValueKind.Object => value.EnumerateObject().Select(static property => property.Value),
            _ => [],
        };
        foreach (var one in inner.TakeWhile(_ => count <= limit))
        {
            count += CountValues(one, limit - count);
        }

        return count;
    }

    private static void CheckCount(int count, string container, string parts)
    {
        if (count > MaxParts)
        {
            throw new NemoException(
                NemoErrorKind.InvalidResponse,
                $"The {container} contains more than {MaxParts} {parts}, so the {container} was not read.",
                "Continue in a new session.")
            { Action = NemoAction.CreateSession };
        }
    }

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
            segments.Add(new Segment(ReadName(item, "title", "name", "text"), item.Milliseconds("s") ?? previousEnd, item.Milliseconds("d"), volume)
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
