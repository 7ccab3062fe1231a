namespace NemoVideo.Emulator.Tests.Faults;

/// <summary>The lines of a fault plan.</summary>
public sealed class FaultPlanTests
{
    [Theory]
    [InlineData("POST /run_sse explode")]
    [InlineData("POST /run_sse: explode")]
    [InlineData("run_sse: reset")]
    [InlineData("GET *: status 900")]
    [InlineData("GET *: flood 200 text/plain <<x>>")]
    [InlineData("GET *: redirect 304 http://localhost:1/")]
    [InlineData("POST /run_sse: hold after 1 event with music")]
    [InlineData("POST /run_sse: replay \"/etc/passwd\"")]
    [InlineData("GET *: drip 0 bytes every 1 ms")]
    [InlineData("GET *: cut answer to -1 bytes")]
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

    /// <summary>All users of the computer can send requests to the emulator, which can read the files of its own user.</summary>
    [Fact]
    public async Task Faults_ReplayOverHttp_IsRefusedAndAddsNothing()
    {
        await using var caller = await Caller.StartAsync();
        using var browser = new Browser(caller);
        var line = $"POST /run_sse: replay \"{Recordings.PathOf("adk-python-2.5/nothing-on")}\"";
        using var body = new StringContent($"GET *: reset\n{line}");
        var reply = await caller.RequestAsync(HttpMethod.Post, "/_emulator/faults", body);
        using var response = await browser.SubmitAsync("/faults", ("rule", line));
        var page = await response.Content.ReadAsStringAsync(Caller.Ending);

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(
            "reads a file, so it can't be planned over HTTP. Use the option --fault",
            reply.Body.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("because it reads a file", page, StringComparison.Ordinal);
        Assert.Contains("No faults are planned.", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/*/simple", true)]
    [InlineData("*", true)]
    [InlineData("/api/credits/*e", true)]
    [InlineData("/api/credits/balance/simple", true)]
    [InlineData("/api/credits", false)]
    [InlineData("/api/credits/*/balance", false)]
    [InlineData("/API/credits/*", false)]
    public async Task Faults_PathWithStars_MatchesWholePath(string path, bool expected)
    {
        await using var caller = await Caller.SignedInAsync();
        caller.Host.AddFault($"GET {path}: status 503");
        Assert.Equal(expected, (await caller.GetAsync("/api/credits/balance/simple")).Status == HttpStatusCode.ServiceUnavailable);
    }
}
