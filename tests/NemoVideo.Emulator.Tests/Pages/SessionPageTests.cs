namespace NemoVideo.Emulator.Tests.Pages;

public sealed class SessionPageTests
{
    [Fact]
    public async Task List_Sessions_ShowsNameIdLengthAndMessageNewestFirst()
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.CreateSessionAsync("Winter");
        await caller.SendMessageAsync(caller.Session, "trim to 8 seconds");
        var page = await OpenAsync(caller, "/");

        Assert.Contains($"<a href=\"/session/{caller.Session}\"><bdi>Summer</bdi></a>", page, StringComparison.Ordinal);
        Assert.Contains("trim to 8 seconds", page, StringComparison.Ordinal);
        Assert.Contains("<dd>8s</dd>", page, StringComparison.Ordinal);
        Assert.Contains($"<code>{caller.Session[..8]}</code>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("redits", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("Winter", StringComparison.Ordinal) < page.IndexOf("Summer", StringComparison.Ordinal), page);
    }

    [Fact]
    public async Task List_MoreSessionsThanAPage_LinksToOlderOnes()
    {
        await using var caller = await Caller.SignedInAsync();
        for (var i = 1; i <= 51; i++)
        {
            await caller.CreateSessionAsync($"Session {i:00}");
        }

        var first = await OpenAsync(caller, "/");
        var second = await OpenAsync(caller, "/?page=2");

        Assert.Contains("href=\"/?page=2\"", first, StringComparison.Ordinal);
        Assert.DoesNotContain("Session 01", first, StringComparison.Ordinal);
        Assert.Contains("Session 01", second, StringComparison.Ordinal);
        Assert.Contains("href=\"/?page=1\"", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_WithEdits_ShowsTimelineToScale()
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.SendMessageAsync(caller.Session, "add a title \"Hi\", add lo-fi music at 40%");
        var page = await OpenSessionAsync(caller);

        Assert.Contains("class=\"block video\" x=\"0%\" y=\"28\" width=\"100%\"", page, StringComparison.Ordinal);
        Assert.Contains("class=\"block text\" x=\"0%\" y=\"156\" width=\"30%\"", page, StringComparison.Ordinal);
        Assert.Contains("<title>Lo-fi: 0s to 10s, 10s, volume 40%</title>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Credits left</dt><dd>950</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<line class=\"grid\" x1=\"50%\"", page, StringComparison.Ordinal);
        Assert.Contains("x=\"50%\" dx=\"5\" y=\"14\">5s</text>", page, StringComparison.Ordinal);
        Assert.Contains(
            "<p>Timeline (3 tracks): 1. Video: beach (0-10s) 2. BGM: Lo-fi (0-10s) 3. Title: &quot;Hi&quot; (0-3s)</p>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_OverlappingSounds_ShowsThemInSeparateLanes()
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.UploadAsync(caller.Session, "voice.mp3", TinyMp4.Lasting(TimeSpan.FromSeconds(4)));
        await caller.SendMessageAsync(caller.Session, "add lo-fi music");
        var page = await OpenSessionAsync(caller);

        Assert.Contains("<li class=\"audio\">Audio 1</li><li class=\"audio\">Audio 2</li>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_AfterMessage_ShowsConversationInOrder()
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.SendMessageAsync(caller.Session, "add a title \"Hi\"");
        var page = await OpenSessionAsync(caller);

        AssertInOrder(
            page,
            "add a title &quot;Hi&quot;</p>",
            "Let me edit that.",
            "<code>add_title</code>",
            "<span>text</span> Hi</span>",
            "Title added: &quot;Hi&quot; (0-3s)</p>",
            "click the Export button",
            "50 credits charged");
    }

    [Fact]
    public async Task Session_AfterFailures_ShowsWhatFailed()
    {
        await using var caller = await Caller.WithClipAsync();
        caller.Host.AddFault("POST /run_sse: error event \"The model is overloaded\" after 1 events");
        await caller.SendMessageAsync(caller.Session, "add a title");
        caller.Host.SetCredits(10);
        await caller.SendMessageAsync(caller.Session, "add music");
        caller.Host.AddFault("GET /api/state/*: status 503");
        await caller.GetAsync(Caller.StatePath(caller.Session));
        var page = await OpenSessionAsync(caller);

        AssertInOrder(
            page,
            "Fault: POST /run_sse: error event &quot;The model is overloaded&quot; after 1 events",
            "The stream reported a failure: The model is overloaded",
            "0 credits charged",
            "Rejected with code 2001: insufficient credits",
            "<span class=\"outcome\">503</span>",
            "<span class=\"reason\">Fault: GET /api/state/*: status 503</span>",
            "<span class=\"reason\">2001: insufficient credits</span>");
    }

    [Fact]
    public async Task Session_Requests_ShowHeadersBodyAndOnlyThisSession()
    {
        await using var caller = await Caller.WithClipAsync();
        var other = await caller.CreateSessionWithClipAsync(fileName: "other.mp4");
        await caller.SendMessageAsync(caller.Session, "add a title");
        var page = await OpenSessionAsync(caller);

        Assert.Contains("<dt>X-Skill-Source</dt><dd>for-video-free</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>Authorization</dt><dd class=\"secret\">hidden</dd>", page, StringComparison.Ordinal);
        Assert.Contains("&quot;app_name&quot;: &quot;nemo_agent&quot;", page, StringComparison.Ordinal);
        Assert.DoesNotContain(other, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/session/{0}")]
    [InlineData("/requests")]
    public async Task Page_TextLikeMarkup_StaysText(string path)
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync("<script>alert('n')</script>");
        await caller.UploadAsync(session, "<img src=x>.mp4", TinyMp4.Lasting(TimeSpan.FromSeconds(4)));
        await caller.SendMessageAsync(session, "add a title \"<script>alert(2)</script>\" \u202Egnp.exe");
        caller.Http.DefaultRequestHeaders.Add("X-Extra", "<b onload=x>");
        await caller.GetAsync(Caller.StatePath(session));
        var page = await OpenAsync(caller, string.Format(System.Globalization.CultureInfo.InvariantCulture, path, session));

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b onload", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202E', page);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_Unknown_Returns404()
    {
        await using var caller = await Caller.StartAsync();
        using var browser = new Browser(caller);

        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync("/session/none")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync("/session/none/events")).Status);
    }

    [Fact]
    public async Task Pages_Opened_AreNeitherRecordedNorSubjectToFaults()
    {
        await using var caller = await Caller.StartAsync(Caller.Plain with { Faults = ["* *: status 500 x*"] });
        using var browser = new Browser(caller);
        foreach (var path in new[] { "/", "/requests", "/faults", "/pages/style.css" })
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync(path)).Status);
        }

        Assert.Empty(caller.Host.Requests);
    }

    private static Task<string> OpenSessionAsync(Caller caller) => OpenAsync(caller, "/session/" + caller.Session);

    private static async Task<string> OpenAsync(Caller caller, string path)
    {
        using var browser = new Browser(caller);
        var (status, page) = await browser.OpenAsync(path);
        Assert.Equal(HttpStatusCode.OK, status);
        return page;
    }

    private static void AssertInOrder(string page, params string[] parts)
    {
        var position = 0;
        foreach (var part in parts)
        {
            var found = page.IndexOf(part, position, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{part}' is missing or too early in {page}");
            position = found + part.Length;
        }
    }
}
