namespace NemoVideo.Emulator.Tests.Editing;

public sealed class CorrectionTests
{
    [Theory]
    [InlineData("remove the title")]
    [InlineData("please delete the title.")]
    [InlineData("get rid of the caption")]
    [InlineData("take out the title")]
    [InlineData("remove the title \"One\"")]
    [InlineData("删除标题")]
    [InlineData("去掉标题")]
    [InlineData("把标题去掉")]
    public async Task RemoveTitle_InAnyOfItsForms_RemovesOnlyTheTitle(string message)
    {
        await using var caller = await WithTitleAsync();
        await caller.SendMessageAsync(caller.Session, message);
        var draft = await caller.ReadDraftAsync(caller.Session);
        Assert.Empty(draft.Segments(DraftReading.Text));
        Assert.Single(draft.Segments(DraftReading.Audio));
        Assert.Equal(10_000, Assert.Single(draft.Segments(DraftReading.Video)).Length());
    }

    [Fact]
    public async Task RemoveTitle_WithItsText_KeepsTheOtherTitle()
    {
        await using var caller = await WithTitleAsync();
        await caller.SendMessageAsync(caller.Session, "add a title \"Two\"");
        await caller.SendMessageAsync(caller.Session, "remove the title \"One\"");
        Assert.Equal("Two", Assert.Single((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Text)).Name());
    }

    [Theory]
    [InlineData("remove the music")]
    [InlineData("去掉音乐")]
    public async Task RemoveMusic_InAnyOfItsForms_RemovesOnlyTheMusic(string message)
    {
        await using var caller = await WithTitleAsync();
        await caller.SendMessageAsync(caller.Session, message);
        var draft = await caller.ReadDraftAsync(caller.Session);
        Assert.Empty(draft.Segments(DraftReading.Audio));
        Assert.Single(draft.Segments(DraftReading.Text));
    }

    [Theory]
    [InlineData("change the title to \"Two\"", "Two")]
    [InlineData("Change the title to Two", "Two")]
    [InlineData("change the title so it says \"Two\"", "Two")]
    [InlineData("rename the title to 'Two', please", "Two")]
    [InlineData("replace the title with “Two”", "Two")]
    [InlineData("set the title to \"Cut the first two seconds\"", "Cut the first two seconds")]
    [InlineData("change the title to \"Remove the music\"", "Remove the music")]
    [InlineData("把标题改成“海边”", "海边")]
    [InlineData("标题改为海边", "海边")]
    [InlineData("修改标题为「海边」", "海边")]
    public async Task ChangeTitle_InAnyOfItsForms_ChangesTheTextInPlace(string message, string expected)
    {
        await using var caller = await WithTitleAsync();
        var before = Assert.Single((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Text));
        await caller.SendMessageAsync(caller.Session, message);
        var draft = await caller.ReadDraftAsync(caller.Session);
        var title = Assert.Single(draft.Segments(DraftReading.Text));
        Assert.Equal(expected, title.Name());
        Assert.Equal(before.GetRawText().Replace("\"One\"", $"\"{expected}\"", StringComparison.Ordinal), title.GetRawText());
        Assert.Single(draft.Segments(DraftReading.Audio));
        Assert.Equal(10_000, Assert.Single(draft.Segments(DraftReading.Video)).Length());
    }

    [Theory]
    [InlineData("cut the first two seconds", 8000)]
    [InlineData("cut the first 2 s", 8000)]
    [InlineData("cut the first 2s", 8000)]
    [InlineData("trim off the first 2.5 seconds", 7500)]
    [InlineData("remove the first three seconds of the clip", 7000)]
    [InlineData("cut the first couple of seconds", 8000)]
    [InlineData("cut the first second", 9000)]
    [InlineData("cut the first half second", 9500)]
    [InlineData("trim two seconds off the start", 8000)]
    [InlineData("cut 2 seconds from the beginning", 8000)]
    [InlineData("剪掉前两秒", 8000)]
    [InlineData("去掉开头的2秒", 8000)]
    [InlineData("把前两秒剪掉", 8000)]
    [InlineData("把视频的前2秒钟删掉", 8000)]
    public async Task Cut_AtTheStart_MakesTheClipBeginLater(string message, long expected)
    {
        await using var caller = await WithTitleAsync();
        await caller.SendMessageAsync(caller.Session, message);
        var draft = await caller.ReadDraftAsync(caller.Session);
        var clip = Assert.Single(draft.Segments(DraftReading.Video));
        Assert.Equal(expected, clip.Length());
        Assert.Equal(10_000 - expected, clip.GetProperty("in").GetInt64());
        Assert.Equal(expected, Assert.Single(draft.Segments(DraftReading.Audio)).Length());
        Assert.Equal("One", Assert.Single(draft.Segments(DraftReading.Text)).Name());
    }

    [Theory]
    [InlineData("cut the last two seconds", 8000)]
    [InlineData("trim three seconds off the end", 7000)]
    [InlineData("剪掉最后两秒", 8000)]
    [InlineData("trim to eight seconds", 8000)]
    public async Task Cut_AtTheEnd_MakesTheClipEndEarlier(string message, long expected)
    {
        await using var caller = await WithTitleAsync();
        await caller.SendMessageAsync(caller.Session, message);
        var clip = Assert.Single((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Video));
        Assert.Equal(expected, clip.Length());
        Assert.False(clip.TryGetProperty("in", out _));
    }

    [Fact]
    public async Task Cut_LongerThanTheFirstClip_ContinuesInTheSecond()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionWithClipAsync(4);
        await caller.UploadAsync(session, "second.mp4", TinyMp4.Lasting(TimeSpan.FromSeconds(4)));
        await caller.SendMessageAsync(session, "cut the first six seconds");
        var clip = Assert.Single((await caller.ReadDraftAsync(session)).Segments(DraftReading.Video));
        Assert.Equal("second", clip.Name());
        Assert.Equal((2000L, 2000L), (clip.Length(), clip.GetProperty("in").GetInt64()));
    }

    [Theory]
    [InlineData("trim the first clip to 2 seconds", 2000, 5000)]
    [InlineData("cut second clip to the first two seconds", 4000, 2000)]
    [InlineData("Shorten the last clip to 3s", 4000, 3000)]
    [InlineData("trim clip 2 to one second", 4000, 1000)]
    [InlineData("trim clip 2 to 8 seconds", 4000, 5000)]
    [InlineData("trim clip 3 to 1 second", 4000, 5000)]
    public async Task Trim_OneClip_LeavesTheOthers(string message, long first, long second)
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionWithClipAsync(4);
        await caller.UploadAsync(session, "second.mp4", TinyMp4.Lasting(TimeSpan.FromSeconds(5)));
        await caller.SendMessageAsync(session, message);
        var clips = (await caller.ReadDraftAsync(session)).Segments(DraftReading.Video);
        Assert.Equal([first, second], clips.Select(static clip => clip.Length()));
    }

    [Fact]
    public async Task Cut_AfterAVeryLongText_IsIgnored()
    {
        await using var caller = await WithTitleAsync();
        await caller.SendMessageAsync(caller.Session, new string('z', 5000) + " cut the first two seconds");
        Assert.Equal(10_000, Assert.Single((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Video)).Length());
    }

    [Fact]
    public async Task Cut_LongerThanTheTimeline_ChangesNothing()
    {
        await using var caller = await WithTitleAsync();
        var before = (await caller.ReadDraftAsync(caller.Session)).GetRawText();
        await caller.SendMessageAsync(caller.Session, "cut the first 20 seconds");
        Assert.Equal(before, (await caller.ReadDraftAsync(caller.Session)).GetRawText());
    }

    [Fact]
    public async Task Message_SeveralCorrections_MakesAllOfThem()
    {
        await using var caller = await WithTitleAsync();
        await caller.SendMessageAsync(caller.Session, "Cut the first two seconds, remove the music, and change the title to \"Two\"");
        var draft = await caller.ReadDraftAsync(caller.Session);
        Assert.Equal(8000, Assert.Single(draft.Segments(DraftReading.Video)).Length());
        Assert.Empty(draft.Segments(DraftReading.Audio));
        Assert.Equal("Two", Assert.Single(draft.Segments(DraftReading.Text)).Name());
    }

    [Theory]
    [InlineData("add a title that says Remove the music", "Remove the music")]
    [InlineData("add a title \"Cut the first two seconds\"", "Cut the first two seconds")]
    public async Task Correction_InsideTitle_IsOnlyItsText(string message, string expected)
    {
        await using var caller = await WithTitleAsync();
        await caller.SendMessageAsync(caller.Session, message);
        var draft = await caller.ReadDraftAsync(caller.Session);
        Assert.Equal(["One", expected], draft.Segments(DraftReading.Text).Select(title => title.Name()));
        Assert.Single(draft.Segments(DraftReading.Audio));
        Assert.Equal(10_000, Assert.Single(draft.Segments(DraftReading.Video)).Length());
    }

    [Theory]
    [InlineData("undo")]
    [InlineData("Please undo that.")]
    [InlineData("undo the last edit")]
    [InlineData("can you revert my last change?")]
    [InlineData("撤销")]
    [InlineData("撤销上一步")]
    public async Task Undo_InAnyOfItsForms_RestoresTheDraftFromBeforeTheLastMessage(string message)
    {
        await using var caller = await WithTitleAsync();
        var before = (await caller.ReadDraftAsync(caller.Session)).GetRawText();
        await caller.SendMessageAsync(caller.Session, "remove the title, and trim to 3 seconds");
        Assert.NotEqual(before, (await caller.ReadDraftAsync(caller.Session)).GetRawText());
        await caller.SendMessageAsync(caller.Session, message);
        Assert.Equal(before, (await caller.ReadDraftAsync(caller.Session)).GetRawText());
        await caller.SendMessageAsync(caller.Session, message);
        Assert.Empty((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Audio));
    }

    [Fact]
    public async Task Undo_AfterAnUpload_KeepsTheUpload()
    {
        await using var caller = await WithTitleAsync();
        await caller.UploadAsync(caller.Session, "b.mp4", TinyMp4.Lasting(TimeSpan.FromSeconds(2)));
        var before = (await caller.ReadDraftAsync(caller.Session)).GetRawText();
        await caller.SendMessageAsync(caller.Session, "undo");
        Assert.Equal(before, (await caller.ReadDraftAsync(caller.Session)).GetRawText());
    }

    /// <summary>A session with a clip of 10 seconds, music and the title "One".</summary>
    private static async Task<Caller> WithTitleAsync()
    {
        var caller = await Caller.WithClipAsync();
        await caller.SendMessageAsync(caller.Session, "add calm music and the title \"One\"");
        return caller;
    }
}
