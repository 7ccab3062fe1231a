using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NemoVideo.Client.Timeline;
using static NemoVideo.Pictures.Tests.Reports.ReportSamples;

namespace NemoVideo.Pictures.Tests.Reports;

public sealed partial class HtmlReportTests
{
    private const string Hostile = "<script>alert(1)</script>\u001b[2J\"' onload=\"x\" &amp; \ud83d\u202e\ufffe https://a:b@c.invalid/?sig=SIG";

    [Fact]
    public void Draw_Batch_HasEachJobWithItsStatusInWords()
    {
        var jobs = Items(Page(Batch));

        Assert.Equal(["beach.mp4", "harbour.mp4", "city.mp4", "interview.mp4", "train.mp4"], jobs.Select(static job => job.Descendants("h3").Single().Value));
        Assert.Equal(
            ["Created", "Already done", "In use", "Failed", "Not started"],
            jobs.Select(static job => WithClass(job, "b", "status").Single().Value));
        Assert.Equal(
            ["2 changes", "A previous run created this video.", "Another run is creating this video.", "The edit failed.", "Out of credits."],
            jobs.Select(static job => WithClass(job, "span", "gist").Single().Elements("span").Single().Value));
        Assert.Equal(["Length 11.0s", "Size 3.0 MB", "Time taken 8.0s"], WithClass(jobs[0], "span", "number").Select(static number => number.Value));
        Assert.Equal(["Length –", "Size –", "Time taken –"], WithClass(jobs[4], "span", "number").Select(static number => number.Value));
    }

    [Fact]
    public void Draw_Job_HasItsDetails()
    {
        var jobs = Items(Page(Batch));

        Assert.Equal(
            ["Your messages|add a titleadd music", "Agent's reply|Done.", "Changes|Title added: \"Hi\" (0-3s)BGM added", $"Video|{PathOf("beach 1.mp4")}", "Source|/clips/beach.mp4", "Session|s1"],
            Facts(jobs[0]));
        Assert.Equal(
            ["Error|The edit failed.", "Next step|Rephrase the message.", "Your message|add stickers", "Agent's reply|I can't.\nSorry."], Facts(jobs[3]));
    }

    /// <summary>A trial of one look everywhere, 30 November: videos without messages looked like an error, and no balance as elsewhere.</summary>
    [Fact]
    public void Draw_Messages_HaveTheReasonForNoneAndTheBalance()
    {
        var copy = Created with { StageTimes = Times(session: 0.1, download: 0.1), MessageCount = 0 };
        var resumed = Created with { StageTimes = Times(session: 0.1, render: 2, download: 0.1), MessageCount = 0 };
        var page = Page([
            Created with { MessageCount = 2, CreditAfter = 1900 }, copy, resumed, Batch[1] with { MessageCount = 0 },
            Batch[4] with { MessageCount = 0 }]);

        Assert.Equal(
            ["2; account: 1900 credits after", "0 (copy of an equal video)", "0 (sent by a previous run)", "0 (already done)", "0"],
            Items(page).Select(static job => Facts(job).Single(static fact => fact.StartsWith("Messages sent|", StringComparison.Ordinal)).Split('|')[1]));
    }

    /// <summary>Results are written as they end. A day as a new user, 29 November: the report had the same order.</summary>
    [Fact]
    public void Draw_Jobs_AreInTheOrderOfTheInput()
    {
        ReportJob Numbered(int index, int? number) => Batch[index] with { InputNumber = number };
        var page = Page([Numbered(4, null), Numbered(3, 3), Numbered(1, 2), Numbered(0, 1)]);

        Assert.Equal(
            ["beach.mp4", "harbour.mp4", "interview.mp4", "train.mp4"], Items(page).Select(static job => job.Descendants("h3").Single().Value));
        Assert.Equal(
            ["Created #video-1", "Already done #video-2", "Failed #video-3", "Not started #video-4"],
            WithClass(page, "ul", "counts").Single().Descendants("a").Select(static link => $"{link.Value} {link.Attribute("href")!.Value}"));
    }

    /// <summary>A day as a new user, 29 November: a folder had more files than the report.</summary>
    [Fact]
    public void Draw_SkippedInputs_AreNamedWithTheReason()
    {
        var page = Page([Created with { SkippedInputs = ["'._a.mp4' was skipped."] }, Created, Created with { SkippedInputs = ["Row 3 was <skipped>."] }]);
        var section = page.Descendants("section").Single(static one => (string?)one.Attribute("aria-labelledby") == "skipped");

        Assert.Equal(["'._a.mp4' was skipped.", "Row 3 was <skipped>."], section.Descendants("li").Select(static item => item.Value));
        Assert.DoesNotContain(Page([Created]).Descendants("h2"), static heading => heading.Value == "Skipped inputs");
    }

    /// <summary>A day as a new user, 29 November: what an edit did was visible only after a click.</summary>
    [Fact]
    public void Draw_Edit_HasAStripOfBothTimelinesInItsSummary()
    {
        var jobs = Items(Page([Created, Created with { Timelines = new(TripTracks, TripTracks) }, .. Batch.Skip(1)]));
        var strips = jobs.Select(static job => WithClass(job.Descendants("summary").Single(), "span", "strip").Single()).ToList();

        Assert.Equal(["Before", "After"], strips[0].Elements("small").Select(static caption => caption.Value));
        Assert.Equal(
            ["bar video", "bar video", "bar audio", "bar text"], WithClass(strips[0], "span", "bar").Select(static bar => bar.Attribute("class")!.Value));
        Assert.Equal(
            ["same", "same", "same", "same", null, null, null], strips[0].Descendants("i").Select(static block => (string?)block.Attribute("class")));
        Assert.Equal([""], strips[1].Elements("small").Select(static caption => caption.Value));
        Assert.Empty(strips[2].Elements());
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

        Assert.Equal([false, false, false, true, true], open);
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
        var job = Created with { Timelines = new(TripTracks, Trip.Tracks), Changes = changes };
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
        var text = HtmlReport.Draw(BatchReport.Of([job, job with { Timelines = new(null, null) }]), Folder, TestDeadline.Token);

        Assert.Single(Parse(text).Descendants("script"));
        Assert.DoesNotContain("onload=\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SIG", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\ufffe]", text);
    }

    /// <summary>The page runs only its own script, and loads nothing.</summary>
    [Fact]
    public void Draw_SecurityPolicy_AllowsOnlyTheScriptOfThePage()
    {
        var text = HtmlReport.Draw(BatchReport.Of(Batch), Folder, TestDeadline.Token);
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

        _ = await HtmlReport.DrawAsync([Created, Created with { Length = null }], Folder, progress, TestDeadline.Token);

        Assert.Equal([1], progress.Reports);
    }

    private static XElement Page(IReadOnlyList<ReportJob> jobs) => Parse(HtmlReport.Draw(BatchReport.Of(jobs), Folder, TestDeadline.Token));

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
