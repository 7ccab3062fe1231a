namespace NemoVideo.Emulator.Tests.Rendering;

/// <summary>Edits of how the video looks and sounds, measured in the rendered file.</summary>
public sealed class StyleRenderTests : RenderTest
{
    private const string TopStrip = "iw*0.9:ih/5:iw*0.05:0";
    private const string BottomStrip = "iw*0.9:ih/5:iw*0.05:ih*0.8";

    public StyleRenderTests() => LongTest.Require("the look and sound of rendered edits");

    [Fact]
    public async Task Color_WarmAndCold_ShiftsThePictureToRedOrBlue()
    {
        Tool.Require("ffmpeg", "ffprobe");
        var plain = await RenderAsync([("gray", 1)], "720p");
        var warm = await RenderAsync([("gray", 1)], "720p, make it warmer");
        var cold = await RenderAsync([("gray", 1)], "720p, cold colors");

        Assert.True(await ReadAverageAsync(warm, 0.5, 'V') > await ReadAverageAsync(plain, 0.5, 'V') + 5);
        Assert.True(await ReadAverageAsync(warm, 0.5, 'U') < await ReadAverageAsync(plain, 0.5, 'U') - 5);
        Assert.True(await ReadAverageAsync(cold, 0.5, 'V') < await ReadAverageAsync(plain, 0.5, 'V') - 5);
        Assert.True(await ReadAverageAsync(cold, 0.5, 'U') > await ReadAverageAsync(plain, 0.5, 'U') + 5);
    }

    [Fact]
    public async Task Color_BlackAndWhite_HasNoColor()
    {
        Tool.Require("ffmpeg", "ffprobe");
        var file = await RenderAsync([("red", 1)], "720p, make it black and white");

        Assert.Equal(128, await ReadAverageAsync(file, 0.5, 'U'), 2.0);
        Assert.Equal(128, await ReadAverageAsync(file, 0.5, 'V'), 2.0);
    }

    [Fact]
    public async Task Speed_Doubled_ShowsTheWholeClipInHalfTheTime()
    {
        Tool.Require("ffmpeg", "ffprobe");
        var file = await RenderAsync([("white", 2), ("black", 2)], "720p, speed it up 2x");

        Assert.Equal(2, await ReadNumberAsync(file, "format=duration"), 0.1);
        Assert.True(await ReadBrightnessAsync(file, 0.7) > 200);
        Assert.True(await ReadBrightnessAsync(file, 1.3) < 50);
    }

    [Fact]
    public async Task Speed_Halved_ShowsTheWholeClipInTwiceTheTime()
    {
        Tool.Require("ffmpeg", "ffprobe");
        var file = await RenderAsync([("white", 1), ("black", 1)], "720p, slow it down");

        Assert.Equal(4, await ReadNumberAsync(file, "format=duration"), 0.1);
        Assert.True(await ReadBrightnessAsync(file, 1.7) > 200);
        Assert.True(await ReadBrightnessAsync(file, 2.3) < 50);
    }

    [Fact]
    public async Task Speed_ClipWithSound_ChangesTheTempoOfTheSound()
    {
        Tool.Require("ffmpeg", "ffprobe");
        var clip = Path.Combine(Folder, "beep.mp4");
        await Tool.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=gray:s=320x180:r=25:d=4",
            "-f", "lavfi", "-i", "aevalsrc='0.5*sin(2*PI*440*t)*gt(t,2)':d=4", "-pix_fmt", "yuv420p", clip);
        var file = await RenderFileAsync(clip, "720p, twice as fast");

        Assert.True(await ReadVolumeAsync(file, 0, 0.8) < -50, "the first half is silent");
        Assert.True(await ReadVolumeAsync(file, 1.2, 0.7) > -20, "the second half is loud");
    }

    [Fact]
    public async Task Transition_BetweenTwoClips_MixesThemAtTheCut()
    {
        Tool.Require("ffmpeg", "ffprobe");
        await using var caller = await Caller.SignedInAsync(WithFfmpeg);
        var session = await caller.CreateSessionAsync();
        await caller.UploadAsync(session, "a.mp4", await MakeClipAsync(("white", 2)));
        await caller.UploadAsync(session, "b.mp4", await MakeClipAsync(("black", 2)));
        await caller.SendMessageAsync(session, "720p, add a crossfade");
        var file = await RenderAsync(caller, session);

        Assert.Equal(4, await ReadNumberAsync(file, "format=duration"), 0.1);
        Assert.True(await ReadBrightnessAsync(file, 1.3) > 200);
        Assert.InRange(await ReadBrightnessAsync(file, 2), 80, 170);
        Assert.True(await ReadBrightnessAsync(file, 2.7) < 50);
    }

    [Fact]
    public async Task Music_WithFades_IsQuietAtBothEnds()
    {
        Tool.Require("ffmpeg", "ffprobe");
        var file = await RenderAsync([("gray", 8)], "720p, add lo-fi music at 80%, fade in and out");
        var middle = await ReadVolumeAsync(file, 3, 2);

        Assert.True(await ReadVolumeAsync(file, 0, 0.3) < middle - 10);
        Assert.True(await ReadVolumeAsync(file, 7.7, 0.3) < middle - 10);
    }

    [Fact]
    public async Task Music_Quieter_IsHalfAsLoud()
    {
        Tool.Require("ffmpeg", "ffprobe");
        var loud = await ReadVolumeAsync(await RenderAsync([("gray", 3)], "720p, add lo-fi music at 80%"));
        var quiet = await ReadVolumeAsync(await RenderAsync([("gray", 3)], "720p, add lo-fi music at 80%", "make the music quieter"));

        Assert.Equal(loud - 6, quiet, 1.0);
    }

    [Fact]
    public async Task Canvas_Vertical_CropsTheClipInsteadOfAddingBars()
    {
        Tool.Require("ffmpeg", "ffprobe");
        var vertical = await RenderAsync([("white", 1)], "make it vertical and 720p");

        Assert.True(await ReadAverageAsync(vertical, 0.5, 'Y', TopStrip) > 200);
        Assert.Equal("720,1280", (await Tool.RunAsync(
            "ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "stream=width,height", "-of", "csv=p=0", vertical)).Trim());
    }

    [Fact]
    public async Task Canvas_LandscapeAfterVertical_AddsBarsToASquareClip()
    {
        Tool.Require("ffmpeg", "ffprobe");
        var clip = Path.Combine(Folder, "square.mp4");
        await Tool.RunAsync("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=white:s=180x180:r=25:d=1", "-pix_fmt", "yuv420p", clip);
        var file = await RenderFileAsync(clip, "make it vertical and 720p", "make it landscape");

        Assert.True(await ReadAverageAsync(file, 0.5, 'Y', "iw/10:ih:0:0") < 50);
        Assert.True(await ReadAverageAsync(file, 0.5, 'Y', "iw/10:ih:iw*0.45:0") > 200);
    }

    [Fact]
    public async Task Cut_Range_RemovesOnlyTheMiddle()
    {
        Tool.Require("ffmpeg", "ffprobe");
        var file = await RenderAsync([("white", 2), ("black", 2), ("white", 2)], "720p, cut from 2 to 4 seconds");

        Assert.Equal(4, await ReadNumberAsync(file, "format=duration"), 0.1);
        foreach (var at in new[] { 0.5, 1.8, 2.2, 3.5 })
        {
            Assert.True(await ReadBrightnessAsync(file, at) > 200, $"black at {at}");
        }
    }

    [Fact]
    public async Task Title_WithTimePlaceAndColor_IsShownThere()
    {
        Tool.Require("ffmpeg", "ffprobe");
        var file = await RenderAsync([("black", 5)], "720p, add a title \"MMMMMMMMMMMM\" in red at the top from 2 to 4 seconds");

        Assert.True(await ReadAverageAsync(file, 3, 'V', TopStrip) > 135, "red at the top");
        Assert.Equal(128, await ReadAverageAsync(file, 3, 'V', BottomStrip), 1.5);
        Assert.Equal(128, await ReadAverageAsync(file, 1, 'V', TopStrip), 1.5);
        Assert.Equal(128, await ReadAverageAsync(file, 4.5, 'V', TopStrip), 1.5);
    }

    [Fact]
    public async Task Generated_Prompt_IsAMovingCardThatDependsOnThePrompt()
    {
        Tool.Require("ffmpeg", "ffprobe");
        var sea = await GenerateAsync("generate a 4-second video of the sea, 720p");
        var city = await GenerateAsync("generate a 4-second video of city lights at night, 720p");
        var early = await ReadPictureAsync(sea, 1.5);

        Assert.True(Difference(early, await ReadPictureAsync(sea, 3.5)) > 1, "the picture moves");
        Assert.True(Difference(early, await ReadPictureAsync(city, 1.5)) > 4, "the picture depends on the prompt");
        Assert.True(early.Max() - early.Min() > 100, "white letters on a darker background");
    }

    private Task<string> RenderAsync((string Color, double Seconds)[] clip, params string[] messages) =>
        RenderAsync(async caller => await MakeClipAsync(clip), messages);

    private Task<string> RenderFileAsync(string path, params string[] messages) =>
        RenderAsync(caller => File.ReadAllBytesAsync(path, Caller.Ending), messages);

    private async Task<string> RenderAsync(Func<Caller, Task<byte[]>> clip, string[] messages)
    {
        await using var caller = await Caller.SignedInAsync(WithFfmpeg);
        var session = await caller.CreateSessionAsync();
        await caller.UploadAsync(session, "clip.mp4", await clip(caller));
        foreach (var message in messages)
        {
            await caller.SendMessageAsync(session, message);
        }

        return await RenderAsync(caller, session);
    }

    private async Task<string> GenerateAsync(string message)
    {
        await using var caller = await Caller.SignedInAsync(WithFfmpeg);
        var session = await caller.CreateSessionAsync();
        await caller.SendMessageAsync(session, message);
        return await RenderAsync(caller, session);
    }

    // The luminance of a small version of the picture.
    private async Task<byte[]> ReadPictureAsync(string file, double at)
    {
        var raw = Path.Combine(Folder, $"{Guid.NewGuid():n}.gray");
        await Tool.RunAsync(
            "ffmpeg", "-v", "error", "-ss", at.ToString(System.Globalization.CultureInfo.InvariantCulture), "-i", file, "-frames:v", "1",
            "-vf", "scale=64:36", "-pix_fmt", "gray", "-f", "rawvideo", raw);
        return await File.ReadAllBytesAsync(raw, Caller.Ending);
    }

    private static double Difference(byte[] first, byte[] second) => first.Zip(second).Average(pair => Math.Abs(pair.First - pair.Second));
}
