namespace NemoVideo.Emulator.Tests.Endpoints;

/// <summary>The state of a session (protocol section 7), and its delay after an edit (section 5).</summary>
public sealed class StateTests
{
    [Fact]
    public async Task State_OfSession_HasEveryFieldOfTheProtocol()
    {
        await using var caller = await Caller.WithClipAsync();
        var data = (await caller.GetAsync(Caller.StatePath(caller.Session))).Data;

        Assert.All(["session_id", "task_id", "task_name", "user_id"], name => Assert.Equal(JsonValueKind.String, data.GetProperty(name).ValueKind));
        var state = data.GetProperty("state");
        Assert.All(["draft", "canvas_config"], name => Assert.Equal(JsonValueKind.Object, state.GetProperty(name).ValueKind));
        Assert.All(
            ["video_infos", "generated_media", "video_analyses"],
            name => Assert.Equal(JsonValueKind.Array, state.GetProperty(name).ValueKind));
    }

    [Fact]
    public async Task Draft_OfTracks_HasTheShortNamesOfTheProtocol()
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.SendMessageAsync(caller.Session, "add a title \"Day one\" and lo-fi music");
        var draft = await caller.ReadDraftAsync(caller.Session);

        Assert.Equal([0, 1, 7], draft.GetProperty("t").EnumerateArray().Select(track => track.GetProperty("tt").GetInt32()).Order());
        Assert.All(draft.GetProperty("t").EnumerateArray(), track => Assert.NotEqual(0, track.GetProperty("sg").GetArrayLength()));
        Assert.Equal(10_000, draft.Segments(DraftReading.Video).Single().GetProperty("d").GetInt64());
        Assert.Equal("Summer", draft.GetProperty("m").GetProperty("title").GetString());
        Assert.Equal((1920, 1080), draft.Canvas());
    }

    [Fact]
    public async Task State_Delayed_ShowsEditAfterLag()
    {
        var time = new ManualTime();
        await using var caller = await Caller.WithClipAsync(Caller.Plain with { TimeProvider = time, StateLag = TimeSpan.FromSeconds(5) });
        var before = (await caller.ReadStateAsync(caller.Session)).GetRawText();
        await caller.SendMessageAsync(caller.Session, "add a title, music, and make it vertical");

        Assert.Equal(before, (await caller.ReadStateAsync(caller.Session)).GetRawText());
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(before, (await caller.ReadStateAsync(caller.Session)).GetRawText());
        time.Advance(TimeSpan.FromSeconds(0.1));
        var state = await caller.ReadStateAsync(caller.Session);
        Assert.Single(state.GetProperty("draft").Segments(DraftReading.Text));
        Assert.Single(state.GetProperty("draft").Segments(DraftReading.Audio));
        Assert.Equal(1080, state.GetProperty("canvas_config").GetProperty("width").GetInt32());
    }

    [Fact]
    public async Task State_Delayed_ShowsEachEditAfterItsLag()
    {
        var time = new ManualTime();
        await using var caller = await Caller.WithClipAsync(Caller.Plain with { TimeProvider = time, StateLag = TimeSpan.FromSeconds(5) });
        await caller.SendMessageAsync(caller.Session, "add a title");
        time.Advance(TimeSpan.FromSeconds(3));
        await caller.SendMessageAsync(caller.Session, "add music");
        var seen = new List<(int Titles, int Sounds)>();
        for (var i = 0; i < 3; i++)
        {
            var draft = await caller.ReadDraftAsync(caller.Session);
            seen.Add((draft.Segments(DraftReading.Text).Length, draft.Segments(DraftReading.Audio).Length));
            time.Advance(TimeSpan.FromSeconds(2.5));
        }

        Assert.Equal([(0, 0), (1, 0), (1, 1)], seen);
    }

    [Fact]
    public async Task Message_SentTwice_IsProcessedAndChargedTwice()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        await caller.SendMessageAsync(session, "generate a video of the sea");
        await caller.SendMessageAsync(session, "generate a video of the sea");

        Assert.Equal(800, await caller.ReadAvailableAsync());
        Assert.Equal(2, (await caller.ReadDraftAsync(session)).Segments(DraftReading.Video).Length);
    }

    [Fact]
    public async Task Generation_TwoStages_CreatesClipThenMusicAndTitle()
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { Faults = ["POST /run_sse: hold after 3 events"] });
        var session = await caller.CreateSessionAsync();
        var message = caller.SendMessageAsync(session, "generate a video of the sea");
        await caller.WaitForAsync(request => request is { Path: "/run_sse", EventsSent: 3 });
        var between = await caller.ReadDraftAsync(session);
        caller.Host.ReleaseHeld();
        var calls = (await message).Events().Where(one => one.Kind() == "tool_call").Select(one => one.GetProperty("name").GetString());

        Assert.Single(between.Segments(DraftReading.Video));
        Assert.Empty(between.Segments(DraftReading.Text));
        Assert.Equal(["generate_video", "add_bgm", "add_title"], calls);
    }
}
