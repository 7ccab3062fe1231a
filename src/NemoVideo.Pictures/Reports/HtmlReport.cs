using NemoVideo.Pictures.Timelines;

namespace NemoVideo.Pictures.Reports;

/// <summary>
/// Draws the results of a batch as an HTML page without other files: totals, and each video with its timelines.
/// </summary>
public static class HtmlReport
{
    private const int MaxPrograms = 2;

    /// <summary>Limits the size of the page and the time that it takes. A frame has about 20 KB.</summary>
    private const int MaxFrames = 300;

    /// <summary>Draws the report, with a frame of each of the first 300 videos if ffmpeg is installed.</summary>
    /// <param name="jobs">The jobs. The page shows them in the order of the input.</param>
    /// <param name="folder">The full path of the report's folder. The page contains links to the videos in it and below it.</param>
    /// <param name="progress">Receives the number of videos whose frames were read; null for none.</param>
    /// <param name="cancellationToken">Ends the reading of frames and the drawing.</param>
    public static async Task<string> DrawAsync(
        IReadOnlyList<ReportJob> jobs, string folder, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        _ = jobs ?? throw new ArgumentNullException(nameof(jobs));
        _ = folder ?? throw new ArgumentNullException(nameof(folder));
        var frames = PosterFrames.Find(Environment.GetEnvironmentVariable("PATH"));
        using var slots = new SemaphoreSlim(MaxPrograms);
        var (count, selected) = (0, 0);
        var shown = await Task.WhenAll(jobs.Select(AddPosterAsync)).ConfigureAwait(false);
        return Draw(BatchReport.Of(shown), folder, cancellationToken);

        async Task<ReportJob> AddPosterAsync(ReportJob job)
        {
            // Without its size, another file can't be told from the video. Up to the first wait, the jobs are processed one after another.
            if (frames is null || !job.IsReady || job.OutputPath is not { } video || job.Length is null || selected++ >= MaxFrames)
            {
                return job;
            }

            await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var poster = await frames.ReadAsync(video, job.Duration, job.Length, cancellationToken).ConfigureAwait(false);
                progress?.Report(Interlocked.Increment(ref count));
                return job with { Poster = poster };
            }
            finally
            {
                slots.Release();
            }
        }
    }

    internal static string Draw(BatchReport report, string folder, CancellationToken cancellationToken)
    {
        var page = new Markup(cancellationToken);
        page.Raw(HtmlReportStyle.Icons).Line();
        WriteHeader(page, report);
        if (report.Jobs.Count > 0)
        {
            WriteVideos(page, report, folder);
        }

        if (report.Jobs.SelectMany(static job => job.SkippedInputs).ToList() is { Count: > 0 } skipped)
        {
            WriteSkipped(page, skipped);
        }

        return HtmlPage.Draw(
            $"{report.Headline} – NemoVideo", HtmlReportStyle.Variables + HtmlStyle.Timeline + HtmlReportStyle.Text,
            HtmlStyle.Script, page.ToString(), cancellationToken);
    }

    private static void WriteHeader(Markup page, BatchReport report)
    {
        page.Open("header").Open("p", ("class", "eyebrow")).Text("NemoVideo report");
        if (report.StartTime is { } start)
        {
            page.Raw(" · ").Element("time", ReportText.Date(start), ("datetime", start.ToString("o", CultureInfo.InvariantCulture)));
        }

        page.Close("p").Line().Element("h1", report.Headline).Line();
        if (report.Jobs.Count == 0)
        {
            page.Element("p", "There were no results to report.", ("class", "facts")).Close("header").Line();
            return;
        }

        var counts = BatchReport.Statuses.Select(status => (Status: status, Count: report.CountOf(status)))
            .Where(static one => one.Count > 0).ToList();
        page.Open("div", ("class", "stack"), ("aria-hidden", "true"));
        foreach (var (status, count) in counts)
        {
            page.Element("span", "", ("class", $"fill {ClassOf(status)}"), ("style", $"flex-grow:{count}"));
        }

        page.Close("div").Line().Open("ul", ("class", "counts"), ("aria-label", "Videos by status"));
        foreach (var (status, count) in counts)
        {
            page.Open("li", ("class", ClassOf(status)));
            WriteIcon(page, ClassOf(status)).Element("b", $"{count}").Raw(" ");
            var first = 1 + report.Jobs.Select(static job => job.Status).ToList().IndexOf(status);
            page.Element("a", ReportText.NameOf(status), ("href", $"#video-{first}")).Close("li");
        }

        page.Close("ul").Line().Open("dl", ("class", "totals"));
        WriteTotal(page, "Length of ready videos", report.ReadyCount == 0 ? "–" : ReportText.Length(report.Duration));
        WriteTotal(page, "Size of ready videos", report.ReadyCount == 0 ? "–" : ReportText.Size(report.Length));
        if (report.MessageCount is { } sent)
        {
            WriteTotal(page, "Messages sent", sent.ToString(CultureInfo.InvariantCulture));
        }

        page.Close("dl").Close("header").Line();
    }

    private static void WriteTotal(Markup page, string name, string value) =>
        page.Open("div").Element("dt", name).Element("dd", value).Close("div");

    private static void WriteVideos(Markup page, BatchReport report, string folder)
    {
        page.Open("section", ("aria-labelledby", "videos")).Element("h2", "Videos", ("id", "videos")).Line();
        page.Open("div", ("class", "columns"), ("aria-hidden", "true"));
        foreach (var column in new[] { "Length", "Size", "Time taken" })
        {
            page.Element("span", column);
        }

        page.Close("div").Line().Open("ol", ("class", "jobs")).Line();
        var jobs = new HtmlReportJob(page, folder, isOpen: report.Jobs.Count <= 3);
        for (var index = 0; index < report.Jobs.Count; index++)
        {
            jobs.Write(report.Jobs[index], index);
        }

        page.Close("ol").Close("section").Line();
    }

    private static void WriteSkipped(Markup page, IReadOnlyList<string> skipped)
    {
        page.Open("section", ("aria-labelledby", "skipped")).Element("h2", "Skipped inputs", ("id", "skipped")).Open("ul");
        foreach (var sentence in skipped)
        {
            page.Element("li", sentence);
        }

        page.Close("ul").Close("section").Line();
    }

    internal static Markup WriteIcon(Markup page, string name) => page
        .Open("svg", ("class", "icon"), ("aria-hidden", "true"), ("width", "16"), ("height", "16"))
        .Empty("use", ("href", $"#i-{name}")).Close("svg");

    internal static string ClassOf(JobStatus status) => status switch
    {
        JobStatus.Succeeded => "created",
        JobStatus.AlreadyDone => "done",
        JobStatus.InUse => "used",
        JobStatus.NotStarted => "waiting",
        JobStatus.AwaitingInput => "asked",
        _ => "failed",
    };
}
