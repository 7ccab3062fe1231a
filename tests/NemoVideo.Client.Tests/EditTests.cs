using NemoVideo.Client.Editing;
using NemoVideo.Client.Streaming;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests;

public sealed class EditTests
{
    private const string MessagePath = "/run_sse";
    private const string StatePath = "/api/state/nemo_agent/me/";
    private const string TextA = "data: {\"type\":\"text\",\"content\":\"a\"}\n\n";
    private const string CallA = "data: {\"type\":\"tool_call\",\"name\":\"t\",\"args\":{}}\n\n";

    [Fact]
    public async Task Edit_ThatChangesTheTimeline_EndsWithTimelineAndResult()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();

        var events = await client.EditAsync(session, "add a title \"Hi\"", Workbench.Ending).ToListAsync();

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.Equal("timeline: Timeline (2 tracks): 1. Video: beach (0-5s) 2. Title: \"Hi\" (0-3s)", EventLines.Of(events[^2]));
        Assert.Equal(EditStatus.Succeeded, result.Status);
        Assert.Equal(
            "Let me edit that. \nDone. Title added: \"Hi\" (0-3s). Preview in timeline, then click the Export button to save your video.",
            result.Text);
        Assert.Equal(["add_title"], result.Tools);
        Assert.True(result.IsChanged);
        Assert.False(result.IsSilent);
        Assert.Single(result.Before.Tracks);
        Assert.Equal(2, result.After.Tracks.Count);
        Assert.Null(result.Error);
    }

    [Fact]
    public async Task Edit_Silent_IsToldFromTheState()
    {
        await using var bench = await Workbench.StartAsync(Workbench.Plain with { SilentRate = 1 });
        var (client, session) = await bench.ConnectWithClipAsync();

        var events = await client.EditAsync(session, "add a title \"Hi\"", Workbench.Ending).ToListAsync();

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.True(result.IsSilent);
        Assert.Equal(EditStatus.Succeeded, result.Status);
        Assert.Equal("Title added: \"Hi\" (0-3s)", result.ChangeSummary);
        Assert.Equal(result.Changes, Assert.IsType<TimelineEvent>(events[^2]).Changes);
        Assert.DoesNotContain(events, one => one is TextEvent);
    }

    [Fact]
    public async Task Edit_Generation_TellsBothStages()
    {
        await using var bench = await Workbench.StartAsync();
        var client = await bench.ConnectAsync();
        var session = await client.CreateSessionAsync("Summer", cancellationToken: Workbench.Ending);

        var events = await client.EditAsync(session.Id, "generate a 12-second video of a city timelapse", Workbench.Ending).ToListAsync();

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.StartsWith("Clip added: city timelapse (0-12s); BGM added: ", result.ChangeSummary, StringComparison.Ordinal);
        Assert.Contains("; Title added: ", result.ChangeSummary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_AfterAnother_BuildsOnItsTimeline()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();
        await client.EditAsync(session, "add a title \"Hi\"", Workbench.Ending).ToListAsync();

        var events = await client.EditAsync(session, "trim to 4 seconds", Workbench.Ending).ToListAsync();

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.Equal("Video trimmed: beach (0-5s to 0-4s)", result.ChangeSummary);
        Assert.Equal("Timeline (2 tracks): 1. Video: beach (0-4s) 2. Title: \"Hi\" (0-3s)", result.After.Summary);
    }

    [Fact]
    public async Task Edit_ThatOnlyAnswers_SucceedsUnchanged()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();

        var events = await client.EditAsync(session, "hello", Workbench.Ending).ToListAsync();

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.Equal(EditStatus.Succeeded, result.Status);
        Assert.False(result.IsChanged);
        Assert.Empty(result.Changes);
        Assert.Empty(result.ChangeSummary);
        Assert.DoesNotContain(events, one => one is TimelineEvent);
        Assert.Equal(2, bench.RequestsTo("GET", StatePath + session).Count(request => request.Id > bench.RequestsTo("POST", "/api/upload-video")[0].Id));
    }

    [Fact]
    public async Task Edit_DroppedMidStream_IsRecoveredFromTheStateAndSentOnce()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();
        bench.Host.AddFault($"POST {MessagePath}: drop after 1 events");

        var events = await client.EditAsync(session, "add a title \"Hi\"", Workbench.Ending).ToListAsync();

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.Equal(EditStatus.Succeeded, result.Status);
        Assert.Equal("Timeline (2 tracks): 1. Video: beach (0-5s) 2. Title: \"Hi\" (0-3s)", result.After.Summary);
        Assert.DoesNotContain(events, one => one is ErrorEvent);
        Assert.Single(bench.RequestsTo("POST", MessagePath));
    }

    [Fact]
    public async Task Edit_DroppedAndNothingChanged_FailsAndIsSentOnce()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();
        bench.Host.AddFault($"POST {MessagePath}: drop after 0 events");

        var events = await client.EditAsync(session, "hello", Workbench.Ending).ToListAsync();

        var error = Assert.IsType<ErrorEvent>(events[^2]);
        Assert.Equal(NemoErrorKind.ConnectionLost, error.Exception!.Kind);
        Assert.Contains("not sent again", error.Exception.NextStep, StringComparison.Ordinal);
        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.Equal(EditStatus.Failed, result.Status);
        Assert.Same(error, result.Error);
        Assert.Single(bench.RequestsTo("POST", MessagePath));
    }

    [Fact]
    public async Task Edit_Dropped_WaitsThirtySecondsThenSixtyFourTimes()
    {
        var time = new ManualTime();
        await using var server = RawServer.StartStream(RawReply.Reset);
        using var client = await NemoClient.ConnectAsync(server.Options(new NemoLimits(), time), Workbench.Ending);

        var editing = client.EditAsync("s", "m", Workbench.Ending).ToListAsync();
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(30), Workbench.Ending);
        Assert.Equal(1, States(server));
        time.Advance(TimeSpan.FromSeconds(30));
        for (var look = 2; look <= 5; look++)
        {
            await time.WaitForTimerAsync(TimeSpan.FromSeconds(60), Workbench.Ending);
            Assert.Equal(look, States(server));
            time.Advance(TimeSpan.FromSeconds(60));
        }

        var events = await editing;
        Assert.Equal(6, States(server));
        Assert.Equal(EditStatus.Failed, Assert.IsType<EditResult>(events[^1]).Status);
        Assert.Single(server.Requests, request => request.Path == MessagePath);
    }

    [Fact]
    public async Task Edit_DroppedWhileTheNetworkIsAway_IsLookedForAgain()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();
        var edit = client.EditAsync(session, "add a title \"Hi\"", Workbench.Ending).GetAsyncEnumerator(Workbench.Ending);
        bench.Host.AddFault($"POST {MessagePath}: drop after 1 events");
        await edit.MoveNextAsync();
        bench.Host.AddFault($"GET {StatePath}*: reset x6");
        AgentEvent last = edit.Current;
        while (await edit.MoveNextAsync())
        {
            last = edit.Current;
        }

        await edit.DisposeAsync();

        var result = Assert.IsType<EditResult>(last);
        Assert.Equal(EditStatus.Succeeded, result.Status);
        Assert.True(result.IsChanged);
    }

    [Fact]
    public async Task Edit_GatewayFailedAfterTheMessageWasTaken_IsRecoveredFromTheState()
    {
        var states = 0;
        await using var server = RawServer.Start(request => request.Path == MessagePath
            ? RawReply.Of(502, "text/html", "<h1>Bad Gateway</h1>"u8.ToArray())
            : State(states++ == 0 ? "" : "\"draft\":{\"t\":[]}"));
        using var client = await server.ConnectAsync();

        var events = await client.EditAsync("s", "m", Workbench.Ending).ToListAsync();

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.Equal(EditStatus.Succeeded, result.Status);
        Assert.True(result.IsChanged);
        Assert.Single(server.Requests, request => request.Path == MessagePath);
    }

    [Fact]
    public async Task Edit_ServiceFailedAndNothingChanged_FailsWithItsFailure()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();
        bench.Host.AddFault($"POST {MessagePath}: status 500");

        var events = await client.EditAsync(session, "add a title \"Hi\"", Workbench.Ending).ToListAsync();

        var error = Assert.IsType<ErrorEvent>(events[^2]);
        Assert.Equal(NemoErrorKind.ServiceFailure, error.Exception!.Kind);
        Assert.Equal(EditStatus.Failed, Assert.IsType<EditResult>(events[^1]).Status);
        Assert.Single(bench.RequestsTo("POST", MessagePath));
    }

    [Fact]
    public async Task Edit_RefusedBeforeTheStream_Throws()
    {
        await using var bench = await Workbench.StartAsync(Workbench.Plain with { Credits = 0 });
        var (client, session) = await bench.ConnectWithClipAsync();

        var error = await Assert.ThrowsAsync<NemoException>(() => client.EditAsync(session, "add a title \"Hi\"", Workbench.Ending).ToListAsync());

        Assert.Equal(NemoErrorKind.OutOfCredits, error.Kind);
    }

    [Fact]
    public async Task Edit_OfASessionThatIsNotThere_SendsNoMessage()
    {
        await using var bench = await Workbench.StartAsync();
        var client = await bench.ConnectAsync();

        var error = await Assert.ThrowsAsync<NemoException>(() => client.EditAsync("missing", "m", Workbench.Ending).ToListAsync());

        Assert.Equal(NemoErrorKind.SessionNotFound, error.Kind);
        Assert.Empty(bench.RequestsTo("POST", MessagePath));
    }

    [Fact]
    public async Task Edit_ErrorInTheStream_Fails()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();
        bench.Host.AddFault($"POST {MessagePath}: error event \"no room left\" after 1 events");

        var events = await client.EditAsync(session, "add a title \"Hi\"", Workbench.Ending).ToListAsync();

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.Equal(EditStatus.Failed, result.Status);
        Assert.Equal("no room left", result.Error!.Message);
        Assert.Null(result.Error.Exception);
    }

    [Fact]
    public async Task Edit_ErrorInTheStream_DoesNotWaitForAChange()
    {
        await using var server = RawServer.StartStream(RawReply.Stream(CallA + "data: {\"type\":\"error\",\"message\":\"no\"}\n\n"));
        using var client = await server.ConnectAsync();

        await client.EditAsync("s", "m", Workbench.Ending).ToListAsync();

        Assert.Equal(2, States(server));
    }

    [Fact]
    public async Task Edit_StateLagsBehind_IsLookedAtUntilItShowsTheChange()
    {
        var states = 0;
        await using var server = RawServer.Start(request => request.Path == MessagePath
            ? RawReply.Stream(CallA)
            : State(states++ < 4 ? "" : "\"draft\":{\"t\":[]}"));
        using var client = await server.ConnectAsync();

        var events = await client.EditAsync("s", "m", Workbench.Ending).ToListAsync();

        Assert.True(Assert.IsType<EditResult>(events[^1]).IsChanged);
        Assert.Equal(5, States(server));
    }

    [Fact]
    public async Task Edit_StateNeverChanges_IsBelievedAfterFiveLooks()
    {
        await using var server = RawServer.StartStream(RawReply.Stream(CallA));
        using var client = await server.ConnectAsync();

        var events = await client.EditAsync("s", "m", Workbench.Ending).ToListAsync();

        Assert.False(Assert.IsType<EditResult>(events[^1]).IsChanged);
        Assert.Equal(1 + 5, States(server));
    }

    [Fact]
    public async Task Edit_StateNotReadableAfterwards_FailsAndSaysSo()
    {
        var states = 0;
        await using var server = RawServer.Start(request => request.Path == MessagePath ? RawReply.Stream(TextA)
            : states++ == 0 ? State("")
            : RawReply.Of(500, "text/plain", []));
        using var client = await server.ConnectAsync();

        var events = await client.EditAsync("s", "m", Workbench.Ending).ToListAsync();

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.Equal(EditStatus.Failed, result.Status);
        Assert.Equal(NemoErrorKind.ServiceFailure, result.Error!.Exception!.Kind);
        Assert.Equal("a", result.Text);
    }

    [Fact]
    public async Task Edit_AnswerWithoutState_IsAnEmptyTimeline()
    {
        await using var server = RawServer.Start(request =>
            request.Path == MessagePath ? RawReply.Stream(TextA) : RawReply.Json("""{"code":0,"data":{"session_id":"s"}}"""));
        using var client = await server.ConnectAsync();

        var events = await client.EditAsync("s", "m", Workbench.Ending).ToListAsync();

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.False(result.IsChanged);
        Assert.Empty(result.After.Tracks);
    }

    [Fact]
    public async Task Edit_Cancelled_EndsTheRequest()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();
        bench.Host.AddFault($"POST {MessagePath}: hold after 1 events");
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var one in client.EditAsync(session, "add a title \"Hi\"", stop.Token))
            {
                await stop.CancelAsync();
            }
        });

        await bench.Host.WaitForRequestAsync(
            request => request.Path == MessagePath && request.State == Emulator.Recording.RequestState.Aborted, Workbench.Ending);
    }

    private static int States(RawServer server) => server.Requests.Count(request => request.Method == "GET");

    private static RawReply State(string fields) => RawReply.Json("""{"code":0,"data":{"session_id":"s","state":{""" + fields + "}}}");
}
