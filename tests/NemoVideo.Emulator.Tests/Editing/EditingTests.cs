namespace NemoVideo.Emulator.Tests.Editing;

public sealed class EditingTests
{
    [Theory]
    [InlineData("add a title \"Paradise Found\"", "Paradise Found")]
    [InlineData("title: Grüße aus 東京, please", "Grüße aus 東京")]
    [InlineData("add a title that says Export Now", "Export Now")]
    [InlineData("add a title that says “It's here”", "It's here")]
    [InlineData("put \"The End\" as a title on it", "The End")]
    [InlineData("title 'The End'", "The End")]
    [InlineData("trim to 8 seconds, title Holiday, calm music", "Holiday")]
    [InlineData("加标题：海边，加音乐", "海边")]
    [InlineData("加一个标题「海边」", "海边")]
    [InlineData("加字幕“你好”", "你好")]
    [InlineData("add a title and calm music", "Summer")]
    [InlineData("make the title bigger", "Summer")]
    [InlineData("add a title \"No music, no life\"", "No music, no life")]
    public async Task Title_InAnyOfItsForms_AddsTextTrack(string message, string expected)
    {
        var title = Assert.Single((await EditAsync(message)).Segments(DraftReading.Text));

        Assert.Equal((expected, 0, 3000), (title.Name(), title.GetProperty("s").GetInt64(), title.Length()));
    }

    [Theory]
    [InlineData("add lo-fi music", "Lo-fi", 0.35)]
    [InlineData("please add some calm piano music", "Calm piano", 0.35)]
    [InlineData("BGM: Night Drive", "Night Drive", 0.35)]
    [InlineData("add background music at 20%", "Background music", 0.2)]
    public async Task Music_InAnyOfItsForms_AddsAudioTrack(string message, string name, double volume)
    {
        var music = Assert.Single((await EditAsync(message)).Segments(DraftReading.Audio));

        Assert.Equal((name, volume, 10_000), (music.Name(), music.GetProperty("volume").GetDouble(), music.Length()));
    }

    [Theory]
    [InlineData("trim to 8 seconds", 8000)]
    [InlineData("cut the video to the first 2.5s", 2500)]
    [InlineData("shorten it to one minute", 10_000)]
    [InlineData("trim to 8 secnds, add a title", 10_000)]
    [InlineData("trim the pauses", 9000)]
    [InlineData("cut the last two seconds", 8000)]
    [InlineData("cut the last 20 seconds", 10_000)]
    [InlineData("把视频剪成5秒，加标题", 5000)]
    [InlineData("cut the first second", 9000)] // A day as a new user, 29 November.
    [InlineData("trim the first second", 9000)]
    [InlineData("cut the last second", 9000)]
    [InlineData("去掉前两秒", 8000)]
    [InlineData("把最后3秒剪掉", 7000)]
    public async Task Trim_InAnyOfItsForms_CutsTimeline(string message, long expected) =>
        Assert.Equal(expected, Assert.Single((await EditAsync(message)).Segments(DraftReading.Video)).Length());

    [Fact]
    public async Task Trim_SeveralClips_CutsEverythingAfterTheEnd()
    {
        await using var caller = await WithTwoClipsAsync();
        await caller.SendMessageAsync(caller.Session, "add music");
        await caller.SendMessageAsync(caller.Session, "trim to 12 seconds");
        var draft = await caller.ReadDraftAsync(caller.Session);

        Assert.Equal([10_000L, 2000L], draft.Segments(DraftReading.Video).Select(clip => clip.Length()));
        Assert.Equal(12_000, Assert.Single(draft.Segments(DraftReading.Audio)).Length());
    }

    [Theory]
    [InlineData("remove the title", 0, 1)]
    [InlineData("remove the title \"Two\"", 1, 1)]
    [InlineData("delete the music", 1, 0)]
    [InlineData("remove the background music", 1, 0)]
    [InlineData("把音乐去掉", 1, 0)] // A day as a new user, 29 November.
    [InlineData("without music", 1, 0)]
    [InlineData("no music please", 1, 0)]
    [InlineData("不要音乐", 1, 0)]
    [InlineData("去掉标题", 0, 1)]
    [InlineData("don't add any music", 1, 1)]
    public async Task Remove_TitleOrMusic_LeavesTheOther(string message, int titles, int sounds)
    {
        var draft = await EditAsync("add calm music and the title \"One\"", message);

        Assert.Equal((titles, sounds), (draft.Segments(DraftReading.Text).Length, draft.Segments(DraftReading.Audio).Length));
    }

    /// <summary>A day as a new user, 29 November: the start of the picture was cut, and the end of the sound and the title.</summary>
    [Fact]
    public async Task Cut_Start_MovesSoundAndTitles()
    {
        var draft = await EditAsync("add music, add the title \"One\"", "add the title \"Two\"", "cut the first 4 seconds");
        var (title, music) = (Assert.Single(draft.Segments(DraftReading.Text)), Assert.Single(draft.Segments(DraftReading.Audio)));

        Assert.Equal(("Two", 0, 2000), (title.Name(), title.GetProperty("s").GetInt64(), title.Length()));
        Assert.Equal((0, 6000, 4000), (music.GetProperty("s").GetInt64(), music.Length(), music.GetProperty("in").GetInt64()));
    }

    [Fact]
    public async Task ChangeTitle_WithATitle_ChangesItInPlace()
    {
        var draft = await EditAsync("add the title \"One\"", "change the title to \"Remove the music\", cut the first two seconds");

        Assert.Equal("Remove the music", Assert.Single(draft.Segments(DraftReading.Text)).Name());
        Assert.Equal(8000, Assert.Single(draft.Segments(DraftReading.Video)).Length());
    }

    [Fact]
    public async Task Transition_OfTwoClips_IsAPropertyOfTheDraft()
    {
        await using var caller = await WithTwoClipsAsync();
        await caller.SendMessageAsync(caller.Session, "trim, add transitions");

        Assert.Equal(800, (await caller.ReadDraftAsync(caller.Session)).GetProperty("m").GetProperty("transition").GetInt32());
    }

    [Theory]
    [InlineData("make it 4K", 3840, 2160)]
    [InlineData("make it vertical", 1080, 1920)]
    [InlineData("square please", 1080, 1080)]
    [InlineData("改成竖版的4K视频", 2160, 3840)]
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
        var draft = await EditAsync("Trim to 5 seconds, add a title \"Cut the Rope\", lo-fi music, and make it 4K vertical");

        Assert.Equal(5000, Assert.Single(draft.Segments(DraftReading.Video)).Length());
        Assert.Equal("Cut the Rope", Assert.Single(draft.Segments(DraftReading.Text)).Name());
        Assert.Equal("Lo-fi", Assert.Single(draft.Segments(DraftReading.Audio)).Name());
        Assert.Equal((2160, 3840), draft.Canvas());
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

        Assert.Equal(("city timelapse", 12_000), (clip.Name(), clip.Length()));
        Assert.Single(draft.Segments(DraftReading.Audio));
        Assert.Equal("City timelapse", Assert.Single(draft.Segments(DraftReading.Text)).Name());
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

    /// <summary>The draft of a clip of 10 seconds after messages.</summary>
    private static async Task<JsonElement> EditAsync(params string[] messages)
    {
        await using var caller = await Caller.WithClipAsync();
        foreach (var message in messages)
        {
            await caller.SendMessageAsync(caller.Session, message);
        }

        return await caller.ReadDraftAsync(caller.Session);
    }

    private static async Task<Caller> WithTwoClipsAsync()
    {
        var caller = await Caller.WithClipAsync();
        await caller.UploadAsync(caller.Session, "second.mp4", TinyMp4.Lasting(TimeSpan.FromSeconds(4)));
        return caller;
    }
}
