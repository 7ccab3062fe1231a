namespace NemoVideo.Emulator.Tests.Pages;

/// <summary>The panel that plans faults.</summary>
public sealed class FaultPageTests
{
    private const string Release = "Release held requests";

    [Fact]
    public async Task Add_FromLists_AppliesToTheNextRequest()
    {
        await using var caller = await Caller.SignedInAsync();
        using var browser = new Browser(caller);
        using var added = await browser.SubmitAsync("/faults", ("request", "GET /api/credits/*"), ("action", "status 503"), ("times", "2"));
        var (_, page) = await browser.OpenAsync("/faults");
        var reply = await caller.GetAsync("/api/credits/balance/simple");
        var (_, after) = await browser.OpenAsync("/faults");

        Assert.Equal(HttpStatusCode.SeeOther, added.StatusCode);
        Assert.Contains("<code>GET /api/credits/*: status 503</code><span class=\"times\">2 times</span>", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, reply.Status);
        Assert.Contains("<span class=\"times\">once</span>", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_EachChoiceOfTheLists_IsAFault()
    {
        await using var caller = await Caller.StartAsync();
        using var browser = new Browser(caller);
        var (_, page) = await browser.OpenAsync("/faults");
        var requests = OptionsOf(page, "request");
        var actions = OptionsOf(page, "action");
        foreach (var (request, action) in requests.SelectMany(request => actions.Select(action => (request, action))))
        {
            using var response = await browser.SubmitAsync("/faults", ("request", request), ("action", action), ("times", "*"));

            Assert.True(response.StatusCode == HttpStatusCode.SeeOther, $"{request}: {action}");
        }

        Assert.True(requests.Count > 5 && actions.Count > 10, page);
    }

    [Fact]
    public async Task Add_ExampleOfTheTextField_IsAFault()
    {
        await using var caller = await Caller.StartAsync();
        using var browser = new Browser(caller);
        var (_, page) = await browser.OpenAsync("/faults");
        var example = page.Split("placeholder=\"For example: ")[1].Split('"')[0];
        using var response = await browser.SubmitAsync("/faults", ("rule", example));

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
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
    public async Task Remove_OneOfTwo_KeepsTheOther()
    {
        await using var caller = await Caller.StartAsync(Caller.Plain with { Faults = ["GET /a: reset", "GET /b: reset x*"] });
        using var browser = new Browser(caller);
        using var removed = await browser.SubmitAsync("/faults/remove", ("id", "1"));
        var (_, page) = await browser.OpenAsync("/faults");

        Assert.DoesNotContain("GET /a:", page, StringComparison.Ordinal);
        Assert.Contains("<code>GET /b: reset</code><span class=\"times\">always</span>", page, StringComparison.Ordinal);
        using var cleared = await browser.SubmitAsync("/faults/clear");
        Assert.Contains("No faults are planned.", (await browser.OpenAsync("/faults")).Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /a: reset", false)]
    [InlineData("GET /a: error event \"hold after 1 events\"", false)]
    [InlineData("GET /a: hold before answer", true)]
    [InlineData("GET /a: hold body after 1 bytes", true)]
    [InlineData("GET /a: hold after 1 bytes", true)]
    [InlineData("GET /a: hold after 1 events", true)]
    [InlineData("GET /a: hold after 1 events with heartbeats", true)]
    public async Task Release_PlannedFault_IsOfferedIfTheFaultHoldsRequests(string fault, bool isOffered)
    {
        await using var caller = await Caller.StartAsync(Caller.Plain with { Faults = [fault] });
        using var browser = new Browser(caller);

        Assert.Equal(isOffered, (await browser.OpenAsync("/faults")).Page.Contains(Release, StringComparison.Ordinal));
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

    private static List<string> OptionsOf(string page, string name) =>
    [
        .. page.Split($"<select name=\"{name}\">")[1].Split("</select>")[0].Split("<option value=\"")[1..]
            .Select(option => WebUtility.HtmlDecode(option.Split('"')[0])),
    ];
}
