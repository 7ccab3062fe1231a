using NemoVideo.Emulator.Configuration;
using NemoVideo.Emulator.State;

namespace NemoVideo.Emulator.Media;

/// <summary>Reads facts about a media file: with ffprobe if it is installed, otherwise the duration of an MP4 file only.</summary>
internal sealed class MediaProbe(EmulatorOptions options)
{
    private readonly string? _ffprobe = options.UseFfmpeg ? ChildProcess.FindOnPath("ffprobe") : null;

    public async Task<MediaFacts> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        if (_ffprobe is not null)
        {
            string[] arguments = ["-v", "error", "-show_format", "-show_streams", "-of", "json", path];
            var (exitCode, output, _) = await ChildProcess.RunAsync(_ffprobe, arguments, workingDirectory: null, cancellationToken);
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
        var video = streams.FirstOrDefault(stream => TypeOf(stream) == "video");
        var duration = root.TryGetProperty("format", out var format) ? Number(format, "duration") : null;
        return new MediaFacts
        {
            Duration = duration is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Width = (int?)Number(video, "width"),
            Height = (int?)Number(video, "height"),
            FrameRate = Rate(video),
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
    private static double? Rate(JsonElement video)
    {
        if (video.ValueKind != JsonValueKind.Object || !video.TryGetProperty("avg_frame_rate", out var rate))
        {
            return null;
        }

        var parts = (rate.GetString() ?? "").Split('/');
        return parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var numerator)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var denominator)
            && denominator > 0
            && numerator > 0
                ? Math.Round(numerator / denominator, 3)
                : null;
    }
}
