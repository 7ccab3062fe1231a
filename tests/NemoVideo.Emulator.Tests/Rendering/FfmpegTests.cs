using System.Globalization;
using System.Text.RegularExpressions;

namespace NemoVideo.Emulator.Tests.Rendering;

public sealed class FfmpegTests : IDisposable
{
    private static readonly EmulatorOptions WithFfmpeg = Caller.Plain with { UseFfmpeg = true };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemovideo-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Upload_WithFfprobe_HasItsFacts()
    {
        Tool.Require("ffmpeg", "ffprobe");
        await using var caller = await Caller.SignedInAsync(WithFfmpeg);
        var session = await caller.CreateSessionAsync();
        var file = (await caller.UploadAsync(session, "a.mp4", await MakeClipAsync(2))).Data.GetProperty("files")[0];

        Assert.Equal(320, file.GetProperty("width").GetInt32());
        Assert.Equal(180, file.GetProperty("height").GetInt32());
        Assert.Equal(25, file.GetProperty("fps").GetDouble());
        Assert.Equal(2, file.GetProperty("duration").GetDouble(), 0.1);
    }

    [Fact]
    public async Task Render_OfTrim_IsAsLongAsTheTimeline()
    {
        Tool.Require("ffmpeg", "ffprobe");
        var file = await RenderAsync("trim to 2 seconds");

        Assert.Equal(2, await ReadNumberAsync(file, "format=duration"), 0.1);
    }

    [Fact]
    public async Task Render_OfClipWithoutItsStart_BeginsLaterInTheFile()
    {
        Tool.Require("ffmpeg", "ffprobe");
        await using var caller = await Caller.SignedInAsync(WithFfmpeg);
        var session = await caller.CreateSessionAsync();
        var clip = Path.Combine(_folder.FullName, "white-then-black.mp4");
        await Tool.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=white:s=320x180:r=25:d=2",
            "-f", "lavfi", "-i", "color=black:s=320x180:r=25:d=2", "-filter_complex", "concat=n=2", "-pix_fmt", "yuv420p", clip);
        await caller.UploadAsync(session, "clip.mp4", await File.ReadAllBytesAsync(clip, Caller.Ending));
        await caller.SendMessageAsync(session, "cut the first two seconds");
        var file = await RenderAsync(caller, session);

        Assert.Equal(2, await ReadNumberAsync(file, "format=duration"), 0.1);
        Assert.True(await ReadBrightnessAsync(file, at: 0.2) < 50, "the white start is cut");
    }

    [Fact]
    public async Task Render_OfSeveralClips_IsAsLongAsAllOfThem()
    {
        Tool.Require("ffmpeg", "ffprobe");
        await using var caller = await Caller.SignedInAsync(WithFfmpeg);
        var session = await caller.CreateSessionAsync();
        await caller.UploadAsync(session, "a.mp4", await MakeClipAsync(1));
        await caller.UploadAsync(session, "b.mp4", await MakeClipAsync(1.5));
        var file = await RenderAsync(caller, session);

        Assert.Equal(2.5, await ReadNumberAsync(file, "format=duration"), 0.1);
    }

    [Theory]
    [InlineData("make it vertical", 1080, 1920)]
    [InlineData("make it 1080p", 1920, 1080)]
    [InlineData("trim to 0.5 seconds and make it 4K", 3840, 2160)]
    public async Task Render_OnCanvas_HasItsSizeInH264AndAac(string message, int width, int height)
    {
        Tool.Require("ffmpeg", "ffprobe");
        var file = await RenderAsync(message);
        var streams = await Tool.RunAsync(
            "ffprobe", "-v", "error", "-show_entries", "stream=codec_name,width,height,pix_fmt", "-of", "csv=p=0", file);
        Assert.Contains($"h264,{width},{height},yuv420p", streams, StringComparison.Ordinal);
        Assert.Contains("aac", streams, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_OfTitle_ShowsItForItsTime()
    {
        Tool.Require("ffmpeg", "ffprobe");

        // White letters on a dark clip: the picture is brighter only while the title is shown.
        var file = await RenderAsync("add a title \"It's 100% : Grüße, \\ %{n}\"", seconds: 5);
        var during = await ReadBrightnessAsync(file, at: 1.5);
        var after = await ReadBrightnessAsync(file, at: 4);
        Assert.True(during > after + 3, $"with title {during}, without {after}");
    }

    [Fact]
    public async Task Render_OfMusic_HasSound()
    {
        Tool.Require("ffmpeg", "ffprobe");
        var silent = await ReadVolumeAsync(await RenderAsync("trim to 2 seconds"));
        var music = await ReadVolumeAsync(await RenderAsync("trim to 2 seconds, add lo-fi music"));

        Assert.True(silent < -60, $"without music {silent} dB");
        Assert.True(music > -35, $"with music {music} dB");
    }

    [Fact]
    public async Task Render_OfGeneratedClip_HasRequestedLength()
    {
        Tool.Require("ffmpeg", "ffprobe");
        await using var caller = await Caller.SignedInAsync(WithFfmpeg);
        var session = await caller.CreateSessionAsync();
        await caller.SendMessageAsync(session, "generate a 6-second video of the sea");
        var file = await RenderAsync(caller, session);

        Assert.Equal(6, await ReadNumberAsync(file, "format=duration"), 0.1);
    }

    [Theory]
    [InlineData("image.png")]
    [InlineData("image.gif")]
    public async Task Render_OfImage_ShowsItForItsTime(string name)
    {
        Tool.Require("ffmpeg", "ffprobe");
        await using var caller = await Caller.SignedInAsync(WithFfmpeg);
        var session = await caller.CreateSessionAsync();
        var image = Path.Combine(_folder.FullName, name);
        await Tool.RunAsync("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1", image);
        await caller.UploadAsync(session, name, await File.ReadAllBytesAsync(image, Caller.Ending));
        var file = await RenderAsync(caller, session);

        Assert.Equal(5, await ReadNumberAsync(file, "format=duration"), 0.1);
    }

    [Fact]
    public async Task Render_FfmpegFails_ReturnsUploadedClipWithReason()
    {
        Tool.Require("ffmpeg");
        await using var caller = await Caller.WithClipAsync(WithFfmpeg);
        var file = await RenderAsync(caller, caller.Session);

        Assert.Equal(TinyMp4.Lasting(TimeSpan.FromSeconds(10)), await File.ReadAllBytesAsync(file, Caller.Ending));
        var record = (await caller.GetAsync("/_emulator/renders")).Body[0].GetProperty("file");
        Assert.Equal("upload", record.GetProperty("renderer").GetString());
        Assert.Contains("ffmpeg exited with code", record.GetProperty("note").GetString(), StringComparison.Ordinal);
    }

    private async Task<string> RenderAsync(string message, double seconds = 3)
    {
        await using var caller = await Caller.SignedInAsync(WithFfmpeg);
        var session = await caller.CreateSessionAsync();
        await caller.UploadAsync(session, "clip.mp4", await MakeClipAsync(seconds));
        await caller.SendMessageAsync(session, message);
        return await RenderAsync(caller, session);
    }

    private async Task<string> RenderAsync(Caller caller, string session)
    {
        await caller.RenderDraftAsync("render_1", session);
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
        var file = Path.Combine(_folder.FullName, $"{Guid.NewGuid():n}.mp4");
        var url = status.GetProperty("output").GetProperty("url").GetString();
        await File.WriteAllBytesAsync(file, await caller.Http.GetByteArrayAsync(url, Caller.Ending), Caller.Ending);
        return file;
    }

    private async Task<byte[]> MakeClipAsync(double seconds)
    {
        var file = Path.Combine(_folder.FullName, $"{Guid.NewGuid():n}.mp4");
        var length = seconds.ToString(CultureInfo.InvariantCulture);
        await Tool.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", $"color=0x102040:s=320x180:r=25:d={length}", "-pix_fmt", "yuv420p", file);
        return await File.ReadAllBytesAsync(file, Caller.Ending);
    }

    private static async Task<double> ReadNumberAsync(string file, string entry) => double.Parse(
        await Tool.RunAsync("ffprobe", "-v", "error", "-show_entries", entry, "-of", "csv=p=0", file), CultureInfo.InvariantCulture);

    // The mean luminance of the middle fifth of the picture, where titles are.
    private static async Task<double> ReadBrightnessAsync(string file, double at)
    {
        var report = await Tool.RunAsync(
            "ffmpeg", "-hide_banner", "-ss", at.ToString(CultureInfo.InvariantCulture), "-i", file, "-frames:v", "1",
            "-vf", "crop=iw*0.8:ih/5,signalstats,metadata=print", "-f", "null", "-");
        return Number(report, @"signalstats\.YAVG=(-?[\d.]+)");
    }

    private static async Task<double> ReadVolumeAsync(string file) =>
        Number(await Tool.RunAsync("ffmpeg", "-hide_banner", "-i", file, "-af", "volumedetect", "-f", "null", "-"), @"mean_volume: (-?[\d.]+) dB");

    private static double Number(string report, string pattern)
    {
        var match = Regex.Match(report, pattern);
        Assert.True(match.Success, report);
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
