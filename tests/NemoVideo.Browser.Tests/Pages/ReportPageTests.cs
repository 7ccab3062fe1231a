using NemoVideo.Client.Jobs;
using NemoVideo.Client.Timeline;
using NemoVideo.Pictures.Reports;

namespace NemoVideo.Browser.Tests.Pages;

/// <summary>The report of a batch, from a phone to a wide screen.</summary>
public sealed class ReportPageTests(Chromium chromium) : IDisposable
{
    private const string Hostile = "<script>hacked = true</script><img src=x onerror=\"hacked = true\">";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nemo-report-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    [InlineData(1920, 1200)]
    public async Task Report_OnEachScreen_FitsLoadsNothingAndHasNoProblem(int width, int height)
    {
        await using var browser = await OpenAsync(width, height);
        await browser.Page.EvaluateAsync("document.querySelectorAll('details').forEach((job) => job.open = true)");

        Assert.True(await browser.ReadOverflowAsync() <= 0, "The page is too wide");
        Assert.Single(browser.Requests, static url => !url.StartsWith("data:", StringComparison.Ordinal));
        Assert.Empty(browser.Problems);
    }

    /// <summary>A phone shows no column headings.</summary>
    [Fact]
    public async Task Report_OnAPhone_LabelsEachNumber()
    {
        await using var browser = await OpenAsync(390, 844);

        Assert.Equal("Length 11.0s Size 2.9 MB Time taken 8.0s", (await browser.Page.Locator("#video-1 .numbers").InnerTextAsync()).Replace('\n', ' '));
        foreach (var label in await browser.Page.Locator("#video-1 .numbers .hidden").AllAsync())
        {
            Assert.InRange((await label.BoundingBoxAsync())!.Width, 20, 200);
        }
    }

    [Fact]
    public async Task Report_NameWithMarkup_IsText()
    {
        await using var browser = await OpenAsync(1280, 800);

        Assert.Equal(Hostile, await browser.Page.Locator("#video-2 h3").TextContentAsync());
        Assert.False((await browser.EvaluateAsync("'hacked' in window")).GetBoolean());
    }

    [Fact]
    public async Task Report_FrameOfAVideo_IsShown()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "sunset.mp4"), Path.Combine(_folder.FullName, "beach.mp4"));
        await using var browser = await OpenAsync(1280, 800);
        var frames = browser.Page.Locator("img.poster");
        Assert.SkipWhen(await frames.CountAsync() == 0, "ffmpeg is missing");

        Assert.Equal(320, await frames.EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)"));
        Assert.Empty(browser.Problems);
    }

    [Theory]
    [InlineData(390, false)]
    [InlineData(390, true)]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(1920, false)]
    [InlineData(1920, true)]
    public async Task Report_InLightAndDark_IsAccessible(int width, bool isDark)
    {
        await using var browser = await OpenAsync(width, 900, isDark);
        Assert.Equal("", await browser.FindViolationsAsync());
        await browser.EvaluateAsync("document.querySelectorAll('details').forEach((details) => { details.open = true; })");

        Assert.Equal("", await browser.FindViolationsAsync());
    }

    [Fact]
    public async Task Keyboard_TabThroughThePage_FocusIsVisibleEverywhere()
    {
        await using var browser = await OpenAsync(1280, 800);
        await browser.EvaluateAsync("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
        var visited = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            await browser.PressAsync("Tab");
            var state = await browser.EvaluateAsync("""
                (() => {
                  const element = document.activeElement;
                  const style = getComputedStyle(element.matches('.block') ? element.firstElementChild : element);
                  return [element.tagName + ' ' + element.className, style.outlineStyle];
                })()
                """);
            if (state[0].GetString() == "BODY ")
            {
                break;
            }

            visited.Add(state[0].GetString()!);
            Assert.True(state[1].GetString() != "none", $"no outline on {visited[^1]}");
        }

        Assert.All(
            ["A ", "SUMMARY ", "LI block"], (string element) => Assert.Contains(element, visited));
    }

    /// <summary>The arrow keys move between the blocks of a lane, and Escape leaves it.</summary>
    [Fact]
    public async Task Keyboard_ArrowsInALane_MoveTheFocus()
    {
        await using var browser = await OpenAsync(1280, 800);
        await browser.EvaluateAsync("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
        await browser.Page.Locator("#video-1 .track").First.Locator(".block").First.FocusAsync();
        await browser.PressAsync("ArrowRight");
        Assert.StartsWith("sunset", (await browser.EvaluateAsync("document.activeElement.ariaLabel")).GetString(), StringComparison.Ordinal);
        Assert.True(await browser.Page.Locator(".block:focus .tip").IsVisibleAsync());
        await browser.PressAsync("Escape");

        Assert.Equal("BODY", (await browser.EvaluateAsync("document.activeElement.tagName")).GetString());
    }

    private async Task<BrowserPage> OpenAsync(int width, int height, bool isDark = false, bool hasScript = true)
    {
        var path = Path.Combine(_folder.FullName, "report.html");
        var text = await HtmlReport.DrawAsync(Jobs(_folder.FullName), _folder.FullName, progress: null, Caller.Ending);
        await File.WriteAllTextAsync(path, text, Caller.Ending);
        var browser = await chromium.OpenPageAsync(width, height, isDark, hasScript);
        await browser.OpenAsync(new Uri(path));
        return browser;
    }

    private static ReportJob[] Jobs(string folder)
    {
        var start = new DateTimeOffset(2026, 11, 22, 19, 12, 0, TimeSpan.Zero);
        Track clips = new(1, TrackKind.Video, 0, null, [Part("beach", 0, 6), Part("sunset", 6, 5)]);
        Track music = new(2, TrackKind.Audio, 1, null, [Part("Lo-fi", 0, 11) with { Volume = 0.35 }]);
        Track titles = new(3, TrackKind.Text, 7, null, [Part("城市的梦 🎬", 0, 3)]);
        return
        [
            new("beach.mp4", JobStatus.Succeeded)
            {
                Source = "/clips/a-very-long-name-without-any-space-that-does-not-fit-on-a-phone-screen-of-390-pixels/beach.mp4",
                OutputPath = Path.Combine(folder, "beach.mp4"), Duration = TimeSpan.FromSeconds(11), Length = 3_000_000,
                Messages = ["add a title \"Paradise Found\"", "add music"], AgentText = "Done.\nPreview in timeline.",
                Changes = ["Title added: \"Paradise Found\" (0-3s)", "BGM added: Lo-fi (0-11s, 35%)"],
                Timelines = new([clips], [clips, music, titles]), StartTime = start, StageTimes = Times(0.2, 1.3, 4, 2, 0.5), SessionId = "s1",
            },
            new(Hostile, JobStatus.Succeeded)
            {
                OutputPath = Path.Combine(folder, "x.mp4"), Duration = TimeSpan.FromSeconds(4), Length = 5_000_000, Messages = [Hostile],
                AgentText = Hostile, Changes = [Hostile], Timelines = new(null, [titles with { Segments = [Part(Hostile, 0, 4)] }]),
                StartTime = start.AddSeconds(1), StageTimes = Times(0.2, 0.3, 0.4, 0.5, 0.6),
            },
            new("harbour.mp4", JobStatus.AlreadyDone)
            {
                OutputPath = Path.Combine(folder, "harbour.mp4"), Duration = TimeSpan.FromSeconds(60), Length = 1_000_000,
                Timelines = new([clips], [clips]), StageTimes = Times(0.1),
            },
            new("interview.mp4", JobStatus.Failed)
            {
                Error = "The message didn't change the timeline.", NextStep = "Rephrase the message.", Messages = ["add stickers"],
                AgentText = "I can't.", StartTime = start.AddSeconds(2), StageTimes = Times(0.5, 1, 3),
            },
            new("train.mp4", JobStatus.NotStarted) { Error = "Out of credits.", NextStep = "Add credits to your account." },
        ];
    }

    private static Segment Part(string name, double start, double length) =>
        new(name, TimeSpan.FromSeconds(start), TimeSpan.FromSeconds(length), null);

    private static Dictionary<JobStage, TimeSpan> Times(params double[] seconds) =>
        Enum.GetValues<JobStage>().Zip(seconds).ToDictionary(static one => one.First, static one => TimeSpan.FromSeconds(one.Second));
}
