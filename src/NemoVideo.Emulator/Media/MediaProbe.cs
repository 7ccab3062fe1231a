namespace NemoVideo.Emulator.Media;

/// <summary>Reads facts about a media file: with ffprobe if it is installed, otherwise the duration of an MP4 file only.</summary>
internal sealed class MediaProbe(EmulatorOptions options)
{
    // A file can contain any number of other fields, such as tags.
    private static readonly string[] Fields = ["-show_entries", "format=duration:stream=codec_type,width,height,avg_frame_rate"];

    private readonly string? _ffprobe = options.UseFfmpeg ? ChildProcess.FindOnPath("ffprobe") : null;

    public async Task<MediaFacts> ProbeAsync(string path, CancellationToken cancellationToken)
    {
        if (_ffprobe is not null)
        {
            string[] arguments = ["-v", "error", .. ChildProcess.SafeInput, .. Fields, "-of", "json", path];
            var (exitCode, output, _) = await ChildProcess.RunAsync(_ffprobe, arguments, workingDirectory: null, cancellationToken);
            if (exitCode == 0)
            {
                var facts = Read(output);
                return facts with { Duration = facts.Duration ?? Mp4Boxes.ReadDuration(path) };
            }
        }

        return new MediaFacts(Mp4Boxes.ReadDuration(path));
    }

    private static MediaFacts Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var streams = root.Property("streams").Items().ToList();
        var video = streams.Find(stream => stream.Text("codec_type") == "video");
        return new MediaFacts(
            MediaFacts.DurationOf(Number(root.Property("format").Text("duration"))),
            Size(video.Property("width")),
            Size(video.Property("height")),
            Rate(video.Text("avg_frame_rate") ?? ""),
            HasAudio: streams.Exists(stream => stream.Text("codec_type") == "audio"));
    }

    // A width or height. Null if ffprobe reports 0, because it didn't decode the picture.
    private static int? Size(JsonElement number) => (int?)number.Number() is > 0 and var size ? size : null;

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    // A rate is a fraction such as 30000/1001.
    private static double? Rate(string fraction) =>
        fraction.Split('/') is [var first, var second] && Number(first) is > 0 and { } frames && Number(second) is > 0 and { } seconds
            ? Math.Round(frames / seconds, 3)
            : null;
}
