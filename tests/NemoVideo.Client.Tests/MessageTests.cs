using System.Text;
using NemoVideo.Client.Streaming;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Emulator;
using NemoVideo.Emulator.Recording;

namespace NemoVideo.Client.Tests;

public sealed class MessageTests
{
    private const string MessagePath = "/run_sse";
    private const string TextA = "data: {\"type\":\"text\",\"content\":\"a\"}\n\n";

    [Theory]
    [InlineData(EventDialect.Flat)]
    [InlineData(EventDialect.Named)]
    public async Task Send_FlatDialect_GivesWhatTheServerSays(EventDialect dialect)
    {
        await using var bench = await Workbench.StartAsync(Workbench.Plain with { Dialect = dialect });
        var (client, session) = await bench.ConnectWithClipAsync();

        var lines = await client.SendAsync(session, "add a title \"Hi\"", Workbench.Ending).ToLinesAsync();

        Assert.Equal(
            [
                "text: Let me edit that. ",
                "heartbeat",
                "call add_title {\"text\":\"Hi\",\"duration\":3000}",
                "result add_title {\"status\":\"success\",\"summary\":\"Title added: \\\"Hi\\\" (0-3s)\"}",
                "heartbeat",
                "text: Done. Title added: \"Hi\" (0-3s). Preview in timeline, then click the Export button to save your video.",
            ],
            lines);
    }

    [Fact]
    public async Task Send_AdkDialect_GivesPiecesAndEachWholeTextOnce()
    {
        await using var bench = await Workbench.StartAsync(Workbench.Plain with { Dialect = EventDialect.Adk });
        var (client, session) = await bench.ConnectWithClipAsync();

        var lines = await client.SendAsync(session, "add a title \"Hi\"", Workbench.Ending).ToLinesAsync();

        Assert.Equal(
            [
                "text: Let me edit that. ",
                "call add_title {\"text\":\"Hi\",\"duration\":3000}",
                "result add_title {\"status\":\"success\",\"summary\":\"Title added: \\\"Hi\\\" (0-3s)\"}",
                "text: Done. Title added: \"Hi\" (0-3s). Preview in timeline, then click the Export button to save your video.",
            ],
            lines.Where(line => line != "heartbeat" && !line.StartsWith("piece", StringComparison.Ordinal)));
        Assert.Equal(
            string.Concat(lines.Where(line => line.StartsWith("text", StringComparison.Ordinal)).Select(line => line["text: ".Length..])),
            string.Concat(lines.Where(line => line.StartsWith("piece", StringComparison.Ordinal)).Select(line => line["piece: ".Length..])));
    }

    [Fact]
    public async Task Send_OnTheWire_IsInSnakeCaseAndPlainUtf8()
    {
        await using var server = RawServer.StartStream(RawReply.Stream(TextA));
        using var client = await server.ConnectAsync();

        await client.SendAsync("s", "größe 🎬 \"x\" <b>", Workbench.Ending).ToListAsync();

        var request = Assert.Single(server.Requests);
        Assert.Equal("text/event-stream", request.Header("Accept"));
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Equal(
            """{"app_name":"nemo_agent","user_id":"me","session_id":"s","new_message":{"role":"user","parts":[{"text":"größe 🎬 \"x\" <b>"}]}}""",
            System.Text.RegularExpressions.Regex.Replace(request.BodyText, @"\\uD83C\\uDFAC", "🎬"));
    }

    [Fact]
    public async Task Send_NotEnumerated_SendsNothing()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();

        _ = client.SendAsync(session, "add a title \"Hi\"", Workbench.Ending);

        Assert.Empty(bench.RequestsTo("POST", MessagePath));
    }

    [Fact]
    public async Task Send_FirstEvent_ComesBeforeTheServerHasSentTheLast()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();
        bench.Host.AddFault($"POST {MessagePath}: hold after 1 events");
        await using var events = client.SendAsync(session, "add a title \"Hi\"", Workbench.Ending).GetAsyncEnumerator(Workbench.Ending);

        Assert.True(await events.MoveNextAsync());

        Assert.IsType<TextEvent>(events.Current);
        var held = await bench.Host.WaitForRequestAsync(request => request.EventsSent == 1, Workbench.Ending);
        Assert.Equal(RequestState.Open, held.State);
        bench.Host.ReleaseHeld();
        var rest = 0;
        while (await events.MoveNextAsync())
        {
            rest++;
        }

        Assert.Equal(5, rest);
    }

    [Fact]
    public async Task Send_EnumerationLeft_EndsTheRequestAsTheServerSeesIt()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();
        bench.Host.AddFault($"POST {MessagePath}: hold after 1 events");

        await foreach (var one in client.SendAsync(session, "add a title \"Hi\"", Workbench.Ending))
        {
            break;
        }

        await bench.Host.WaitForRequestAsync(IsAbortedMessage, Workbench.Ending);
    }

    [Fact]
    public async Task Send_EnumerationLeftAtAHeartbeat_EndsTheRequestAsTheServerSeesIt()
    {
        var live = new LiveStream();
        await using var server = RawServer.StartStream(live.Reply);
        using var client = await server.ConnectAsync();
        live.Send(": alive\n\n");

        await foreach (var one in client.SendAsync("s", "m", Workbench.Ending))
        {
            Assert.IsType<HeartbeatEvent>(one);
            break;
        }

        await live.SendUntilGoneAsync(Workbench.Ending);
    }

    [Fact]
    public async Task Send_CancelledWhileTheServerIsSilent_EndsAtOnce()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();
        bench.Host.AddFault($"POST {MessagePath}: hold after 1 events");
        using var stop = new CancellationTokenSource();
        await using var events = client.SendAsync(session, "add a title \"Hi\"", stop.Token).GetAsyncEnumerator(stop.Token);
        await events.MoveNextAsync();
        var next = events.MoveNextAsync().AsTask();

        await stop.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        Assert.Equal(stop.Token, error.CancellationToken);
        await bench.Host.WaitForRequestAsync(IsAbortedMessage, Workbench.Ending);
    }

    [Fact]
    public async Task Send_DroppedMidStream_IsConnectionLostAndSentOnce()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();
        bench.Host.AddFault($"POST {MessagePath}: drop after 2 events");
        var seen = new List<string>();

        var error = await Assert.ThrowsAsync<NemoException>(async () =>
        {
            await foreach (var one in client.SendAsync(session, "add a title \"Hi\"", Workbench.Ending))
            {
                seen.Add(EventLines.Of(one));
            }
        });

        Assert.Equal(NemoErrorKind.ConnectionLost, error.Kind);
        Assert.Equal("text: Let me edit that. ", seen[0]);
        Assert.Single(bench.RequestsTo("POST", MessagePath));
    }

    [Fact]
    public async Task Send_DroppedBeforeTheAnswerOnAReusedConnection_IsSentOnce()
    {
        await using var server = RawServer.Start(request =>
            request.Path == MessagePath ? RawReply.Reset : RawReply.Json("""{"code":0,"data":{"available":1}}"""));
        using var client = await server.ConnectAsync();
        await client.GetCreditAsync(Workbench.Ending);

        var error = await Assert.ThrowsAsync<NemoException>(() => client.SendAsync("s", "m", Workbench.Ending).ToListAsync());

        Assert.Equal(NemoErrorKind.ConnectionLost, error.Kind);
        Assert.Equal([("GET", 1), ("POST", 1)], server.Requests.Select(request => (request.Method, request.Connection)));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task Send_FailedBeforeTheStream_IsSentOnceAndSaysThatItMayHaveBeenDone(int status)
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();
        bench.Host.AddFault($"POST {MessagePath}: status {status} x*");

        var error = await Assert.ThrowsAsync<NemoException>(() => client.SendAsync(session, "add a title \"Hi\"", Workbench.Ending).ToListAsync());

        Assert.Equal(NemoErrorKind.ServiceFailure, error.Kind);
        Assert.Equal(status, (int)error.StatusCode!);
        Assert.Contains("Get-NemoState", error.NextStep, StringComparison.Ordinal);
        Assert.Single(bench.RequestsTo("POST", MessagePath));
    }

    [Fact]
    public async Task Send_RateLimited_IsSentOnceMore()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();
        bench.Host.AddFault($"POST {MessagePath}: status 429");

        var lines = await client.SendAsync(session, "add a title \"Hi\"", Workbench.Ending).ToLinesAsync();

        Assert.Equal(6, lines.Count);
        Assert.Equal([429, 200], bench.RequestsTo("POST", MessagePath).Select(request => request.Status));
    }

    [Fact]
    public async Task Send_ServerNotThere_IsConnectionFailed()
    {
        var server = RawServer.Start(_ => RawReply.Reset);
        using var client = await server.ConnectAsync();
        await server.DisposeAsync();

        var error = await Assert.ThrowsAsync<NemoException>(() => client.SendAsync("s", "m", Workbench.Ending).ToListAsync());

        Assert.Equal(NemoErrorKind.ConnectionFailed, error.Kind);
    }

    [Fact]
    public async Task Send_UnknownEvent_IsPassedOnAndTheStreamGoesOn()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();
        bench.Host.AddFault($"POST {MessagePath}: raw frame {{\"type\":\"sparkle\"}} after 1 events");

        var lines = await client.SendAsync(session, "add a title \"Hi\"", Workbench.Ending).ToLinesAsync();

        Assert.Contains("unknown: {\"type\":\"sparkle\"}", lines);
        Assert.StartsWith("text: Done.", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_WithoutCredits_IsOutOfCreditsWithTheLinkAndNoStream()
    {
        await using var bench = await Workbench.StartAsync(Workbench.Plain with { Credits = 10 });
        var (client, session) = await bench.ConnectWithClipAsync();

        var error = await Assert.ThrowsAsync<NemoException>(() => client.SendAsync(session, "add a title \"Hi\"", Workbench.Ending).ToListAsync());

        Assert.Equal(NemoErrorKind.OutOfCredits, error.Kind);
        Assert.Equal(2001, error.ServiceCode);
        Assert.Contains($"https://nemovideo.com/register?bind={client.UserId}", error.NextStep, StringComparison.Ordinal);
        Assert.Equal(0, Assert.Single(bench.RequestsTo("POST", MessagePath)).EventsSent);
    }

    [Fact]
    public async Task Send_EventOverTheLimit_EndsTheRequest()
    {
        var live = new LiveStream();
        await using var server = RawServer.StartStream(live.Reply);
        using var client = await server.ConnectAsync(QuickLimits.Value with { MaxEventBytes = 1000 });
        live.Send(TextA + "data: " + new string('x', 2000));

        var error = await Assert.ThrowsAsync<NemoException>(() => client.SendAsync("s", "m", Workbench.Ending).ToListAsync());

        Assert.Equal(NemoErrorKind.InvalidAnswer, error.Kind);
        await live.SendUntilGoneAsync(Workbench.Ending);
    }

    [Fact]
    public async Task Send_NothingButHeartbeatsForTooLong_IsIdleTimeout()
    {
        var time = new ManualTime();
        var live = new LiveStream();
        await using var server = RawServer.StartStream(live.Reply);
        using var client = await NemoClient.ConnectAsync(server.Options(new NemoLimits(), time), Workbench.Ending);
        await using var events = client.SendAsync("s", "m", Workbench.Ending).GetAsyncEnumerator(Workbench.Ending);
        live.Send(TextA);
        await events.MoveNextAsync();
        var second = events.MoveNextAsync().AsTask();
        time.Advance(TimeSpan.FromMinutes(6));
        live.Send(": alive\n\n");
        await second;
        Assert.IsType<HeartbeatEvent>(events.Current);

        var third = events.MoveNextAsync().AsTask();
        time.Advance(TimeSpan.FromMinutes(4));

        var error = await Assert.ThrowsAsync<NemoTimeoutException>(() => third);
        Assert.True(error.IsIdle);
        Assert.Equal(TimeSpan.FromMinutes(10), error.Limit);
    }

    [Theory]
    [InlineData(TextA)]
    [InlineData("data: {\"type\":\"sparkle\"}\n\n")]
    public async Task Send_AnEventInBetween_BeginsTheSilenceAnew(string data)
    {
        var time = new ManualTime();
        var live = new LiveStream();
        await using var server = RawServer.StartStream(live.Reply);
        using var client = await NemoClient.ConnectAsync(server.Options(new NemoLimits(), time), Workbench.Ending);
        await using var events = client.SendAsync("s", "m", Workbench.Ending).GetAsyncEnumerator(Workbench.Ending);
        live.Send(TextA);
        await events.MoveNextAsync();

        // The clock runs only while somebody waits for the service.
        var second = events.MoveNextAsync().AsTask();
        time.Advance(TimeSpan.FromMinutes(6));
        live.Send(data);
        await second;
        var third = events.MoveNextAsync().AsTask();
        time.Advance(TimeSpan.FromMinutes(6));
        live.Send(TextA);

        Assert.True(await third);
    }

    [Fact]
    public async Task Send_StreamOfMoreThanFifteenMinutes_IsTotalTimeout()
    {
        var time = new ManualTime();
        var live = new LiveStream();
        await using var server = RawServer.StartStream(live.Reply);
        using var client = await NemoClient.ConnectAsync(server.Options(new NemoLimits(), time), Workbench.Ending);
        await using var events = client.SendAsync("s", "m", Workbench.Ending).GetAsyncEnumerator(Workbench.Ending);
        live.Send(TextA);
        await events.MoveNextAsync();
        var second = events.MoveNextAsync().AsTask();
        time.Advance(TimeSpan.FromMinutes(9));
        live.Send(TextA);
        await second;

        var third = events.MoveNextAsync().AsTask();
        time.Advance(TimeSpan.FromMinutes(6));

        var error = await Assert.ThrowsAsync<NemoTimeoutException>(() => third);
        Assert.False(error.IsIdle);
        Assert.Equal(TimeSpan.FromMinutes(15), error.Limit);
    }

    [Fact]
    public async Task Send_ConsumerHoldsAnEventForLong_CountsNoTimeOfTheService()
    {
        var time = new ManualTime();
        var live = new LiveStream();
        await using var server = RawServer.StartStream(live.Reply);
        using var client = await NemoClient.ConnectAsync(server.Options(new NemoLimits(), time), Workbench.Ending);
        await using var events = client.SendAsync("s", "m", Workbench.Ending).GetAsyncEnumerator(Workbench.Ending);
        live.Send(TextA);
        await events.MoveNextAsync();

        time.Advance(TimeSpan.FromHours(1));
        live.Send(TextA);

        Assert.True(await events.MoveNextAsync());
        Assert.IsType<TextEvent>(events.Current);
    }

    [Fact]
    public async Task Send_AnsweredByAPageOfHtml_IsInvalidAnswer()
    {
        await using var server = RawServer.StartStream(RawReply.Of(200, "text/html; charset=utf-8", "<h1>Please sign in</h1>"u8.ToArray()));
        using var client = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<NemoException>(() => client.SendAsync("s", "m", Workbench.Ending).ToListAsync());

        Assert.Equal(NemoErrorKind.InvalidAnswer, error.Kind);
        Assert.Contains("Please sign in", error.RawAnswer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_AnsweredByPlainJson_IsInvalidAnswer()
    {
        await using var server = RawServer.StartStream(RawReply.Json("""{"code":0,"data":{}}"""));
        using var client = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<NemoException>(() => client.SendAsync("s", "m", Workbench.Ending).ToListAsync());

        Assert.Equal(NemoErrorKind.InvalidAnswer, error.Kind);
    }

    [Fact]
    public async Task Send_CharacterCutByTheNetwork_ArrivesWhole()
    {
        var film = Encoding.UTF8.GetBytes("data: {\"type\":\"text\",\"content\":\"🎬\"}\n\n");
        await using var server = RawServer.StartStream(new RawReply(
            async (wire, stop) =>
            {
                await wire.WriteAsync(RawReply.StreamHead, stop);
                foreach (var one in film)
                {
                    await wire.WriteAsync(new[] { one }, stop);
                }
            },
            RawReplyEnd.Close));
        using var client = await server.ConnectAsync();

        Assert.Equal(["text: 🎬"], await client.SendAsync("s", "m", Workbench.Ending).ToLinesAsync());
    }

    private static bool IsAbortedMessage(RequestRecord request) =>
        request.Path == MessagePath && request.State == RequestState.Aborted;
}
