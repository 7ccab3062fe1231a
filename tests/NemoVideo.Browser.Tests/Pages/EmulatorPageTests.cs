namespace NemoVideo.Browser.Tests.Pages;

/// <summary>The pages of the emulator, from a phone to a wide screen.</summary>
public sealed class EmulatorPageTests(Chromium chromium)
{
    [Theory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    [InlineData(2000, 1200)]
    public async Task Pages_OnEachScreen_FitLoadOnlyFromTheEmulatorAndHaveNoProblem(int width, int height)
    {
        await using var caller = await PrepareAsync();
        await using var browser = await chromium.OpenPageAsync(width, height);
        foreach (var path in new[] { "/", "/session/" + caller.Session, "/requests", "/faults" })
        {
            await browser.OpenAsync(new Uri(caller.Host.Url, path));
            await browser.WaitAsync("!document.getElementById('live').hidden");
            var overflow = await browser.EvaluateAsync("document.documentElement.scrollWidth - document.documentElement.clientWidth");

            Assert.True(overflow.GetInt32() <= 0, $"{path} is {overflow} pixels too wide");
        }

        // The icons of the browser's own video controls are data URLs.
        Assert.All(browser.Requests.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)), url => Assert.StartsWith(caller.Host.Url.AbsoluteUri, url, StringComparison.Ordinal));
        Assert.Empty(browser.Problems);
    }

    [Theory]
    [InlineData(390, false)]
    [InlineData(1280, true)]
    [InlineData(2000, false)]
    public async Task Pages_InLightAndDark_AreAccessible(int width, bool isDark)
    {
        await using var caller = await PrepareAsync();
        await using var browser = await chromium.OpenPageAsync(width, 800, isDark);
        foreach (var path in new[] { "/", "/session/" + caller.Session, "/requests", "/faults" })
        {
            await browser.OpenAsync(new Uri(caller.Host.Url, path));
            await browser.EvaluateAsync("document.querySelectorAll('details').forEach((details) => { details.open = true; })");

            var violations = await browser.FindViolationsAsync();
            Assert.True(violations.Length == 0, $"{path}: {violations}");
        }
    }

    [Fact]
    public async Task Session_MessageWhilePageIsOpen_AppearsWithoutReload()
    {
        await using var caller = await PrepareAsync();
        await using var browser = await chromium.OpenPageAsync(1280, 800);
        await browser.OpenAsync(new Uri(caller.Host.Url, "/session/" + caller.Session));
        await browser.EvaluateAsync("window.isSamePage = true");
        await browser.EvaluateAsync("document.querySelector('.request details').open = true");
        await caller.SendMessageAsync(caller.Session, "add a title \"Live\"");
        await browser.WaitAsync("document.getElementById('conversation').textContent.includes('Title added: \"Live\"')");
        await browser.WaitAsync("[...document.querySelectorAll('svg.block.text .name')].some((name) => name.textContent.startsWith('Live'))");
        var order = await browser.EvaluateAsync("[...document.querySelectorAll('#requests > li')].map((item) => Number(item.id.split('-')[1]))");
        int[] numbers = [.. order.EnumerateArray().Select(number => number.GetInt32())];

        Assert.True((await browser.EvaluateAsync("window.isSamePage")).GetBoolean());
        Assert.Equal(numbers.OrderDescending(), numbers);
        Assert.True((await browser.EvaluateAsync("document.querySelectorAll('.request details[open]').length === 1")).GetBoolean());
    }

    [Fact]
    public async Task Requests_TabHiddenThenShown_ReceivesNothingThenTheLatest100()
    {
        const string Count = "document.getElementById('requests').childElementCount";
        const string NewestId = "Number(document.getElementById('requests').firstElementChild.id.split('-')[1])";
        await using var caller = await PrepareAsync();
        await using var browser = await chromium.OpenPageAsync(1280, 800);
        await browser.OpenAsync(new Uri(caller.Host.Url, "/requests"));
        await browser.WaitAsync("!document.getElementById('live').hidden");
        await browser.EvaluateAsync("window.isHidden = true; Object.defineProperty(document, 'hidden', { get: () => window.isHidden })");
        await browser.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
        var before = (await browser.EvaluateAsync(Count)).GetInt32();
        for (var i = 0; i < 101; i++)
        {
            await caller.GetAsync("/api/credits/balance/simple");
        }

        Assert.Equal(before, (await browser.EvaluateAsync(Count)).GetInt32());
        await browser.EvaluateAsync("window.isHidden = false; document.dispatchEvent(new Event('visibilitychange'))");
        await browser.WaitAsync($"{NewestId} === {caller.Host.Requests[^1].Id}");

        Assert.Equal(100, (await browser.EvaluateAsync(Count)).GetInt32());
    }

    [Fact]
    public async Task Keyboard_TabThroughThePage_FocusIsVisibleEverywhere()
    {
        await using var caller = await PrepareAsync();
        await using var browser = await chromium.OpenPageAsync(1280, 800);
        await browser.OpenAsync(new Uri(caller.Host.Url, "/session/" + caller.Session));
        var visited = new List<string>();
        for (var i = 0; i < 14; i++)
        {
            await browser.PressAsync("Tab");
            var outline = await browser.EvaluateAsync("getComputedStyle(document.activeElement).outlineStyle");
            visited.Add((await browser.EvaluateAsync("document.activeElement.tagName + ' ' + document.activeElement.className")).GetString()!);

            Assert.True(outline.GetString() != "none", $"no outline on {visited[^1]}");
        }

        Assert.Equal("A skip", visited[0]);
        Assert.Contains("DIV scroll", visited);
        Assert.Contains(visited, element => element.StartsWith("VIDEO", StringComparison.Ordinal));
        Assert.Contains(visited, element => element.StartsWith("SUMMARY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Faults_FormSubmittedWithTheKeyboard_PlansTheFault()
    {
        await using var caller = await PrepareAsync();
        await using var browser = await chromium.OpenPageAsync(390, 844);
        await browser.OpenAsync(new Uri(caller.Host.Url, "/faults"));
        await browser.EvaluateAsync("document.getElementById('rule').value = 'GET /x: reset'; document.getElementById('rule').focus()");
        await browser.PressAsync("Enter");
        await browser.WaitAsync("document.querySelector('.rules code')?.textContent === 'GET /x: reset'");

        Assert.Empty(browser.Problems);
    }

    private static async Task<Caller> PrepareAsync()
    {
        var caller = await Caller.WithClipAsync();
        await caller.UploadAsync(caller.Session, "a-very-long-name-without-any-space-that-does-not-fit-on-a-phone-screen.mp4", TinyMp4.Lasting(TimeSpan.FromSeconds(4)));
        await caller.SendMessageAsync(caller.Session, "add a title \"Hi\", add lo-fi music");
        await caller.RenderDraftAsync("render_1", caller.Session);
        caller.Host.AddFault("GET /api/state/*: status 503");
        await caller.GetAsync(Caller.StatePath(caller.Session));
        return caller;
    }
}
