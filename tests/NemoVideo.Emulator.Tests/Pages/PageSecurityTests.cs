using System.Text.RegularExpressions;

namespace NemoVideo.Emulator.Tests.Pages;

/// <summary>What protects the pages from other web pages, and from text that looks like markup, and the tokens of clients.</summary>
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

    [Fact]
    public async Task Pages_RequestsWithSecretHeaders_ShowNoneOfThem()
    {
        await using var caller = await Caller.StartAsync();
        var clientId = Guid.NewGuid().ToString();
        var token = (await caller.IssueTokenAsync(clientId)).Data.GetProperty("token").GetString()!;
        caller.UseToken(token);
        var session = await caller.CreateSessionAsync();
        await caller.GetAsync(Caller.StatePath(session));
        using var browser = new Browser(caller);
        foreach (var path in new[] { "/", "/session/" + session, "/requests", "/faults" })
        {
            var (_, page) = await browser.OpenAsync(path);

            Assert.DoesNotContain(token, page, StringComparison.Ordinal);
            Assert.DoesNotContain(clientId, page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/pages/style.css", "text/css")]
    [InlineData("/pages/script.js", "text/javascript")]
    [InlineData("/pages/icon.svg", "image/svg+xml")]
    [InlineData("/favicon.ico", "image/svg+xml")]
    public async Task Asset_EachFile_HasItsType(string path, string type)
    {
        await using var caller = await Caller.StartAsync();
        using var browser = new Browser(caller);
        using var response = await browser.SendAsync(HttpMethod.Get, path);

        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.OpenAsync("/pages/builtin.mp4")).Status);
    }
}
