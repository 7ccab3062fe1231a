namespace NemoVideo.Emulator.Tests.Pages;

/// <summary>The pages in a real browser, from a phone to a wide screen.</summary>
public sealed class BrowserTests
{
    // The smallest contrast of a text with the color behind it, and that text. Text in pictures is left out.
    private const string SmallestContrast = """
        (() => {
          const parse = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
          const light = ([r, g, b]) => [r, g, b].map((value) => value / 255)
            .map((value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
            .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
          const behind = (element) => {
            for (let one = element; one; one = one.parentElement) {
              const color = parse(getComputedStyle(one).backgroundColor);
              if (color.length === 3 || color[3] > 0.99) { return color; }
            }
            return [255, 255, 255];
          };
          let smallest = [21, ""];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || element.closest("svg, script") || !element.checkVisibility()) { continue; }
            const [a, b] = [light(parse(getComputedStyle(element).color)), light(behind(element))];
            const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (contrast < smallest[0]) { smallest = [contrast, walker.currentNode.data.trim()]; }
          }
          return smallest;
        })()
        """;

    [Theory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    [InlineData(2000, 1200)]
    public async Task Pages_OnEachScreen_FitLoadOnlyFromTheEmulatorAndHaveNoProblem(int width, int height)
    {
        await using var caller = await PrepareAsync();
        await using var browser = await Chromium.StartAsync(width, height);
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
    [InlineData(false)]
    [InlineData(true)]
    public async Task Text_InLightAndDark_HasEnoughContrast(bool isDark)
    {
        await using var caller = await PrepareAsync();
        await using var browser = await Chromium.StartAsync(1280, 800, isDark);
        foreach (var path in new[] { "/", "/session/" + caller.Session, "/requests", "/faults" })
        {
            await browser.OpenAsync(new Uri(caller.Host.Url, path));
            await browser.EvaluateAsync("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
            var smallest = await browser.EvaluateAsync(SmallestContrast);

            Assert.True(smallest[0].GetDouble() >= 4.5, $"{path}: {smallest}");
        }
    }

    [Fact]
    public async Task Session_MessageWhilePageIsOpen_AppearsWithoutReload()
    {
        await using var caller = await PrepareAsync();
        await using var browser = await Chromium.StartAsync(1280, 800);
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
        await using var browser = await Chromium.StartAsync(1280, 800);
        await browser.OpenAsync(new Uri(caller.Host.Url, "/requests"));
        await browser.WaitAsync("!document.getElementById('live').hidden");
        await browser.EvaluateAsync("let hidden = true; Object.defineProperty(document, 'hidden', { get: () => hidden })");
        await browser.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
        var before = (await browser.EvaluateAsync(Count)).GetInt32();
        for (var i = 0; i < 101; i++)
        {
            await caller.GetAsync("/api/credits/balance/simple");
        }

        Assert.Equal(before, (await browser.EvaluateAsync(Count)).GetInt32());
        await browser.EvaluateAsync("hidden = false; document.dispatchEvent(new Event('visibilitychange'))");
        await browser.WaitAsync($"{NewestId} === {caller.Host.Requests[^1].Id}");

        Assert.Equal(100, (await browser.EvaluateAsync(Count)).GetInt32());
    }

    [Fact]
    public async Task Keyboard_TabThroughThePage_FocusIsVisibleEverywhere()
    {
        await using var caller = await PrepareAsync();
        await using var browser = await Chromium.StartAsync(1280, 800);
        await browser.OpenAsync(new Uri(caller.Host.Url, "/session/" + caller.Session));
        var visited = new List<string>();
        for (var i = 0; i < 14; i++)
        {
            await browser.PressAsync("Tab", 9);
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
        await using var browser = await Chromium.StartAsync(390, 844);
        await browser.OpenAsync(new Uri(caller.Host.Url, "/faults"));
        await browser.EvaluateAsync("document.getElementById('rule').value = 'GET /x: reset'; document.getElementById('rule').focus()");
        await browser.PressAsync("Enter", 13);
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
