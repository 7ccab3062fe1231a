namespace NemoVideo.Emulator.Tests.Editing;

public sealed class EditingTests
{
    [Theory]
    [InlineData("add a title \"Paradise Found\"", "Paradise Found")]
    [InlineData("title \"Urban Dreams\"", "Urban Dreams")]
    [InlineData("title: Grüße aus 東京, please", "Grüße aus 東京")]
    [InlineData("Title: Day one. Then music", "Day one")]
    [InlineData("add a title that says Export Now", "Export Now")]
    [InlineData("put a title on it that says Export Now", "Export Now")]
    [InlineData("add a title over the video saying Day one", "Day one")]
    [InlineData("add a title that says “It's here”", "It's here")]
    [InlineData("put \"The End\" as a title on it", "The End")]
    [InlineData("title Hello", "Hello")]
    [InlineData("add a title Hello World and music", "Hello World")]
    [InlineData("title 'The End'", "The End")]
    [InlineData("title: “Holiday”", "Holiday")]
    [InlineData("title: \"Holiday\", calm music", "Holiday")]
    [InlineData("title：“Holiday”", "Holiday")]
    [InlineData("title: ‘Holiday’", "Holiday")]
    [InlineData("title: 'Holiday'", "Holiday")]
    [InlineData("标题：海边", "海边")]
    [InlineData("加标题：海边，加音乐", "海边")]
    [InlineData("标题：“海边”", "海边")]
    [InlineData("加标题「海边」", "海边")]
    [InlineData("加一个标题“海边”", "海边")]
    [InlineData("标题: Summer Days", "Summer Days")]
    [InlineData("add a title Summer Days", "Summer Days")]
    [InlineData("add a title Summer Days，calm music", "Summer Days")]
    [InlineData("title Holiday, calm music", "Holiday")]
    [InlineData("trim to 8 seconds, title Holiday, calm music", "Holiday")]
    [InlineData("标题 海边", "海边")]
    [InlineData("加字幕“你好”", "你好")]
    [InlineData("add a title, calm music", "Summer")]
    [InlineData("add a title and calm music", "Summer")]
    [InlineData("add a title with music", "Summer")]
    [InlineData("add a title card to the video", "Summer")]
    [InlineData("make the title bigger", "Summer")]
    [InlineData("加标题", "Summer")]
    [InlineData("add a title at the start", "Summer")]
    [InlineData("trim the pauses, add a title", "Summer")]
    public async Task Title_InAnyOfItsForms_AddsTextTrack(string message, string expected)
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.SendMessageAsync(caller.Session, message);
        var title = Assert.Single((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Text));
        Assert.Equal(expected, title.Name());
        Assert.Equal(0, title.GetProperty("s").GetInt64());
        Assert.Equal(3000, title.Length());
    }

    [Theory]
    [InlineData("add lo-fi music", "Lo-fi", 0.35)]
    [InlineData("please add some calm piano music", "Calm piano", 0.35)]
    [InlineData("BGM: Night Drive", "Night Drive", 0.35)]
    [InlineData("add background music at 20%", "Background music", 0.2)]
    public async Task Music_InAnyOfItsForms_AddsAudioTrack(string message, string name, double volume)
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.SendMessageAsync(caller.Session, message);
        var music = Assert.Single((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Audio));
        Assert.Equal(name, music.Name());
        Assert.Equal(volume, music.GetProperty("volume").GetDouble());
        Assert.Equal(10_000, music.Length());
    }

    [Theory]
    [InlineData("trim to 8 seconds", 8000)]
    [InlineData("cut the video to the first 2.5s", 2500)]
    [InlineData("shorten it to 1 minute", 10_000)]
    [InlineData("trim to 8 secnds, add a title", 10_000)]
    [InlineData("trim the pauses", 9000)]
    [InlineData("裁剪到4秒", 4000)]
    [InlineData("把视频剪成前5秒，加标题", 5000)]
    [InlineData("缩短到一分钟", 10_000)]
    public async Task Trim_InAnyOfItsForms_CutsTimeline(string message, long expected)
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.SendMessageAsync(caller.Session, message);

        Assert.Equal(expected, (await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Video).Sum(clip => clip.Length()));
    }

    [Fact]
    public async Task Trim_SeveralClips_CutsEverythingAfterTheEnd()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionWithClipAsync(4);
        await caller.UploadAsync(session, "second.mp4", TinyMp4.Lasting(TimeSpan.FromSeconds(4)));
        await caller.UploadAsync(session, "third.mp4", TinyMp4.Lasting(TimeSpan.FromSeconds(4)));
        await caller.SendMessageAsync(session, "add music");
        await caller.SendMessageAsync(session, "trim to 6 seconds");
        var draft = await caller.ReadDraftAsync(session);
        Assert.Equal([4000L, 2000L], draft.Segments(DraftReading.Video).Select(clip => clip.Length()));
        Assert.Equal(6000, Assert.Single(draft.Segments(DraftReading.Audio)).Length());
    }

    [Theory]
    [InlineData("make it 4K", 3840, 2160)]
    [InlineData("make it vertical", 1080, 1920)]
    [InlineData("vertical 4K for TikTok", 2160, 3840)]
    [InlineData("square please", 1080, 1080)]
    [InlineData("竖屏", 1080, 1920)]
    [InlineData("改成竖版的4K视频", 2160, 3840)]
    [InlineData("做成正方形", 1080, 1080)]
    public async Task Canvas_InMessage_ChangesDraftAndConfig(string message, int width, int height)
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.SendMessageAsync(caller.Session, message);
        var state = await caller.ReadStateAsync(caller.Session);
        Assert.Equal((width, height), state.GetProperty("draft").Canvas());
        Assert.Equal(width, state.GetProperty("canvas_config").GetProperty("width").GetInt32());
        Assert.Equal(height, state.GetProperty("canvas_config").GetProperty("height").GetInt32());
    }

    [Fact]
    public async Task Message_SeveralEdits_MakesAllOfThem()
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.SendMessageAsync(caller.Session, "Trim to 5 seconds, add a title \"Cut the Rope\", lo-fi music, and make it 4K vertical");
        var draft = await caller.ReadDraftAsync(caller.Session);
        Assert.Equal(5000, Assert.Single(draft.Segments(DraftReading.Video)).Length());
        Assert.Equal("Cut the Rope", Assert.Single(draft.Segments(DraftReading.Text)).Name());
        Assert.Equal("Lo-fi", Assert.Single(draft.Segments(DraftReading.Audio)).Name());
        Assert.Equal((2160, 3840), draft.Canvas());
    }

    [Fact]
    public async Task Message_KeywordsInsideTitle_OnlyAddsTheTitle()
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.SendMessageAsync(caller.Session, "add a title \"Vertical music, trim to 1 second\"");
        var draft = await caller.ReadDraftAsync(caller.Session);
        Assert.Equal(10_000, Assert.Single(draft.Segments(DraftReading.Video)).Length());
        Assert.Empty(draft.Segments(DraftReading.Audio));
        Assert.Equal((1920, 1080), draft.Canvas());
    }

    [Fact]
    public async Task Message_WithoutKeywords_GetsTextAndChangesNothing()
    {
        await using var caller = await Caller.WithClipAsync(Caller.Plain with { SilentRate = 1 });
        var before = (await caller.ReadDraftAsync(caller.Session)).GetRawText();
        var stream = await caller.SendMessageAsync(caller.Session, "how are you?");

        Assert.Equal("text", Assert.Single(stream.Events(), one => one.Kind() != "heartbeat").Kind());
        Assert.Equal(before, (await caller.ReadDraftAsync(caller.Session)).GetRawText());
    }

    [Fact]
    public async Task Generation_EmptyDraft_CreatesClipMusicAndTitle()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        await caller.SendMessageAsync(session, "generate a 12-second video of a city timelapse");
        var state = await caller.ReadStateAsync(session);
        var draft = state.GetProperty("draft");
        var clip = Assert.Single(draft.Segments(DraftReading.Video));
        Assert.Equal("city timelapse", clip.Name());
        Assert.Equal(12_000, clip.Length());
        Assert.Single(draft.Segments(DraftReading.Audio));
        Assert.Single(draft.Segments(DraftReading.Text));
        Assert.Equal(1, state.GetProperty("generated_media").GetArrayLength());
    }

    [Fact]
    public async Task Draft_Always_HasNumbersThatChangeIfReparsed()
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.SendMessageAsync(caller.Session, "add a title and music, then trim to 3s");
        var text = await caller.Http.GetStringAsync(Caller.StatePath(caller.Session), Caller.Ending);

        Assert.All(
            ["18446744073709551615", "9007199254740993", "29.970", "1.0E-7", "1.00"],
            number => Assert.Contains(":" + number + ",", text, StringComparison.Ordinal));
    }
}
