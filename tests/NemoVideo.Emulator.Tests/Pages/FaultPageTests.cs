namespace NemoVideo.Emulator.Tests.Pages;

/// <summary>The panel that plans faults.</summary>
public sealed class FaultPageTests
{
    private const string Release = "Release held requests";

    [Fact]
    public async Task Add_FromTheField_AppliesUntilUsedUpOrRemoved()
    {
        await using var caller = await Caller.SignedInAsync();
        using var browser = new Browser(caller);
        using var added = await browser.SubmitAsync("/faults", ("rule", "GET /api/credits/*: status 503 x2"));
        var (_, page) = await browser.OpenAsync("/faults");
        var reply = await caller.GetAsync("/api/credits/balance/simple");
        var (_, after) = await browser.OpenAsync("/faults");

        Assert.Equal(HttpStatusCode.Found, added.StatusCode);
        Assert.Contains("<code>GET /api/credits/*: status 503</code><span class=\"times\">2 times</span>", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, reply.Status);
        Assert.Contains("<span class=\"times\">once</span>", after, StringComparison.Ordinal);
        using var cleared = await browser.SubmitAsync("/faults/clear");
        Assert.Contains("No faults are planned.", (await browser.OpenAsync("/faults")).Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_EachExampleOfTheField_IsAFault()
    {
        await using var caller = await Caller.StartAsync();
        using var browser = new Browser(caller);
        var (_, page) = await browser.OpenAsync("/faults");
        var examples = page.Split("<option value=\"")[1..].Select(option => WebUtility.HtmlDecode(option.Split('"')[0])).ToList();

        Assert.True(examples.Count > 5, page);
        Assert.All(examples, caller.Host.AddFault);
    }

    [Fact]
    public async Task Add_NotAFault_ShowsProblemAndKeepsTheText()
    {
        await using var caller = await Caller.StartAsync();
        using var browser = new Browser(caller);
        using var response = await browser.SubmitAsync("/faults", ("rule", "POST /run_sse: \"explode\""));
        var page = await response.Content.ReadAsStringAsync(Caller.Ending);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("&#39;POST /run_sse: &quot;explode&quot;&#39; is not a valid fault.", page, StringComparison.Ordinal);
        Assert.Contains("value=\"POST /run_sse: &quot;explode&quot;\"", page, StringComparison.Ordinal);
        Assert.Contains("No faults are planned.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_HeldRequest_IsCompleted()
    {
        await using var caller = await Caller.SignedInAsync();
        caller.Host.AddFault("GET /api/credits/*: hold before answer");
        using var browser = new Browser(caller);
        var held = caller.ReadAvailableAsync();
        await caller.WaitForAsync(request => request.HoldCount > 0);
        Assert.Contains(Release, (await browser.OpenAsync("/faults")).Page, StringComparison.Ordinal);
        using var released = await browser.SubmitAsync("/faults/release");

        Assert.Equal(1000, await held);
        await caller.WaitForAsync(request => request is { HoldCount: > 0, IsDone: true });
        Assert.DoesNotContain(Release, (await browser.OpenAsync("/faults")).Page, StringComparison.Ordinal);
    }
}
