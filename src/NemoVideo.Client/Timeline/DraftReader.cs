using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Timeline;

/// <summary>Reads a state response and its draft tolerantly (protocol section 7): unknown fields are ignored.</summary>
internal static class DraftReader
{
    private const int MaxParts = 100_000;

    private static readonly JsonElement EmptyObject = JsonDocument.Parse("{}").RootElement.Clone();

    /// <summary>Reads the response's data; <paramref name="raw"/> is the same without redaction.</summary>
    public static TimelineState Read(string sessionId, JsonElement data, JsonElement raw)
    {
        var state = data.ObjectField("state") ?? EmptyObject;
        var draft = state.ObjectField("draft");
        return new TimelineState(
            data.Id("session_id") ?? sessionId,
            data.Id("task_id"),
            data.Text("task_name"),
            state,
            raw.ObjectField("state") ?? EmptyObject,
            draft,
            draft is { } found ? ReadTracks(found) : []);
    }

    /// <summary>The size of the picture, from the draft's metadata or from <c>canvas_config</c>, whose format is undocumented.</summary>
    public static CanvasSize? ReadCanvas(JsonElement? settings) =>
        settings is { } found && Pixels(found, "width", "w") is { } width && Pixels(found, "height", "h") is { } height
            ? new CanvasSize(width, height)
            : null;

    private static int? Pixels(JsonElement settings, params string[] names) =>
        names.Select(name => Pixels(settings.Text(name))).FirstOrDefault(static pixels => pixels is not null);

    private static int? Pixels(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= int.MaxValue
            ? (int)number
            : null;

    private static Track[] ReadTracks(JsonElement draft)
    {
        CheckSize(draft);
        return [.. draft.Items("t").Where(static item => item.ValueKind == JsonValueKind.Object).Select(ReadTrack)];
    }

    /// <summary>A segment can be three characters of the response, but its object uses a hundred times as much memory.</summary>
    private static void CheckSize(JsonElement draft)
    {
        var partCount = draft.Items("t").Sum(static track =>
            1 + (track.Field("sg") is { ValueKind: JsonValueKind.Array } segments ? segments.GetArrayLength() : 0));
        if (partCount > MaxParts)
        {
            throw new NemoException(
                NemoErrorKind.InvalidResponse,
                $"The timeline has more than {MaxParts} tracks and segments and was not read.",
                "Continue in a new session.")
            {
                Action = NemoAction.CreateSession,
            };
        }
    }

    private static Track ReadTrack(JsonElement track, int index)
    {
        var code = track.Whole("tt") is { } number and >= int.MinValue and <= int.MaxValue ? (int?)number : null;
        var kind = code is 0 or 1 or 7 ? (TrackKind)code : TrackKind.Other;
        return new Track(index + 1, kind, code, ReadName(track), ReadSegments(track));
    }

    private static List<Segment> ReadSegments(JsonElement track)
    {
        var segments = new List<Segment>();
        TimeSpan? previousEnd = TimeSpan.Zero;
        foreach (var item in track.Items("sg").Where(static item => item.ValueKind == JsonValueKind.Object))
        {
            var segment = new Segment(
                ReadName(item),
                item.Milliseconds("s") ?? previousEnd,
                item.Milliseconds("d"),
                item.Real("volume") ?? item.ObjectField("m")?.Real("volume"));
            segments.Add(segment);
            previousEnd = segment.End;
        }

        return segments;
    }

    private static string? ReadName(JsonElement element) =>
        element.ObjectField("m")?.FirstText("title", "name", "text") ?? element.FirstText("title", "name", "text");
}
