namespace NemoVideo.Emulator.Tests.Endpoints;

public sealed class SessionTests
{
    [Fact]
    public async Task Create_WithName_ReturnsIdsAsStrings()
    {
        await using var caller = await Caller.SignedInAsync();
        var reply = await caller.PostAsync("/api/tasks/me/with-session/nemo_agent", new { task_name = "Übung", language = "zh-CN" });

        Assert.Equal(JsonValueKind.String, reply.Data.GetProperty("session_id").ValueKind);
        var taskId = reply.Data.GetProperty("task_id").GetString();
        Assert.Matches(@"^\d{19}$", taskId);
        Assert.StartsWith("anon_", reply.Data.GetProperty("user_id").GetString());
    }

    [Fact]
    public async Task Create_WithoutName_Returns400()
    {
        await using var caller = await Caller.SignedInAsync();
        var reply = await caller.PostAsync("/api/tasks/me/with-session/nemo_agent", new { language = "en" });

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
    }

    [Fact]
    public async Task State_OfNewSession_HasNameAndEmptyDraft()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync("Übung");
        var reply = await caller.GetAsync(Caller.StatePath(session));

        Assert.Equal("Übung", reply.Data.GetProperty("task_name").GetString());
        Assert.Equal(session, reply.Data.GetProperty("session_id").GetString());
        Assert.Equal(0, reply.Data.GetProperty("state").GetProperty("draft").GetProperty("t").GetArrayLength());
    }

    [Fact]
    public async Task State_UnknownSession_Returns1002()
    {
        await using var caller = await Caller.SignedInAsync();

        Assert.Equal(1002, (await caller.GetAsync(Caller.StatePath("nowhere"))).Code);
    }

    [Fact]
    public async Task State_OfAnotherUser_Returns1002()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        caller.UseToken((await caller.IssueTokenAsync()).Data.GetProperty("token").GetString()!);

        Assert.Equal(1002, (await caller.GetAsync(Caller.StatePath(session))).Code);
    }

    [Fact]
    public async Task State_RenewedTokenOfSameClient_IsAvailable()
    {
        var clientId = Guid.NewGuid().ToString();
        await using var caller = await Caller.StartAsync();
        caller.UseToken((await caller.IssueTokenAsync(clientId)).Data.GetProperty("token").GetString()!);
        var session = await caller.CreateSessionAsync();
        caller.Host.RevokeTokens();
        caller.UseToken((await caller.IssueTokenAsync(clientId)).Data.GetProperty("token").GetString()!);

        Assert.Equal(0, (await caller.GetAsync(Caller.StatePath(session))).Code);
    }

    [Fact]
    public async Task Claim_OfOwnSession_ReturnsTokenWithoutApiAccess()
    {
        await using var caller = await Caller.SignedInAsync();
        var created = await caller.PostAsync("/api/tasks/me/with-session/nemo_agent", new { task_name = "Summer" });
        var taskId = created.Data.GetProperty("task_id").GetString();
        var sessionId = created.Data.GetProperty("session_id").GetString();
        var reply = await caller.PostAsync("/api/auth/claim-token", new { task_id = taskId, session_id = sessionId });
        var token = reply.Data.GetProperty("claim_token").GetString()!;
        Assert.StartsWith("clm_", token);
        Assert.Equal(604800, reply.Data.GetProperty("expires_in").GetInt32());
        caller.UseToken(token);
        Assert.Equal(1001, (await caller.GetAsync(Caller.StatePath(sessionId!))).Code);
    }

    [Fact]
    public async Task Claim_UnknownSession_Returns1002()
    {
        await using var caller = await Caller.SignedInAsync();

        Assert.Equal(1002, (await caller.PostAsync("/api/auth/claim-token", new { task_id = "1", session_id = "2" })).Code);
    }
}
