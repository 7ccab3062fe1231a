namespace NemoVideo.Emulator.Tests.Endpoints;

public sealed class TokenTests
{
    private const string ClientId = "6f9d1a52-7c1b-4a41-9a55-3d0e3a5f2b10";

    [Fact]
    public async Task Issue_WithClientId_ReturnsTokenForSevenDays()
    {
        var time = new ManualTime();
        await using var caller = await Caller.StartAsync(Caller.Plain with { TimeProvider = time, Credits = 100 });
        var reply = await caller.IssueTokenAsync(ClientId);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(0, reply.Code);
        Assert.StartsWith("nmv_usr_", reply.Data.GetProperty("token").GetString());
        Assert.StartsWith("anon_", reply.Data.GetProperty("user_id").GetString());
        Assert.Equal("2026-03-18T12:00:00Z", reply.Data.GetProperty("expires_at").GetString());
        Assert.Equal(100, reply.Data.GetProperty("credits").GetInt64());
    }

    [Fact]
    public async Task Issue_WithoutClientId_Returns400()
    {
        await using var caller = await Caller.StartAsync();
        var reply = await caller.RequestAsync(HttpMethod.Post, "/api/auth/anonymous-token", null);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal(400, reply.Code);
    }

    [Fact]
    public async Task Issue_SecondWithinSevenDays_Returns429()
    {
        await using var caller = await Caller.StartAsync();
        await caller.IssueTokenAsync(ClientId);
        var reply = await caller.IssueTokenAsync(ClientId);

        Assert.Equal(HttpStatusCode.TooManyRequests, reply.Status);
        Assert.Equal(429, reply.Code);
    }

    [Fact]
    public async Task Issue_AfterFirstExpired_ReturnsNewTokenOfSameUser()
    {
        var time = new ManualTime();
        await using var caller = await Caller.StartAsync(Caller.Plain with { TimeProvider = time });
        var first = await caller.IssueTokenAsync(ClientId);
        caller.Host.SetCredits(70);
        time.Advance(TimeSpan.FromDays(7));
        var second = await caller.IssueTokenAsync(ClientId);

        Assert.Equal(0, second.Code);
        Assert.NotEqual(first.Data.GetProperty("token").GetString(), second.Data.GetProperty("token").GetString());
        Assert.Equal(first.Data.GetProperty("user_id").GetString(), second.Data.GetProperty("user_id").GetString());

        // A day as a new user, 29 November: the balance jumped to that of a new user.
        Assert.Equal(70, second.Data.GetProperty("credits").GetInt64());
    }

    [Fact]
    public async Task Bearer_InTheUrl_IsIgnored()
    {
        await using var caller = await Caller.StartAsync(Caller.Plain with { Tokens = ["nmv_usr_mine"] });

        Assert.Equal(1001, (await caller.GetAsync("/api/credits/balance/simple?token=nmv_usr_mine&access_token=nmv_usr_mine")).Code);
    }

    [Fact]
    public async Task Bearer_Expired_Returns1001()
    {
        var time = new ManualTime();
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { TimeProvider = time });
        Assert.Equal(0, (await caller.GetAsync("/api/credits/balance/simple")).Code);
        time.Advance(TimeSpan.FromDays(7));

        Assert.Equal(1001, (await caller.GetAsync("/api/credits/balance/simple")).Code);
    }
}
