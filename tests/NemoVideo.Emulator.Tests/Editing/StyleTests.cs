namespace NemoVideo.Emulator.Tests.Editing;

/// <summary>Messages that change how the video looks and sounds.</summary>
public sealed class StyleTests
{
    [Theory]
    [InlineData("make it warmer", "warm")]
    [InlineData("give it a warm look", "warm")]
    [InlineData("warm colors please", "warm")]
    [InlineData("make the video look a bit warmer", "warm")]
    [InlineData("cool tones", "cold")]
    [InlineData("make it cold", "cold")]
    [InlineData("暖色调", "warm")]
    [InlineData("make it black and white", "black_and_white")]
    [InlineData("convert to grayscale", "black_and_white")]
    [InlineData("B&W, trim to 5 seconds", "black_and_white")]
    [InlineData("黑白", "black_and_white")]
    public async Task Color_InAnyOfItsForms_SetsTheLook(string message, string expected)
    {
        var draft = await EditAsync(message);

        Assert.Equal(expected, draft.GetProperty("m").GetProperty("look").GetString());
        Assert.Empty(draft.Segments(DraftReading.Text));
    }

    [Theory]
    [InlineData("speed it up", 5000)]
    [InlineData("speed up the video by 25%", 8000)]
    [InlineData("make it twice as fast", 5000)]
    [InlineData("4x faster", 2500)]
    [InlineData("play at 1.25x", 8000)]
    [InlineData("slow it down", 20_000)]
    [InlineData("slow motion", 20_000)]
    [InlineData("half speed", 20_000)]
    [InlineData("2x slower", 20_000)]
    [InlineData("slow it down by 20%", 12_500)]
    [InlineData("make it 20% slower", 12_500)]
    [InlineData("slow it down to 80%", 12_500)]
    [InlineData("set the speed to 50%", 20_000)]
    [InlineData("set the speed to 2x", 5000)]
    [InlineData("speed it up and add lo-fi music at 30%", 5000)]
    [InlineData("speed up the clip 2x", 5000)]
    [InlineData("slow down the clip 50%", 20_000)]
    [InlineData("make the clip 2 times faster", 5000)]
    [InlineData("加速", 5000)]
    [InlineData("速度加快一倍", 5000)]
    public async Task Speed_InAnyOfItsForms_ChangesTheLength(string message, long expected) =>
        Assert.Equal(expected, Assert.Single((await EditAsync(message)).Segments(DraftReading.Video)).Length());

    [Theory]
    [InlineData("cut from 2s to 4s", 8000, 2000, 4000)]
    [InlineData("remove seconds 3 to 5", 8000, 3000, 5000)]
    [InlineData("cut out 0:02-0:03", 9000, 2000, 3000)]
    [InlineData("cut from 4 seconds to 0.1 minutes", 8000, 4000, 6000)]
    [InlineData("cut from 0.05 to 0.1 minutes", 7000, 3000, 6000)]
    [InlineData("delete the part between 1 and 4 seconds", 7000, 1000, 4000)]
    public async Task Cut_Range_SplitsTheClip(string message, long length, long firstLength, long secondStart)
    {
        var clips = (await EditAsync(message)).Segments(DraftReading.Video);

        Assert.Equal(length, clips.Sum(clip => clip.Length()));
        Assert.Equal(firstLength, clips[0].Length());
        Assert.Equal(secondStart, clips[1].GetProperty("in").GetInt64());
        Assert.NotEqual(clips[0].GetProperty("id").GetString(), clips[1].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Cut_RangeOverTwoClips_ShortensBoth()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionWithClipAsync(4);
        await caller.UploadAsync(session, "second.mp4", TinyMp4.Lasting(TimeSpan.FromSeconds(4)));
        await caller.SendMessageAsync(session, "cut from 3 to 6 seconds");

        Assert.Equal([3000L, 2000L], (await caller.ReadDraftAsync(session)).Segments(DraftReading.Video).Select(clip => clip.Length()));
    }

    [Fact]
    public async Task Trim_ToRange_KeepsIt()
    {
        var clip = Assert.Single((await EditAsync("trim from 2s to 5s")).Segments(DraftReading.Video));

        Assert.Equal((3000, 2000), (clip.Length(), clip.GetProperty("in").GetInt64()));
    }

    [Fact]
    public async Task Trim_FromTheLongerToTheShorterLength_Shortens() =>
        Assert.Equal(3000, Assert.Single((await EditAsync("trim it from 6 to 3 seconds")).Segments(DraftReading.Video)).Length());

    [Fact]
    public async Task Cut_RangeWithoutClips_ReportsThatNothingWasCut()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        await caller.SendMessageAsync(session, "add lo-fi music");

        Assert.Contains("Nothing was cut", await caller.SendMessageAsync(session, "cut from 2 to 4 seconds"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add a title \"Hi\" at the top", "top", null)]
    [InlineData("add a red title \"Hi\"", null, "red")]
    [InlineData("title \"Hi\" in yellow in the lower third", "bottom", "yellow")]
    [InlineData("add a title \"Hi\" at the bottom left", "bottom-left", null)]
    [InlineData("put a title on the right", "right", null)]
    public async Task Title_WithPlaceOrColor_HasThem(string message, string? place, string? color) =>
        AssertStyle(Assert.Single((await EditAsync(message)).Segments(DraftReading.Text)), place, color);

    [Theory]
    [InlineData("add a title \"Hi\" from 2 to 5 seconds", 2000, 3000)]
    [InlineData("add a title \"Hi\" at 4s for 2 seconds", 4000, 2000)]
    [InlineData("add a title \"Hi\" for 6 seconds", 0, 6000)]
    [InlineData("add a title \"Hi\" at the end", 7000, 3000)]
    [InlineData("片尾加上字幕：谢谢", 7000, 3000)]
    [InlineData("trim the pauses and add a title \"Hi\" from 2 to 5 seconds", 2000, 3000)]
    public async Task Title_WithTime_IsShownThen(string message, long start, long length)
    {
        var title = Assert.Single((await EditAsync(message)).Segments(DraftReading.Text));

        Assert.Equal((start, length), (title.GetProperty("s").GetInt64(), title.Length()));
    }

    [Fact]
    public async Task Title_Restyled_ChangesInPlace()
    {
        var title = Assert.Single((await EditAsync("add a title \"Hi\"", "make the title red", "move the title to the bottom"))
            .Segments(DraftReading.Text));

        AssertStyle(title, "bottom", "red");
        Assert.Equal("Hi", title.Name());
    }

    [Fact]
    public async Task Title_RecoloredInChinese_KeepsItsText()
    {
        var title = Assert.Single((await EditAsync("add a title \"Hi\"", "把标题改成红色")).Segments(DraftReading.Text));

        AssertStyle(title, null, "red");
        Assert.Equal("Hi", title.Name());
    }

    [Fact]
    public async Task Speed_OfOneClip_ChangesOnlyThatClip()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionWithClipAsync(4);
        await caller.UploadAsync(session, "second.mp4", TinyMp4.Lasting(TimeSpan.FromSeconds(4)));
        await caller.SendMessageAsync(session, "speed up the second clip 2x");

        var clips = (await caller.ReadDraftAsync(session)).Segments(DraftReading.Video);
        Assert.Equal([4000L, 2000L], clips.Select(static clip => clip.Length()));
    }

    [Theory]
    [InlineData("add lo-fi music and don't add a title", 1, 0)]
    [InlineData("add a title \"No Music\" without music", 0, 1)]
    [InlineData("加标题「海边」，不要音乐", 0, 1)]
    [InlineData("add lo-fi music and don’t add a title", 1, 0)]
    [InlineData("加特别音乐", 1, 0)]
    [InlineData("加字幕", 0, 1)]
    public async Task Message_ThatDoesNotWantSomething_DoesNotAddIt(string message, int music, int titles)
    {
        var draft = await EditAsync(message);

        Assert.Equal((music, titles), (draft.Segments(DraftReading.Audio).Length, draft.Segments(DraftReading.Text).Length));
    }

    [Fact]
    public async Task Title_RestyledTwiceInOneSentence_HasBothStyles() =>
        AssertStyle(Assert.Single((await EditAsync("make the title red and move it to the bottom")).Segments(DraftReading.Text)), "bottom", "red");

    [Theory]
    [InlineData("make the music quieter", 0.2)]
    [InlineData("turn the music down", 0.2)]
    [InlineData("lower the music to 10%", 0.1)]
    [InlineData("set the music volume to 70%", 0.7)]
    [InlineData("make the music louder", 0.6)]
    [InlineData("把音乐调小一点", 0.2)]
    [InlineData("音乐调大一点", 0.6)]
    [InlineData("音量30%", 0.3)]
    [InlineData("把音乐音量调到30%", 0.3)]
    [InlineData("将背景音乐的音量设为 5%", 0.05)]
    public async Task Volume_OfMusic_ChangesWithoutMoreMusic(string message, double expected)
    {
        var music = Assert.Single((await EditAsync("add lo-fi music at 40%", message)).Segments(DraftReading.Audio));

        Assert.Equal(expected, music.GetProperty("volume").GetDouble());
    }

    [Theory]
    [InlineData("fade the music out", false, true)]
    [InlineData("fade in the music", true, false)]
    [InlineData("fade in and out", true, true)]
    [InlineData("let the music fade out at the end", false, true)]
    public async Task Fade_OfMusic_SetsItsLength(string message, bool atStart, bool atEnd)
    {
        var m = Assert.Single((await EditAsync("add lo-fi music", message)).Segments(DraftReading.Audio)).GetProperty("m");

        Assert.Equal((atStart, atEnd), (m.TryGetProperty("fade_in", out _), m.TryGetProperty("fade_out", out _)));
    }

    [Fact]
    public async Task Transition_OneClip_ReportsThatItNeedsTwo()
    {
        await using var caller = await Caller.WithClipAsync();

        Assert.Contains("it needs two clips", await caller.SendMessageAsync(caller.Session, "add a transition"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add warm slow piano music at 50%")]
    [InlineData("add cool lo-fi music")]
    [InlineData("add some faster music")]
    public async Task Music_WithAdjectives_OnlyAddsMusic(string message)
    {
        var draft = await EditAsync(message);

        Assert.Single(draft.Segments(DraftReading.Audio));
        Assert.False(draft.GetProperty("m").TryGetProperty("look", out _));
        Assert.Equal(10_000, Assert.Single(draft.Segments(DraftReading.Video)).Length());
    }

    [Fact]
    public async Task Message_PartlyUnknown_ReportsWhatIsMissing()
    {
        await using var caller = await Caller.WithClipAsync();
        var stream = await caller.SendMessageAsync(caller.Session, "trim to 5 seconds, add stickers and rotate it by 90 degrees");

        Assert.Contains("Trimmed to 5s. I can't do this part yet: add stickers; rotate it by 90 degrees.", stream, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Trim to 5 seconds, add a title \"Cut, add stickers\", lo-fi music, and make it 4K vertical")]
    [InlineData("put a title on it that says Export Now and add some calm piano music")]
    public async Task Message_FullyKnown_ReportsNothingAsMissing(string message)
    {
        await using var caller = await Caller.WithClipAsync();

        Assert.DoesNotContain("I can't", await caller.SendMessageAsync(caller.Session, message), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("make the title red, add lo-fi music, and make it 4K", "Title added", "BGM added", "Canvas set")]
    [InlineData("combine the clips and add a title to them", "Nothing to join", "Title added")]
    [InlineData("fade between the clips and add lo-fi music", "No transition added", "BGM added")]
    [InlineData("add lo-fi music, speed it up and turn the music up", "Speed changed", "BGM added", "Music volume set")]
    public async Task Message_SeveralEdits_MakesEach(string message, params string[] expected)
    {
        await using var caller = await Caller.WithClipAsync();
        var stream = await caller.SendMessageAsync(caller.Session, message);

        Assert.All(expected, result => Assert.Contains(result, stream, StringComparison.Ordinal));
    }

    private static void AssertStyle(JsonElement title, string? place, string? color)
    {
        var m = title.GetProperty("m");

        Assert.Equal(place, m.TryGetProperty("place", out var found) ? found.GetString() : null);
        Assert.Equal(color, m.TryGetProperty("color", out found) ? found.GetString() : null);
    }

    private static async Task<JsonElement> EditAsync(params string[] messages)
    {
        await using var caller = await Caller.WithClipAsync();
        foreach (var message in messages)
        {
            await caller.SendMessageAsync(caller.Session, message);
        }

        return await caller.ReadDraftAsync(caller.Session);
    }
}
