namespace NemoVideo.Emulator.Tests.Faults;

public sealed class FaultTests
{
    [Fact]
    public async Task Hold_AfterOneEvent_PausesUntilReleased()
    {
        await using var caller = await Caller.WithClipAsync();
        caller.Host.AddFault("POST /run_sse: hold after 1 event");
        var message = caller.SendMessageAsync(caller.Session, "add a title");
        await caller.WaitForAsync(request => request is { Path: "/run_sse", EventsSent: 1 });
        Assert.False(message.IsCompleted);
        using var released = await caller.Http.PostAsync("/_emulator/release", null, Caller.Ending);

        Assert.Contains("Done.", await message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hold_ClientDisconnects_EndsAndWorkIsDone()
    {
        await using var caller = await Caller.WithClipAsync();
        caller.Host.AddFault("POST /run_sse: hold after 1 event");
        using (var disconnect = CancellationTokenSource.CreateLinkedTokenSource(Caller.Ending))
        {
            using var body = Caller.MessageBody(caller.Session, "add a title");
            var message = caller.Http.PostAsync("/run_sse", body, disconnect.Token);
            await caller.WaitForAsync(request => request is { Path: "/run_sse", EventsSent: 1 });
            await disconnect.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => message);
        }

        var record = await caller.WaitForAsync(request => request is { Path: "/run_sse", State: RequestState.Aborted });

        Assert.Equal(1, record.EventsSent);
        await WaitForAvailableAsync(caller, 950);
        Assert.Single((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Text));
    }

    [Fact]
    public async Task Drop_AfterTwoEvents_InterruptsStreamAndWorkIsDone()
    {
        await using var caller = await Caller.WithClipAsync();
        caller.Host.AddFault("POST /run_sse: drop after 2 events");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => caller.SendMessageAsync(caller.Session, "add a title"));
        var record = await caller.WaitForAsync(request => request is { Path: "/run_sse", State: RequestState.Aborted });
        Assert.Equal(2, record.EventsSent);
        await WaitForAvailableAsync(caller, 950);
        Assert.Single((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Text));
        Assert.Contains("Done.", await caller.SendMessageAsync(caller.Session, "make it 4K"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DropBeforeAnswer_OfMessage_WorkIsDoneAndChargedOnce()
    {
        await using var caller = await Caller.WithClipAsync();
        caller.Host.AddFault("POST /run_sse: drop before answer");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => caller.SendMessageAsync(caller.Session, "add a title"));
        await WaitForAvailableAsync(caller, 950);
        Assert.Single((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Text));
    }

    [Fact]
    public async Task HoldBeforeAnswer_OfSession_WorkIsDoneAndResponseWaitsForRelease()
    {
        await using var caller = await Caller.SignedInAsync();
        caller.Host.AddFault("POST /api/tasks/*: hold before answer");
        var creating = caller.CreateSessionAsync();
        await caller.WaitForAsync(request => request is { State: RequestState.Open, BytesReceived: > 0 });
        Assert.False(creating.IsCompleted);
        while (!creating.IsCompleted)
        {
            // Each release continues the requests that wait at that time.
            caller.Host.ReleaseHeld();
            await Task.Yield();
        }

        Assert.NotEmpty(await creating);
    }

    [Fact]
    public async Task HoldBody_OfUpload_PausesReadingUntilReleased()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        caller.Host.AddFault("POST /api/upload-video/*: hold body after 500 bytes");
        var uploading = caller.UploadAsync(session, "a.mp4", new byte[100_000]);
        var paused = await caller.WaitForAsync(request => request is { State: RequestState.Open, BytesReceived: >= 500 });
        Assert.Equal(500, paused.BytesReceived);
        Assert.False(uploading.IsCompleted);
        caller.Host.ReleaseHeld();
        await uploading;
        var record = await caller.WaitForAsync(request => request is { BytesReceived: > 100_000, State: RequestState.Completed });
        Assert.Equal(record.Headers["Content-Length"], record.BytesReceived.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Reset_OfUpload_DoesNothing()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        caller.Host.AddFault("POST /api/upload-video/*: reset");

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => caller.UploadAsync(session, "a.mp4", new byte[100]));

        Assert.Empty((await caller.ReadDraftAsync(session)).Segments(DraftReading.Video));
        Assert.Contains(caller.Host.Requests, request => request is { State: RequestState.Aborted, Status: null });
    }

    [Fact]
    public async Task Status_WithRetryAfter_SendsTheHeader()
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { Faults = ["GET *: status 429 retry-after 1"] });
        var reply = await caller.GetAsync("/api/credits/balance/simple");

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(1)), (reply.Status, reply.RetryAfter!.Value));
        Assert.Equal(0, (await caller.GetAsync("/api/credits/balance/simple")).Code);
    }

    [Fact]
    public async Task Status_OfMessage_ChargesNothing()
    {
        await using var caller = await Caller.WithClipAsync();
        caller.Host.AddFault("POST /run_sse: status 401");
        using var body = Caller.MessageBody(caller.Session, "add a title");
        var reply = await caller.RequestAsync(HttpMethod.Post, "/run_sse", body);

        Assert.Equal((HttpStatusCode.Unauthorized, 1001), (reply.Status, reply.Code));
        await WaitForAvailableAsync(caller, 1000);
        Assert.Contains("add a title", caller.Host.Requests.Single(request => request.Path == "/run_sse").Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EventDialect.Flat, "\"type\":\"error\"")]
    [InlineData(EventDialect.Adk, "\"errorMessage\":\"quota \\\"gone\\\"\"")]
    public async Task ErrorEvent_InStream_EndsStreamAndChargesNothing(EventDialect dialect, string mark)
    {
        await using var caller = await Caller.WithClipAsync(Caller.Plain with { Dialect = dialect });
        caller.Host.AddFault("POST /run_sse: error event \"quota \"gone\"\" after 1 event");
        var stream = await caller.SendMessageAsync(caller.Session, "add a title");

        Assert.Equal(2, stream.Events().Count(one => !one.TryGetProperty("type", out var type) || type.GetString() != "heartbeat"));
        Assert.Contains(mark, stream, StringComparison.Ordinal);
        await WaitForAvailableAsync(caller, 1000);
        Assert.Empty((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Text));
    }

    // The work can end after its connection has ended.
    private static async Task WaitForAvailableAsync(Caller caller, long expected)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Caller.Ending);
        timeout.CancelAfter(TimeSpan.FromSeconds(10));
        while (true)
        {
            var balance = (await caller.GetAsync("/api/credits/balance/simple")).Data;
            if (balance.GetProperty("available").GetInt64() == expected && balance.GetProperty("frozen").GetInt64() == 0)
            {
                return;
            }

            timeout.Token.ThrowIfCancellationRequested();
        }
    }
}
