namespace NemoVideo.Emulator.Tests.Faults;

/// <summary>Adding faults to the plan over HTTP and in code.</summary>
public sealed class FaultPlanTests
{
    [Fact]
    public async Task Faults_OverHttp_AreAddedAndCleared()
    {
        await using var caller = await Caller.SignedInAsync();
        using var plan = new StringContent("GET /api/credits/*: status 500 x*\nPOST /run_sse: reset\n");
        using var added = await caller.Http.PostAsync("/_emulator/faults", plan, Caller.Ending);
        Assert.Equal(HttpStatusCode.InternalServerError, (await caller.GetAsync("/api/credits/balance/simple")).Status);
        Assert.Equal(HttpStatusCode.InternalServerError, (await caller.GetAsync("/api/credits/balance/simple")).Status);
        using var cleared = await caller.Http.DeleteAsync("/_emulator/faults", Caller.Ending);

        Assert.Equal(0, (await caller.GetAsync("/api/credits/balance/simple")).Code);
    }

    [Theory]
    [InlineData("POST /run_sse explode")]
    [InlineData("POST /run_sse: explode")]
    [InlineData("run_sse: reset")]
    [InlineData("GET *: status 900")]
    [InlineData("GET *: answer 100 {}")]
    [InlineData("GET *: answer")]
    [InlineData("GET *: flood 200 text/plain <<x>>")]
    [InlineData("GET *: flood 200 -1 text/plain <<x>>")]
    [InlineData("GET *: flood 200 * <<x>>")]
    [InlineData("GET *: redirect 304 http://localhost:1/")]
    [InlineData("GET *: redirect ftp://localhost/")]
    [InlineData("POST /run_sse: hold after 1 event with music")]
    [InlineData("POST /run_sse: replay \"/etc/passwd\"")]
    [InlineData("POST /run_sse: error lines")]
    [InlineData("GET *: drip 0 bytes every 1 ms")]
    [InlineData("GET *: cut answer to -1 bytes")]
    [InlineData("GET *: refuse")]
    [InlineData("POST /api/render/proxy/lambda: fail render why")]
    public async Task Faults_InvalidLine_IsRejectedWithGrammar(string specification)
    {
        await using var caller = await Caller.StartAsync();
        var problem = Assert.Throws<FormatException>(() => caller.Host.AddFault(specification));
        using var body = new StringContent(specification);
        var reply = await caller.RequestAsync(HttpMethod.Post, "/_emulator/faults", body);

        Assert.Contains("hold after", problem.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
    }

    [Fact]
    public async Task Faults_MissingRecording_IsRejectedWithItsPath()
    {
        await using var caller = await Caller.StartAsync();
        var problem = Assert.Throws<FormatException>(() => caller.Host.AddFault("POST /run_sse: replay \"/nowhere/none.sse\""));

        Assert.Contains("was not found", problem.Message, StringComparison.Ordinal);
    }
}
