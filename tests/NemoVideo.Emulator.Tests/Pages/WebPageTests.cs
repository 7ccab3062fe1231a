namespace NemoVideo.Emulator.Tests.Pages;

/// <summary>The pages that the links of a client lead to (protocol sections 2 and 4).</summary>
public sealed class WebPageTests
{
    [Fact]
    public async Task Claim_OfSession_LeadsToItsPageWithoutTheClaimToken()
    {
        await using var caller = await Caller.WithClipAsync();
        using var browser = new Browser(caller);
        using var opened = await browser.SendAsync(HttpMethod.Get, await ClaimAsync(caller, caller.Session));
        var (status, page) = await browser.OpenAsync(opened.Headers.Location!.OriginalString);

        Assert.Equal((HttpStatusCode.Found, "/session/" + caller.Session), (opened.StatusCode, opened.Headers.Location.OriginalString));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("<h1><bdi>Summer</bdi></h1>", page, StringComparison.Ordinal);
        Assert.Contains("NemoVideo emulator", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/workspace/claim?ct=clm_unknown")]
    [InlineData("/workspace/claim?ct=")]
    [InlineData("/workspace/claim")]
    public async Task Claim_Unknown_ReturnsPageWith404(string path)
    {
        await using var caller = await Caller.StartAsync();
        var (status, type, page) = await OpenAsync(caller, path);

        Assert.Equal((HttpStatusCode.NotFound, "text/html; charset=utf-8"), (status, type));
        Assert.Contains("<h1>Link not found</h1>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_After7Days_ReturnsPageWith404()
    {
        var time = new ManualTime();
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { TimeProvider = time });
        var path = await ClaimAsync(caller, await caller.CreateSessionAsync());
        time.Advance(TimeSpan.FromDays(7));

        Assert.Equal(HttpStatusCode.NotFound, (await OpenAsync(caller, path)).Status);
    }

    [Theory]
    [InlineData("/register?bind=anon_%3Cb%3E", "anon_&lt;b&gt;")]
    [InlineData("/register", "Register")]
    public async Task Register_WithAndWithoutUser_ReturnsEmulatorPage(string path, string expected)
    {
        await using var caller = await Caller.StartAsync();
        var (status, _, page) = await OpenAsync(caller, path);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.Contains("NemoVideo emulator", page, StringComparison.Ordinal);
    }

    private static async Task<string> ClaimAsync(Caller caller, string session)
    {
        var state = await caller.GetAsync(Caller.StatePath(session));
        var claim = await caller.PostAsync(
            "/api/auth/claim-token", new { task_id = state.Data.GetProperty("task_id").GetString(), session_id = session });
        return "/workspace/claim?ct=" + claim.Data.GetProperty("claim_token").GetString();
    }

    private static async Task<(HttpStatusCode Status, string? Type, string Page)> OpenAsync(Caller caller, string path)
    {
        // As in a browser, the request has no bearer token and no attribution headers.
        using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var reply = await browser.GetAsync(new Uri(caller.Host.Url, path), Caller.Ending);
        return (reply.StatusCode, reply.Content.Headers.ContentType?.ToString(), await reply.Content.ReadAsStringAsync(Caller.Ending));
    }
}
