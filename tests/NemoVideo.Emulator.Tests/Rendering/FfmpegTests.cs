namespace NemoVideo.Emulator.Tests.Rendering;

public sealed class FfmpegTests : RenderTest
{
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

    [Theory]
    [InlineData("a.mp4")]
    [InlineData("a.png")]
    public async Task Upload_PlaylistWithPathOfAnotherFile_DoesNotReadThatFile(string name)
    {
        Tool.Require("ffmpeg", "ffprobe");
        await using var caller = await Caller.SignedInAsync(WithFfmpeg);
        var session = await caller.CreateSessionAsync();
        var secret = Path.Combine(Folder, "private.mp4");
        await File.WriteAllBytesAsync(secret, await MakeClipAsync(2), Caller.Ending);
        var playlist = $"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://{secret}\n#EXT-X-ENDLIST\n";

        var upload = (await caller.UploadAsync(session, name, Encoding.ASCII.GetBytes(playlist))).Data.GetProperty("files")[0];

        Assert.False(upload.TryGetProperty("width", out var width) && width.ValueKind == JsonValueKind.Number, $"{upload}");
    }

    [Theory]
    [InlineData("""{"format":"mp4","quality":"high","resolution":"720p","fps":24}""", "add a title", "1280,720,24/1")]
    [InlineData("""{"format":"mp4","quality":"high","resolution":"4K","fps":60}""", "add a title", "3840,2160,60/1")]
    [InlineData("""{"format":"mp4","quality":"high","resolution":"best","fps":"many"}""", "add a title", "1920,1080,30/1")]
    public async Task Render_ResolutionAndFrameRate_AreThoseOfTheVideo(string output, string message, string expected)
    {
        Tool.Require("ffmpeg", "ffprobe");
        await using var caller = await Caller.SignedInAsync(WithFfmpeg);
        var session = await caller.CreateSessionAsync();
        await caller.UploadAsync(session, "clip.mp4", await MakeClipAsync(1));
        await caller.SendMessageAsync(session, message);

        var file = await RenderAsync(caller, session, output: output);

        var facts = await Tool.RunAsync(
            "ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "stream=width,height,r_frame_rate", "-of", "csv=p=0", file);
        Assert.Equal(expected, facts.Trim());
    }

    /// <summary>ffmpeg would run until its timeout, and all other renders would wait.</summary>
    [Fact]
    public async Task Render_OfTimelineWithoutLength_Completes()
    {
        Tool.Require("ffmpeg", "ffprobe");
        await using var caller = await Caller.SignedInAsync(WithFfmpeg);
        var session = await caller.CreateSessionAsync();

        Assert.NotEmpty(await File.ReadAllBytesAsync(
            await RenderAsync(caller, session, """{"t":[{"tt":2,"sg":[{"d":300}]}]}"""), Caller.Ending));
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
        var clip = Path.Combine(Folder, "white-then-black.mp4");
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
    public async Task Render_OfTransition_FadesBetweenTheClips()
    {
        Tool.Require("ffmpeg", "ffprobe");
        await using var caller = await Caller.SignedInAsync(WithFfmpeg);
        var session = await caller.CreateSessionAsync();
        await caller.UploadAsync(session, "a.mp4", await MakeClipAsync(("white", 2)));
        await caller.UploadAsync(session, "b.mp4", await MakeClipAsync(("white", 1.5)));
        await caller.SendMessageAsync(session, "add transitions");
        var file = await RenderAsync(caller, session);

        Assert.Equal(3.5, await ReadNumberAsync(file, "format=duration"), 0.1);
        Assert.True(await ReadBrightnessAsync(file, 1) > 200, "the first clip");
        Assert.True(await ReadBrightnessAsync(file, 2) < 60, "between the clips");
        Assert.True(await ReadBrightnessAsync(file, 3) > 200, "the second clip");
    }

    [Theory]
    [InlineData("make it vertical", 1080, 1920)]
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
    [InlineData("image.jpg")]
    public async Task Render_OfImage_ShowsItForItsTime(string name)
    {
        Tool.Require("ffmpeg", "ffprobe");
        await using var caller = await Caller.SignedInAsync(WithFfmpeg);
        var session = await caller.CreateSessionAsync();
        var image = Path.Combine(Folder, name);
        await Tool.RunAsync("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=white:s=4000x3000", "-frames:v", "1", image);
        await caller.UploadAsync(session, "clip.mp4", await MakeClipAsync(1));
        await caller.UploadAsync(session, name, await File.ReadAllBytesAsync(image, Caller.Ending));
        var file = await RenderAsync(caller, session);

        // A day as a new user, 29 November: instead of a photo, the end of the clip before it was shown.
        Assert.Equal(6, await ReadNumberAsync(file, "format=duration"), 0.1);
        Assert.True(await ReadBrightnessAsync(file, at: 3) > 150, "the image is visible");
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
}
