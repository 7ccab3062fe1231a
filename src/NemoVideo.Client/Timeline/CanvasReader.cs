using System.Globalization;
using System.Text.Json;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Timeline;

/// <summary>Reads the size of the picture: from the draft's metadata, and from <c>canvas_config</c>, whose shape nobody documents.</summary>
internal static class CanvasReader
{
    public static CanvasSize? OfDraft(TimelineState? state) => Read(state?.Draft?.ObjectField("m"));

    public static CanvasSize? OfSettings(TimelineState? state) => Read(state?.State.ObjectField("canvas_config"));

    private static CanvasSize? Read(JsonElement? holder) =>
        holder is { } found && Pixels(found, "width", "w") is { } width && Pixels(found, "height", "h") is { } height
            ? new CanvasSize(width, height)
            : null;

    private static int? Pixels(JsonElement holder, params string[] names) =>
        names.Select(name => Pixels(holder.Text(name))).FirstOrDefault(static pixels => pixels is not null);

    private static int? Pixels(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= int.MaxValue
            ? (int)number
            : null;
}
