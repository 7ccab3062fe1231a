namespace NemoVideo.Emulator.Tests.Endpoints;

public sealed class MessageTests
{
    [Theory]
    [InlineData("""{"appName":"nemo_agent","userId":"me","sessionId":"S","newMessage":{"parts":[{"text":"hi"}]}}""")]
    [InlineData("""{"app_name":"other","user_id":"me","session_id":"S","new_message":{"parts":[{"text":"hi"}]}}""")]
    [InlineData("""{"app_name":"nemo_agent","user_id":"me","session_id":"S","new_message":{"parts":[]}}""")]
    [InlineData("""{"app_name":"nemo_agent","user_id":"me","session_id":"S","new_message":{"role":"model","parts":[{"text":"hi"}]}}""")]
    [InlineData("not json")]
    public async Task Send_InvalidBody_Returns422WithDetailAndChargesNothing(string body)
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        using var content = Caller.Json(body.Replace("\"S\"", $"\"{session}\"", StringComparison.Ordinal));
        var reply = await caller.RequestAsync(HttpMethod.Post, "/run_sse", content);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, reply.Status);
        Assert.Equal(JsonValueKind.String, reply.Body.GetProperty("detail").ValueKind);
        Assert.Equal(1000, await caller.ReadAvailableAsync());
    }

    [Fact]
    public async Task Send_UnknownSession_Returns1002()
    {
        await using var caller = await Caller.SignedInAsync();
        using var body = Caller.MessageBody("nowhere", "trim it");
        Assert.Equal(1002, (await caller.RequestAsync(HttpMethod.Post, "/run_sse", body)).Code);
    }

    [Theory]
    [InlineData("add a title", 50)]
    [InlineData("add a title, music, and make it vertical", 50)]
    [InlineData("generate a 10-second video of a city timelapse", 100)]
    [InlineData("how are you?", 50)]
    public async Task Send_OfAnyMessage_ChargesOnce(string message, long cost)
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.SendMessageAsync(caller.Session, message);

        Assert.Equal(1000 - cost, await caller.ReadAvailableAsync());
    }

    [Fact]
    public async Task Send_WithoutEnoughCredits_Returns2001AndChangesNothing()
    {
        await using var caller = await Caller.WithClipAsync();
        caller.Host.SetCredits(49);
        using var body = Caller.MessageBody(caller.Session, "add a title");
        var reply = await caller.RequestAsync(HttpMethod.Post, "/run_sse", body);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(2001, reply.Code);
        Assert.Empty((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Text));
    }

    [Fact]
    public async Task Balance_MessageInProgress_ShowsItsCostAsFrozen()
    {
        await using var caller = await Caller.WithClipAsync(Caller.Plain with { Faults = ["POST /run_sse: hold after 1 event"] });
        var message = caller.SendMessageAsync(caller.Session, "add a title");
        await caller.WaitForAsync(request => request is { Path: "/run_sse", EventsSent: 1 });
        var balance = (await caller.GetAsync("/api/credits/balance/simple")).Data;

        Assert.Equal(950, balance.GetProperty("available").GetInt64());
        Assert.Equal(50, balance.GetProperty("frozen").GetInt64());
        Assert.Equal(1000, balance.GetProperty("total").GetInt64());
        caller.Host.ReleaseHeld();
        await message;
        Assert.Equal(0, (await caller.GetAsync("/api/credits/balance/simple")).Data.GetProperty("frozen").GetInt64());
    }
}
