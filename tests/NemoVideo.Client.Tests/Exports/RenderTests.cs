using NemoVideo.Client.Errors;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Tests.Exports;

public sealed class RenderTests
{
    private const string SubmitPath = "/api/render/proxy/lambda";
    private const string Ready = """{"code":0,"data":{"session_id":"s","state":{"draft":{"t":[{"tt":0,"sg":[{"d":1000}]}]}}}}""";

    [Theory]
    [InlineData(RenderShape.Top)]
    [InlineData(RenderShape.Wrapped)]
    [InlineData(RenderShape.Envelope)]
    public async Task WaitForRender_AnyResponseShape_ReturnsFinishedRender(RenderShape shape)
    {
        await using var service = await TestService.StartAsync(TestService.Plain with { RenderShape = shape });
        var (client, state) = await ReadyAsync(service);

        var submitted = await client.SubmitRenderAsync(state, cancellationToken: TestService.Ending);
        var job = await client.WaitForRenderAsync(submitted.Id, cancellationToken: TestService.Ending);

        Assert.Equal(RenderStatus.Pending, submitted.Status);
        Assert.Equal(submitted.Id, job.Id);
        Assert.Equal(RenderStatus.Completed, job.Status);
        Assert.Equal(100, job.Progress);
        Assert.Equal(service.Host.CdnUrl.Authority, job.OutputAddress!.Authority);
        Assert.Equal(shape == RenderShape.Wrapped, job.ByteCount is null);
        Assert.Null(job.Error);
    }

    [Fact]
    public async Task SubmitRender_Request_MatchesProtocol()
    {
        await using var service = await TestService.StartAsync();
        var (client, state) = await ReadyAsync(service);

        var job = await client.SubmitRenderAsync(state, cancellationToken: TestService.Ending);

        var body = Assert.Single(service.RequestsTo("POST", SubmitPath)).Body!;
        Assert.Matches(@"^render_\d{13}_[0-9a-f]{12}$", job.Id);
        Assert.StartsWith($$"""{"id":"{{job.Id}}","sessionId":"{{state.SessionId}}","draft":{""", body, StringComparison.Ordinal);
        Assert.EndsWith(""","output":{"format":"mp4","quality":"high"}}""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SubmitRender_AnyDraft_IsSentByteForByte()
    {
        const string draft = """{"t":[{"sg":[{}]}],"a":"\u00e9\/\ud83d","b":[1.10, 2e+5 ,-0],"a":1}""";
        await using var server = RawServer.Start(request => RawReply.Json(request.Method == "GET"
            ? """{"code":0,"data":{"session_id":"s","state":{"draft":""" + draft + "}}}"
            : """{"id":"r","status":"pending"}"""));
        using var client = await server.ConnectAsync();

        await client.SubmitRenderAsync(await client.GetStateAsync("s", TestService.Ending), cancellationToken: TestService.Ending);

        Assert.Contains($"\"draft\":{draft},", server.Requests[^1].BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitForRender_Running_PollsEveryInterval()
    {
        var time = new ManualTime();
        await using var service = await TestService.StartAsync(
            TestService.Plain with { TimeProvider = time, RenderTime = TimeSpan.FromSeconds(70) });
        var client = await service.ConnectAsync(service.Options(time: time, limits: new NemoLimits()));
        var session = await client.CreateSessionAsync("Summer", cancellationToken: TestService.Ending);
        await client.UploadFileAsync(session.Id, service.Folder.Write("a.mp4", 100), cancellationToken: TestService.Ending);
        var job = await client.SubmitRenderAsync(await client.GetStateAsync(session.Id, TestService.Ending), cancellationToken: TestService.Ending);
        var polls = new ProgressLog<RenderJob>();

        var waiting = client.WaitForRenderAsync(job.Id, progress: polls, cancellationToken: TestService.Ending);
        for (var poll = 1; poll <= 3; poll++)
        {
            await time.WaitForTimerAsync(TimeSpan.FromSeconds(30), TestService.Ending);
            Assert.Equal(poll, polls.Reports.Count);
            time.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(RenderStatus.Completed, (await waiting).Status);
        Assert.Equal(
            [RenderStatus.Pending, RenderStatus.Processing, RenderStatus.Processing, RenderStatus.Completed],
            polls.Reports.Select(report => report.Status));
        Assert.Single(service.RequestsTo("POST", SubmitPath));
    }

    [Fact]
    public async Task WaitForRender_OverTimeout_ThrowsTimeoutAndRenderContinues()
    {
        var time = new ManualTime();
        await using var server = RawServer.Start(_ => RawReply.Json("""{"id":"r","status":"processing"}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(new NemoLimits(), time), TestService.Ending);

        var waiting = client.WaitForRenderAsync("r", cancellationToken: TestService.Ending);
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(30), TestService.Ending);
        time.Advance(TimeSpan.FromMinutes(30));

        var error = await Assert.ThrowsAsync<NemoTimeoutException>(() => waiting);
        Assert.Equal(TimeSpan.FromMinutes(30), error.Limit);
        Assert.DoesNotContain(server.Requests, request => request.Method == "POST");
    }

    [Theory]
    [InlineData("""{"id":"r","status":"failed","error":"no space"}""", "no space")]
    [InlineData("""{"success":false,"data":{"id":"r","status":"failed","error":"no space"}}""", "no space")]
    [InlineData("""{"code":0,"data":{"success":false,"data":{"taskId":"r","status":"failed","error":{"code":500,"message":"no space"}}}}""", "no space")]
    [InlineData("""{"id":"r","status":"failed"}""", null)]
    public async Task WaitForRender_Failed_ReturnsReason(string response, string? reason)
    {
        await using var server = RawServer.Start(_ => RawReply.Json(response));
        using var client = await server.ConnectAsync();

        var job = await client.WaitForRenderAsync("r", cancellationToken: TestService.Ending);

        Assert.Equal((RenderStatus.Failed, "r", reason), (job.Status, job.Id, job.Error));
        Assert.True(job.IsFinished);
    }

    /// <summary>The ID selects the session, and with it the name of the file that a download replaces.</summary>
    [Theory]
    [InlineData("""{"id":"other","status":"completed"}""")]
    [InlineData("""{"success":true,"data":{"id":"other","status":"completed"}}""")]
    public async Task GetRender_StatusWithOtherId_KeepsRequestedId(string response)
    {
        await using var server = RawServer.Start(_ => RawReply.Json(response));
        using var client = await server.ConnectAsync();

        Assert.Equal("r", (await client.GetRenderAsync("r", TestService.Ending)).Id);
    }

    [Fact]
    public async Task CancelRender_Running_EndsAsFailed()
    {
        await using var service = await TestService.StartAsync(TestService.Plain with { RenderTime = TimeSpan.FromHours(1) });
        var (client, state) = await ReadyAsync(service);
        var job = await client.SubmitRenderAsync(state, cancellationToken: TestService.Ending);

        await client.CancelRenderAsync(job.Id, TestService.Ending);

        var after = await client.GetRenderAsync(job.Id, TestService.Ending);
        Assert.Equal((RenderStatus.Canceled, null), (after.Status, after.Error));
    }

    [Fact]
    public async Task CancelRender_Request_HasNoBody()
    {
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{}}"""));
        using var client = await server.ConnectAsync();

        await client.CancelRenderAsync("r", TestService.Ending);

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/api/render/proxy/lambda/r/cancel"), (request.Method, request.Path));
        Assert.True(request.HasNoBody, request.Head);
    }

    [Theory]
    [InlineData("""{"code":0,"data":{"id":"r","status":"completed"}}""", "completed", NemoErrorKind.RenderFinished)]
    [InlineData("""{"success":true,"data":{"status":"processing","message":"not canceled"}}""", "processing", NemoErrorKind.InvalidResponse)]
    [InlineData("""{"code":409.0,"message":"can't cancel"}""", "completed", NemoErrorKind.RenderFinished)]
    public async Task CancelRender_ResponseDoesNotConfirm_ReadsTheStatus(string response, string status, NemoErrorKind kind)
    {
        await using var server = RawServer.Start(request => RawReply.Json(
            request.Method == "POST" ? response : $$$"""{"code":0,"data":{"id":"r","status":"{{{status}}}"}}"""));
        using var client = await server.ConnectAsync();

        await NemoAssert.ThrowsAsync(kind, () => client.CancelRenderAsync("r", TestService.Ending));
    }

    [Theory]
    [InlineData("""{"code":4003,"message":"draft is invalid"}""")]
    [InlineData("""{"success":false,"error":"draft is invalid"}""")]
    [InlineData("""{"code":0,"data":{"success":false,"error":"draft is invalid"}}""")]
    public async Task SubmitRender_ResponseReportsAFailure_IsAnError(string response)
    {
        await using var service = await TestService.StartAsync();
        var (client, state) = await ReadyAsync(service);
        service.Host.AddFault($"POST {SubmitPath}: answer 200 {response} x*");

        var error = await NemoAssert.ThrowsAsync(
            NemoErrorKind.ServiceFailure, () => client.SubmitRenderAsync(state, cancellationToken: TestService.Ending));

        Assert.Contains("draft is invalid", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The ID and the status confirm the render, whatever counters are beside or inside them.</summary>
    [Theory]
    [InlineData("""{"id":"r","status":"pending","error":{"code":"E1","message":"draft is invalid"}}""")]
    [InlineData("""{"code":0,"message":"ok","data":{"id":"r"}}""")]
    public async Task SubmitRender_ConfirmedWithOtherFields_IsNotSentAgain(string response)
    {
        await using var service = await TestService.StartAsync();
        var (client, state) = await ReadyAsync(service);
        service.Host.AddFault($"POST {SubmitPath}: answer 200 {response} x*");

        await client.SubmitRenderAsync(state, cancellationToken: TestService.Ending);

        Assert.Single(service.RequestsTo("POST", SubmitPath));
    }

    /// <summary>Only a code of the service is a failure of the request, and only a status ends a wait.</summary>
    [Theory]
    [InlineData("""{"id":"r","status":"completed","data":{"url":null}}""", RenderStatus.Completed)]
    [InlineData("""{"status":"success","data":{"id":"r","status":"completed"}}""", RenderStatus.Completed)]
    [InlineData("""{"id":"r","status":"completed","code":"COMPLETED","output":{"url":"https://cdn.example/a.mp4"}}""", RenderStatus.Completed)]
    [InlineData("""{"id":"r","status":"failed","code":"RENDER_TIMEOUT"}""", RenderStatus.Failed)]
    public async Task GetRender_StatusBesideAnUndocumentedCode_IsRead(string response, RenderStatus status)
    {
        await using var server = RawServer.Start(_ => RawReply.Json(response));
        using var client = await server.ConnectAsync();

        Assert.Equal(status, (await client.GetRenderAsync("r", TestService.Ending)).Status);
    }

    [Theory]
    [InlineData(500, "")]
    [InlineData(200, """{"code":1001,"message":"m"}""")]
    [InlineData(200, "<html>")]
    public async Task SubmitRender_ResponseLostAndPollFails_HasUnknownOutcomeAndIsNotRetried(int status, string response)
    {
        await using var server = RawServer.Start(request => request.Method == "POST" ? RawReply.Reset
            : request.Path.StartsWith("/api/state", StringComparison.Ordinal) ? RawReply.Json(Ready)
            : RawReply.Of(status, null, System.Text.Encoding.UTF8.GetBytes(response)));
        using var client = await server.ConnectAsync();
        var state = await client.GetStateAsync("s", TestService.Ending);

        var error = await Assert.ThrowsAsync<NemoException>(() => client.SubmitRenderAsync(state, cancellationToken: TestService.Ending));

        Assert.Equal(NemoAction.ReadExport, error.Action);
        Assert.StartsWith("render_", error.ActionTarget, StringComparison.Ordinal);
        Assert.Contains(error.ActionTarget!, error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests, request => request.Method == "POST");
    }

    [Theory]
    [InlineData(404, """{"error":"no such job"}""")]
    [InlineData(200, """{"code":3001,"message":"no such job"}""")]
    public async Task SubmitRender_ResponseLostAndIdUnknown_RetriesWithNewId(int status, string response)
    {
        var posts = 0;
        await using var server = RawServer.Start(request => request.Method == "POST"
            ? posts++ == 0 ? RawReply.Reset : RawReply.Json("""{"status":"pending"}""")
            : request.Path.StartsWith("/api/state", StringComparison.Ordinal) ? RawReply.Json(Ready)
            : RawReply.Of(status, null, System.Text.Encoding.UTF8.GetBytes(response)));
        using var client = await server.ConnectAsync();
        var state = await client.GetStateAsync("s", TestService.Ending);

        var job = await client.SubmitRenderAsync(state, cancellationToken: TestService.Ending);

        Assert.Equal(2, posts);
        Assert.Contains($"\"id\":\"{job.Id}\"", server.Requests[^1].BodyText, StringComparison.Ordinal);
    }

    /// <summary>The status of a new render isn't found yet (firecrawl 2662).</summary>
    [Fact]
    public async Task WaitForRender_NewRenderIsNotFound_IsPolledOn()
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithClipAsync();
        var render = await client.SubmitRenderAsync(await client.GetStateAsync(session, TestService.Ending), cancellationToken: TestService.Ending);
        service.Host.AddFault($$"""GET {{SubmitPath}}/*: answer 404 {"detail":"no such render"} x3""");

        var finished = await client.WaitForRenderAsync(render.Id, cancellationToken: TestService.Ending);

        Assert.Equal(RenderStatus.Completed, finished.Status);
    }

    /// <summary>A submit is free, so it is tried again as often as a read.</summary>
    [Fact]
    public async Task SubmitRender_TwiceUnavailable_IsStarted()
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithClipAsync();
        service.Host.AddFault($"POST {SubmitPath}: status 503 x2");

        var render = await client.SubmitRenderAsync(await client.GetStateAsync(session, TestService.Ending), cancellationToken: TestService.Ending);

        Assert.Equal(RenderStatus.Completed, (await client.WaitForRenderAsync(render.Id, cancellationToken: TestService.Ending)).Status);
        Assert.Equal(1, service.Host.RenderCount);
    }

    [Fact]
    public async Task WaitForRender_UndocumentedStatusUntilTimeout_IsNamed()
    {
        await using var server = RawServer.Start(_ => RawReply.Json("""{"id":"r","status":"expired"}"""));
        using var client = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<NemoTimeoutException>(
            () => client.WaitForRenderAsync("r", timeout: TimeSpan.FromMilliseconds(200), cancellationToken: TestService.Ending));

        Assert.Contains("'expired'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SubmitRender_OnlyUploadsInSession_RecommendsMessageAboutThem()
    {
        await using var service = await TestService.StartAsync();
        var client = await service.ConnectAsync();
        var state = Drafts.FromState("""{"draft":{"t":[]},"video_infos":[{"filename":"beach.mp4"},{"filename":"city.mp4"}]}""");

        var error = await NemoAssert.ThrowsAsync(
            NemoErrorKind.NotReady, () => client.SubmitRenderAsync(state, cancellationToken: TestService.Ending));

        Assert.Equal(
            "The timeline is empty, so there is nothing to export. "
                + "The session contains uploads that aren't on the timeline: beach.mp4, city.mp4.",
            error.Message);
        Assert.Equal("Send a message that tells the agent how to use the uploads.", error.NextStep);
        Assert.Equal((NemoAction.SendMessage, "s"), (error.Action, error.ActionTarget));
    }

    private static async Task<(NemoClient Client, TimelineState State)> ReadyAsync(TestService service)
    {
        var (client, session) = await service.ConnectWithClipAsync();
        return (client, await client.GetStateAsync(session, TestService.Ending));
    }
}
