using System.Globalization;
using System.Text.Json;
using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Media;

/// <summary>Looks into a media file: with ffprobe where it is, else as far as the boxes of an MP4 file tell.</summary>
internal sealed class MediaProbe(EmulatorOptions options)
{
    private readonly string? _ffprobe = options.UseFfmpeg ? ToolPath.Find("ffprobe") : null;

    public async Task<MediaFacts> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        if (_ffprobe is not null)
        {
            var (exitCode, output, _) = await ChildProcess.RunAsync(
                _ffprobe,
                ["-v", "error", "-show_format", "-show_streams", "-of", "json", path],
                workingDirectory: null,
                cancellationToken);
            if (exitCode == 0)
            {
                var facts = Read(output);
                return facts with { Duration = facts.Duration ?? Mp4Boxes.ReadDuration(path) };
            }
        }

        return new MediaFacts { Duration = Mp4Boxes.ReadDuration(path) };
    }

    private static MediaFacts Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        JsonElement[] streams = root.TryGetProperty("streams", out var found) ? [.. found.EnumerateArray()] : [];
        var picture = streams.FirstOrDefault(stream => TypeOf(stream) == "video");
        var duration = root.TryGetProperty("format", out var format) ? Number(format, "duration") : null;
        return new MediaFacts
        {
            Duration = duration is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Width = (int?)Number(picture, "width"),
            Height = (int?)Number(picture, "height"),
            FrameRate = Rate(picture),
            HasAudio = streams.Any(stream => TypeOf(stream) == "audio"),
        };
    }

    private static string? TypeOf(JsonElement stream) => stream.GetProperty("codec_type").GetString();

    private static double? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    // A rate is a fraction such as 30000/1001.
    private static double? Rate(JsonElement picture)
    {
        if (picture.ValueKind != JsonValueKind.Object || !picture.TryGetProperty("avg_frame_rate", out var rate))
        {
            return null;
        }

        var parts = (rate.GetString() ?? "").Split('/');
        return parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var above)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var below)
            && below > 0
            && above > 0
                ? Math.Round(above / below, 3)
                : null;
    }
}
