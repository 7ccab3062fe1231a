using System.Globalization;
using System.Text.RegularExpressions;

namespace NemoVideo.Emulator.Tests.Support;

/// <summary>Renders drafts with ffmpeg, and measures the videos.</summary>
public abstract class RenderTest : IDisposable
{
    private protected static readonly EmulatorOptions WithFfmpeg = Caller.Plain with { UseFfmpeg = true };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemovideo-test-");

    protected string Folder => _folder.FullName;

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected async Task<string> RenderAsync(string message, double seconds = 3)
    {
        await using var caller = await Caller.SignedInAsync(WithFfmpeg);
        var session = await caller.CreateSessionAsync();
        await caller.UploadAsync(session, "clip.mp4", await MakeClipAsync(seconds));
        await caller.SendMessageAsync(session, message);
        return await RenderAsync(caller, session);
    }

    private protected async Task<string> RenderAsync(Caller caller, string session, string? draft = null, string? output = null)
    {
        draft ??= (await caller.ReadDraftAsync(session)).GetRawText();
        await (output is null ? caller.SubmitRenderAsync("render_1", session, draft)
            : caller.SubmitRenderAsync("render_1", session, draft, output));
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Caller.Ending);
        timeout.CancelAfter(TimeSpan.FromMinutes(2));
        JsonElement status;
        do
        {
            // The pause between two polls leaves the processor to ffmpeg.
            await Task.Delay(100, timeout.Token);
            status = (await caller.GetAsync("/api/render/proxy/lambda/render_1")).Body;
            Assert.NotEqual("failed", status.GetProperty("status").GetString());
        }
        while (status.GetProperty("status").GetString() != "completed");
        var file = Path.Combine(Folder, $"{Guid.NewGuid():n}.mp4");
        var url = status.GetProperty("output").GetProperty("url").GetString();
        await File.WriteAllBytesAsync(file, await caller.Http.GetByteArrayAsync(url, Caller.Ending), Caller.Ending);
        return file;
    }

    protected Task<byte[]> MakeClipAsync(double seconds) => MakeClipAsync(("0x102040", seconds));

    /// <summary>A clip of colors, one after the other.</summary>
    protected async Task<byte[]> MakeClipAsync(params (string Color, double Seconds)[] parts)
    {
        var file = Path.Combine(Folder, $"{Guid.NewGuid():n}.mp4");
        var colors = string.Join(';', parts.Select((part, index) =>
            string.Create(CultureInfo.InvariantCulture, $"color={part.Color}:s=320x180:r=25:d={part.Seconds}[v{index}]")));
        var labels = string.Concat(parts.Select((_, index) => $"[v{index}]"));
        await Tool.RunAsync(
            "ffmpeg", "-v", "error", "-filter_complex", $"{colors};{labels}concat=n={parts.Length}", "-pix_fmt", "yuv420p", file);
        return await File.ReadAllBytesAsync(file, Caller.Ending);
    }

    protected static async Task<double> ReadNumberAsync(string file, string entry) => double.Parse(
        await Tool.RunAsync("ffprobe", "-v", "error", "-show_entries", entry, "-of", "csv=p=0", file), CultureInfo.InvariantCulture);

    /// <summary>The mean luminance of the middle fifth of the picture, where titles are.</summary>
    protected static async Task<double> ReadBrightnessAsync(string file, double at)
    {
        var report = await Tool.RunAsync(
            "ffmpeg", "-hide_banner", "-ss", at.ToString(CultureInfo.InvariantCulture), "-i", file, "-frames:v", "1",
            "-vf", "crop=iw*0.8:ih/5,signalstats,metadata=print", "-f", "null", "-");
        return Number(report, @"signalstats\.YAVG=(-?[\d.]+)");
    }

    /// <summary>The mean volume in decibels.</summary>
    protected static async Task<double> ReadVolumeAsync(string file) => Number(
        await Tool.RunAsync("ffmpeg", "-hide_banner", "-i", file, "-af", "volumedetect", "-f", "null", "-"),
        @"mean_volume: (-?[\d.]+) dB");

    private static double Number(string report, string pattern)
    {
        var match = Regex.Match(report, pattern);
        Assert.True(match.Success, report);
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
