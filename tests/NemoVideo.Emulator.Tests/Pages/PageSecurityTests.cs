using System.Text.RegularExpressions;

namespace NemoVideo.Emulator.Tests.Pages;

/// <summary>What protects the pages from other web pages, and from text that looks like markup.</summary>
public sealed class PageSecurityTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/session/{0}")]
    [InlineData("/session/unknown")]
    [InlineData("/requests")]
    [InlineData("/faults")]
    [InlineData("/register")]
    [InlineData("/workspace/claim")]
    public async Task Page_Any_HasStrictPolicyAndNothingInline(string path)
    {
        await using var caller = await Caller.WithClipAsync();
        await caller.SendMessageAsync(caller.Session, "add a title, add music");
        await caller.RenderDraftAsync("render_1", caller.Session);
        using var browser = new Browser(caller);
        using var response = await browser.SendAsync(HttpMethod.Get, path.Replace("{0}", caller.Session, StringComparison.Ordinal));
        var page = await response.Content.ReadAsStringAsync(Caller.Ending);
        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));

        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.DoesNotMatch(@"<style|\sstyle=|\son\w+=|javascript:|<script(?! src=""/pages/script\.js"" defer></script>)", page);
        Assert.All(
            Regex.Matches(page, @"\s(src|href|action)=""([^""]*)""").Select(match => match.Groups[2].Value),
            address => Assert.Matches("^(/(?!/)|#)", address));
    }

    [Theory]
    [InlineData("/faults")]
    [InlineData("/faults/remove")]
    [InlineData("/faults/clear")]
    [InlineData("/faults/release")]
    public async Task Post_WithoutOrFromAnotherOrigin_IsRejected(string path)
    {
        await using var caller = await Caller.StartAsync(Caller.Plain with { Faults = ["GET /x: reset"] });
        using var browser = new Browser(caller);
        (string, string)[][] headers =
        [
            [], [("Origin", "http://evil.example")], [("Origin", "null")], [("Origin", browser.Origin.Replace("http", "https", StringComparison.Ordinal))],
            [("Sec-Fetch-Site", "cross-site")], [("Sec-Fetch-Site", "same-site")], [("Sec-Fetch-Site", "none")],
        ];
        foreach (var set in headers)
        {
            using var response = await browser.SendAsync(HttpMethod.Post, path, [("rule", "GET /y: reset"), ("id", "1")], set);

            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }

        Assert.Contains("<code>GET /x: reset</code>", (await browser.OpenAsync("/faults")).Page, StringComparison.Ordinal);
        Assert.DoesNotContain("GET /y", (await browser.OpenAsync("/faults")).Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "{0}")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    public async Task Post_FromOwnPage_IsAccepted(string header, string value)
    {
        await using var caller = await Caller.StartAsync();
        using var browser = new Browser(caller);
        using var response = await browser.SendAsync(
            HttpMethod.Post, "/faults", [("rule", "GET /y: reset")], (header, value.Replace("{0}", browser.Origin, StringComparison.Ordinal)));

        Assert.Equal((HttpStatusCode.SeeOther, "/faults"), (response.StatusCode, response.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("192.168.0.1")]
    public async Task Page_AnotherHostName_IsRejected(string host)
    {
        await using var caller = await Caller.WithClipAsync();
        using var browser = new Browser(caller);
        foreach (var path in new[] { "/", "/session/" + caller.Session, "/events", "/faults" })
        {
            using var response = await browser.SendAsync(HttpMethod.Get, path, null, ("Host", host));
            var page = await response.Content.ReadAsStringAsync(Caller.Ending);

            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.DoesNotContain("Summer", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Page_OnCdn_IsNotFound()
    {
        await using var caller = await Caller.StartAsync();
        using var reply = await caller.Http.GetAsync(caller.Host.CdnUrl, Caller.Ending);

        Assert.Equal(HttpStatusCode.NotFound, reply.StatusCode);
    }

    [Theory]
    [InlineData("style.css", "text/css")]
    [InlineData("script.js", "text/javascript")]
    [InlineData("icon.svg", "image/svg+xml")]
    public async Task Asset_EachFile_HasItsType(string name, string type)
    {
        await using var caller = await Caller.StartAsync();
        using var browser = new Browser(caller);
        using var response = await browser.SendAsync(HttpMethod.Get, "/pages/" + name);

        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync("/pages/builtin.mp4")).Status);
    }
}
