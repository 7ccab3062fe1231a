using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Timeline;
using NemoVideo.Pictures.Reports;
using static NemoVideo.Client.Tests.Pictures.PictureSamples;
using static NemoVideo.Client.Tests.Reports.ReportSamples;

namespace NemoVideo.Client.Tests.Reports;

public sealed partial class HtmlReportTests
{
    private const string Hostile = "<script>alert(1)</script>\u001b[2J\"' onload=\"x\" &amp; \ud83d\u202e\ufffe https://a:b@c.invalid/?sig=SIG";

    [Fact]
    public void Draw_Batch_HasEachJobWithItsStatusInWordsAndThoseWithoutAVideoFirst()
    {
        var jobs = Items(Page(Batch));

        Assert.Equal(["city.mp4", "interview.mp4", "train.mp4", "beach.mp4", "harbour.mp4"], jobs.Select(static job => job.Descendants("h3").Single().Value));
        Assert.Equal(
            ["In use", "Failed", "Not started", "Created", "Already done"],
            jobs.Select(static job => WithClass(job, "b", "status").Single().Value));
        Assert.Equal(
            ["Another run is creating this video.", "The edit failed.", "Out of credits.", "2 changes", "A previous run created this video."],
            jobs.Select(static job => WithClass(job, "span", "gist").Single().Elements("span").Single().Value));
        Assert.Equal(["Length 11.0s", "Size 3.0 MB", "Time taken 8.0s"], WithClass(jobs[3], "span", "number").Select(static number => number.Value));
        Assert.Equal(["Length –", "Size –", "Time taken –"], WithClass(jobs[2], "span", "number").Select(static number => number.Value));
    }

    [Fact]
    public void Draw_Job_HasItsDetails()
    {
        var jobs = Items(Page(Batch));

        Assert.Equal(
            ["Your messages|add a titleadd music", "Agent's reply|Done.", "Changes|Title added: \"Hi\" (0-3s)BGM added", $"Video|{PathOf("beach 1.mp4")}", "Source|/clips/beach.mp4", "Session|s1"],
            Facts(jobs[3]));
        Assert.Equal(
            ["Error|The edit failed.", "Next step|Rephrase the message.", "Your message|add stickers", "Agent's reply|I can't.\nSorry."], Facts(jobs[1]));
    }

    /// <summary>The agent writes for a website, so its reply can sound as if a finished video had to be exported.</summary>
    [Theory]
    [InlineData("Preview in timeline, then click the Export button to save your video.", JobStatus.Succeeded, true)]
    [InlineData("请点击“导出”按钮保存视频。", JobStatus.AlreadyDone, true)]
    [InlineData("Click Export.", JobStatus.Failed, false)]
    [InlineData("Done.", JobStatus.Succeeded, false)]
    public void Draw_ReplyAboutExport_SaysThatTheVideoIsExported(string reply, JobStatus status, bool hasNote)
    {
        var facts = Facts(Items(Page([Created with { AgentText = reply, Status = status }]))[0]);

        Assert.Equal(hasNote, facts.Contains("Note|This video is already exported. Any buttons in the reply are part of the website."));
    }

    /// <summary>What went wrong must be visible without a click.</summary>
    [Fact]
    public void Draw_FailedJobs_AreOpen()
    {
        var open = Items(Page(Batch)).Select(static job => job.Element("details")!.Attribute("open") is not null);

        Assert.Equal([false, true, true, false, false], open);
        Assert.All(Items(Page([.. Batch.Take(3)])), static job => Assert.NotNull(job.Element("details")!.Attribute("open")));
    }

    [Fact]
    public void Draw_Edit_HasTheTimelineBeforeAndAfterIt()
    {
        var timeline = WithClass(Items(Page([Created]))[0], "div", "timeline").Single();

        Assert.Equal(["Before11s", "After11s"], timeline.Elements("h4").Select(static heading => heading.Value));
        Assert.Equal(["Video 1", "Video 1", "Audio 1", "Titles"], WithClass(timeline, "ul", "track").Select(static track => track.Attribute("aria-label")!.Value));
    }

    [Theory]
    [InlineData("Timeline, unchanged")]
    [InlineData("Timeline, same clips", "Canvas changed")]
    public void Draw_SameTimeline_IsDrawnOnce(string heading, params string[] changes)
    {
        var job = Created with { Timelines = new(Trip.Tracks, Trip.Tracks), Changes = changes };
        var timeline = WithClass(Items(Page([job]))[0], "div", "timeline").Single();

        Assert.Equal([heading], timeline.Elements("h4").Select(static heading => heading.Value));
    }

    [Fact]
    public void Draw_VideoInTheFolder_HasARelativeLink()
    {
        string?[] paths = [PathOf("a #1?.mp4"), PathOf(Path.Combine("sub", "javascript:x.mp4")), Path.Combine(Path.GetTempPath(), "b.mp4"), Folder + "2/c.mp4", PathOf("d\u202e.mp4")];

        var links = paths.Select(path => Items(Page([Created with { OutputPath = path }]))[0].Descendants("a").SingleOrDefault()?.Attribute("href")!.Value);

        Assert.Equal(["./a%20%231%3F.mp4", "./sub/javascript%3Ax.mp4", null, null, null], links);
    }

    [Fact]
    public void Draw_HostileTexts_AreEscapedAndHaveNoSecrets()
    {
        var job = new ReportJob(Hostile, JobStatus.Succeeded)
        {
            Source = Hostile,
            OutputPath = PathOf(Hostile),
            Messages = [Hostile, Hostile],
            AgentText = Hostile,
            Changes = [Hostile],
            Timelines = new(null, [new Track(1, TrackKind.Text, 7, Hostile, [Part(Hostile, 0, 1)])]),
            Error = Hostile,
            NextStep = Hostile,
            SessionId = Hostile,
            StageTimes = Times(edit: 1),
        };
        var text = HtmlReport.Draw(BatchReport.Of([job, job with { Timelines = new(null, null) }]), Folder, TestService.Ending);

        Assert.Single(Parse(text).Descendants("script"));
        Assert.DoesNotContain("onload=\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SIG", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\ufffe]", text);
    }

    /// <summary>The page runs only its own script, and loads nothing.</summary>
    [Fact]
    public void Draw_SecurityPolicy_AllowsOnlyTheScriptOfThePage()
    {
        var text = HtmlReport.Draw(BatchReport.Of(Batch), Folder, TestService.Ending);
        var script = Assert.Single(Script().Matches(text)).Groups[1].Value;

        Assert.Contains(
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"
                + $"{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'; img-src data:; base-uri 'none'; form-action 'none'",
            text, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", text, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", text, StringComparison.Ordinal);
    }

    /// <summary>Imported results can name any file of the user.</summary>
    [Fact]
    public async Task DrawAsync_VideoOfUnknownSize_ReadsNoFrame()
    {
        Assert.SkipWhen(PosterFrames.Find(Environment.GetEnvironmentVariable("PATH")) is null, "ffmpeg is missing");
        var progress = new ProgressLog<int>();

        _ = await HtmlReport.DrawAsync([Created, Created with { Length = null }], Folder, progress, TestService.Ending);

        Assert.Equal([1], progress.Reports);
    }

    private static XElement Page(IReadOnlyList<ReportJob> jobs) => Parse(HtmlReport.Draw(BatchReport.Of(jobs), Folder, TestService.Ending));

    private static List<XElement> Items(XElement page) => [.. WithClass(page, "li", "job")];

    private static IEnumerable<string> Facts(XElement job) => WithClass(job, "dl", "facts-list").SelectMany(static list => list.Elements("div"))
        .Select(static fact => $"{fact.Element("dt")!.Value}|{fact.Element("dd")!.Value}");

    private static IEnumerable<XElement> WithClass(XElement parent, string name, string style) =>
        parent.Descendants(name).Where(element => $" {(string?)element.Attribute("class")} ".Contains($" {style} ", StringComparison.Ordinal));

    /// <summary>The page is also well-formed XML, except for its first lines and its script.</summary>
    private static XElement Parse(string text) => XElement.Parse(
        Script().Replace(VoidElement().Replace(text.Replace("<!DOCTYPE html>", ""), "$0</meta>"), "<script></script>"));

    [GeneratedRegex("<meta [^>]*>")]
    private static partial Regex VoidElement();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();
}
