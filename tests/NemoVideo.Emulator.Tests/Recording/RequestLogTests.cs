namespace NemoVideo.Emulator.Tests.Recording;

public sealed class RequestLogTests
{
    [Fact]
    public async Task Requests_OverHttp_AreInOrderWithoutSecrets()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync("Grüße");
        await caller.UploadAsync(session, "a.mp4", new byte[5000]);
        var token = caller.Http.DefaultRequestHeaders.Authorization!.Parameter!;
        var text = await caller.Http.GetStringAsync("/_emulator/requests?all", Caller.Ending);
        var records = JsonElement.Parse(text);
        Assert.Equal("hidden", records[0].GetProperty("headers").GetProperty("X-Client-Id").GetString());
        Assert.Equal([1, 2, 3], records.EnumerateArray().Select(record => record.GetProperty("id").GetInt32()));
        var create = records[1];
        Assert.Equal("api", create.GetProperty("origin").GetString());
        Assert.Equal("POST", create.GetProperty("method").GetString());
        Assert.Equal("/api/tasks/me/with-session/nemo_agent", create.GetProperty("path").GetString());
        Assert.Equal("", create.GetProperty("query").GetString());
        Assert.Equal(200, create.GetProperty("status").GetInt32());
        Assert.Equal("completed", create.GetProperty("state").GetString());
        Assert.True(create.GetProperty("hasAuthorization").GetBoolean());
        Assert.Equal("for-video-free", create.GetProperty("headers").GetProperty("X-Skill-Source").GetString());
        Assert.False(create.GetProperty("headers").TryGetProperty("Authorization", out _));
        Assert.Contains("task_name", create.GetProperty("body").GetString(), StringComparison.Ordinal);
        var upload = records[2];
        Assert.Equal(JsonValueKind.Null, upload.GetProperty("body").ValueKind);
        Assert.InRange(upload.GetProperty("bytesReceived").GetInt64(), 5000, 6000);
        Assert.DoesNotContain(token, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_AfterAnId_AreTheLaterOnesInTheLog()
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { MaxRecordedRequests = 3 });
        for (var i = 0; i < 4; i++)
        {
            await caller.CreateSessionAsync();
        }

        Assert.Equal([3, 4, 5], await IdsAsync(caller, ""));
        Assert.Equal([3, 4, 5], await IdsAsync(caller, "?after=1"));
        Assert.Equal([5], await IdsAsync(caller, "?after=4"));
        Assert.Empty(await IdsAsync(caller, "?after=5"));
    }

    [Fact]
    public async Task Upload_ClientDisconnects_IsAborted()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        using var disconnect = CancellationTokenSource.CreateLinkedTokenSource(Caller.Ending);
        using var endless = new EndlessContent(disconnect.Token);
        using var body = new MultipartFormDataContent { { endless, "files", "a.mp4" } };
        var upload = caller.Http.PostAsync(Caller.UploadPath(session), body, disconnect.Token);
        await caller.WaitForAsync(record => record.BytesReceived > 100_000);
        await disconnect.CancelAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => upload);
        await caller.WaitForAsync(record => record.Path == Caller.UploadPath(session) && record.State == RequestState.Aborted);
        Assert.Empty((await caller.ReadDraftAsync(session)).Segments(DraftReading.Video));
    }

    [Fact]
    public async Task Control_OverHttp_SetsCreditsAndRevokes()
    {
        await using var caller = await Caller.SignedInAsync();
        using var body = Caller.Json("""{"available":7}""");
        using var set = await caller.Http.PostAsync("/_emulator/credits", body, Caller.Ending);
        Assert.Equal(7, (await caller.GetAsync("/api/credits/balance/simple")).Data.GetProperty("available").GetInt64());
        using var revoked = await caller.Http.PostAsync("/_emulator/revoke", null, Caller.Ending);

        Assert.Equal(1001, (await caller.GetAsync("/api/credits/balance/simple")).Code);
        Assert.DoesNotContain(caller.Host.Requests, record => record.Path.StartsWith("/_emulator", StringComparison.Ordinal));
    }

    private static async Task<IEnumerable<int>> IdsAsync(Caller caller, string query)
    {
        var records = JsonElement.Parse(await caller.Http.GetStringAsync("/_emulator/requests" + query, Caller.Ending));
        return records.EnumerateArray().Select(record => record.GetProperty("id").GetInt32());
    }

    /// <summary>Neither needs a token, and the emulator keeps the whole body in memory.</summary>
    [Theory]
    [InlineData("/api/auth/anonymous-token", "application/json")]
    [InlineData("/_emulator/faults", "text/plain")]
    public async Task Body_LargerThan16MiB_IsRejected(string path, string contentType)
    {
        await using var caller = await Caller.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(new byte[(16 << 20) + 1]) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.TransferEncodingChunked = true;
        using var response = await caller.Http.SendAsync(request, Caller.Ending);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }
}
