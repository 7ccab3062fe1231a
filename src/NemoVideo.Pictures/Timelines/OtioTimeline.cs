using System.Text.Encodings.Web;

namespace NemoVideo.Pictures.Timelines;

/// <summary>
/// Writes a timeline in the JSON format of OpenTimelineIO, which video editors open. For an edit, this is the timeline after it.
/// </summary>
/// <remarks>
/// Times are rounded to frames. A clip refers to its file by name, so that an editor finds the file next to the timeline. A title is a clip
/// with a generator, because OpenTimelineIO has no titles. Segments that overlap are on separate tracks.
/// </remarks>
public static class OtioTimeline
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private const double DefaultRate = 30;
    private const string Namespace = "nemovideo";

    /// <summary>The timeline as an OpenTimelineIO document.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="cancellationToken">Cancels the drawing.</param>
    public static string Draw(TimelinePicture picture, CancellationToken cancellationToken = default)
    {
        _ = picture ?? throw new ArgumentNullException(nameof(picture));
        var panel = picture.Panels[picture.Panels.Count - 1];
        var rate = RateOf(panel);
        var tracks = panel.Lanes.SelectMany(lane => lane.Blocks.Count == 0
            ? [TrackOf(lane, 0, [], rate, cancellationToken)]
            : lane.Blocks.GroupBy(static block => block.Row).OrderBy(static row => row.Key)
                .Select(row => TrackOf(lane, row.Key, row, rate, cancellationToken)));
        var root = new JsonObject
        {
            ["OTIO_SCHEMA"] = "Timeline.1",
            ["metadata"] = Metadata(("canvas", panel.Canvas)),
            ["name"] = picture.Title,
            ["global_start_time"] = null,
            ["tracks"] = Item("Stack.1", "tracks", null, [], ("children", new JsonArray([.. tracks]))),
        };
        return root.ToJsonString(Indented) + "\n";
    }

    /// <summary>The frames per second of the first clip whose rate is known.</summary>
    private static double RateOf(PicturePanel panel) =>
        panel.Lanes.Where(static lane => lane.Kind == TrackKind.Video).SelectMany(static lane => lane.Blocks)
            .Select(static block => block.Media?.FrameRate).FirstOrDefault(static rate => rate is >= 1 and <= 240) ?? DefaultRate;

    private static JsonObject TrackOf(
        PictureLane lane, int row, IEnumerable<PictureBlock> blocks, double rate, CancellationToken cancellationToken)
    {
        var children = new JsonArray();
        var end = 0L;
        foreach (var block in blocks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (first, last) = (Frames(block.Start, rate), Frames(block.End, rate));
            if (last <= first)
            {
                continue;
            }

            if (first > end)
            {
                children.Add(Item("Gap.1", "", Range(0, first - end, rate), []));
            }

            children.Add(ClipOf(block, lane, last - first, rate));
            end = last;
        }

        return Item(
            "Track.1", row == 0 ? lane.Label : $"{lane.Label} ({row + 1})", null, [("number", lane.Number)],
            ("kind", lane.Kind == TrackKind.Audio ? "Audio" : "Video"), ("children", children));
    }

    private static JsonObject ClipOf(PictureBlock block, PictureLane lane, long frames, double rate)
    {
        var start = block.Media is null ? 0 : Frames(block.MediaStart, rate);
        return Item(
            "Clip.2", block.Name, Range(start, frames, rate), [("volume", block.Volume)],
            ("media_references", new JsonObject { ["DEFAULT_MEDIA"] = ReferenceOf(block, lane, start + frames, rate) }),
            ("active_media_reference_key", "DEFAULT_MEDIA"));
    }

    /// <summary>The media of a clip. The range that is available never ends before the clip, because lengths are rounded.</summary>
    private static JsonObject ReferenceOf(PictureBlock block, PictureLane lane, long end, double rate)
    {
        // The service chooses the name. It must not make an editor open another file or connect to a server.
        var fileName = block.Media?.FileName is { } name && SafeFileName.Is(name) ? name : null;
        var reference = new JsonObject
        {
            ["OTIO_SCHEMA"] = lane.Kind == TrackKind.Text ? "GeneratorReference.1"
                : fileName is null ? "MissingReference.1" : "ExternalReference.1",
            ["metadata"] = new JsonObject(),
            ["name"] = block.Media?.FileName ?? block.Name,
            ["available_range"] = block.Media?.Duration is { } length ? Range(0, Math.Max(Frames(length, rate), end), rate)
                : lane.Kind == TrackKind.Text ? Range(0, end, rate) : null,
            ["available_image_bounds"] = null,
        };
        if (lane.Kind == TrackKind.Text)
        {
            reference["generator_kind"] = "Title";
            reference["parameters"] = new JsonObject { ["text"] = block.Name };
        }
        else if (fileName is not null)
        {
            reference["target_url"] = Uri.EscapeDataString(fileName);
        }

        return reference;
    }

    /// <summary>An object with the fields that all items have.</summary>
    private static JsonObject Item(
        string schema, string name, JsonObject? range, (string, JsonNode?)[] metadata, params (string Name, JsonNode? Value)[] fields)
    {
        var item = new JsonObject
        {
            ["OTIO_SCHEMA"] = schema,
            ["metadata"] = Metadata(metadata),
            ["name"] = name,
            ["source_range"] = range,
            ["effects"] = new JsonArray(),
            ["markers"] = new JsonArray(),
            ["enabled"] = true,
        };
        foreach (var (field, value) in fields)
        {
            item[field] = value;
        }

        return item;
    }

    private static JsonObject Metadata(params (string Name, JsonNode? Value)[] values)
    {
        var known = new JsonObject();
        foreach (var (name, value) in values.Where(static value => value.Value is not null))
        {
            known[name] = value;
        }

        return known.Count == 0 ? [] : new JsonObject { [Namespace] = known };
    }

    private static JsonObject Range(long start, long frames, double rate) => new()
    {
        ["OTIO_SCHEMA"] = "TimeRange.1",
        ["start_time"] = Time(start, rate),
        ["duration"] = Time(frames, rate),
    };

    private static JsonObject Time(long frames, double rate) => new()
    {
        ["OTIO_SCHEMA"] = "RationalTime.1",
        ["rate"] = rate,
        ["value"] = (double)frames,
    };

    private static long Frames(TimeSpan time, double rate) => (long)Math.Round(time.TotalSeconds * rate);
}
