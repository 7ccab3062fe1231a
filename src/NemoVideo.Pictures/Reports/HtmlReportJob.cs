using System.Text.RegularExpressions;
using NemoVideo.Pictures.Timelines;

namespace NemoVideo.Pictures.Reports;

/// <summary>Writes the videos of a report: a line for each, with details that can be opened.</summary>
/// <param name="page">The page.</param>
/// <param name="folder">The full path of the report's folder.</param>
/// <param name="isOpen">Whether the details of all videos are open. Those of failed videos always are.</param>
internal sealed class HtmlReportJob(Markup page, string folder, bool isOpen)
{
    private const int MaxStripLanes = 6;
    private const int MaxStripBlocks = 60;
    private static readonly TimeSpan MinTime = TimeSpan.FromSeconds(0.05);

    public void Write(ReportJob job, int index)
    {
        page.Open("li", ("id", $"video-{index + 1}"), ("class", "job"));
        page.Open("details", ("open", isOpen || job.Error is not null ? "" : null)).Open("summary").Line();
        WritePoster(job);
        page.Open("span", ("class", "what")).Element("h3", job.Name).Open("span", ("class", "gist"));
        page.Open("b", ("class", $"status {HtmlReport.ClassOf(job.Status)}"));
        HtmlReport.WriteIcon(page, HtmlReport.ClassOf(job.Status)).Text(ReportText.NameOf(job.Status)).Close("b").Raw(" ");
        page.Element("span", GistOf(job)).Close("span").Line();
        var (picture, heading) = PictureOf(job);
        WriteStrip(picture);
        page.Close("span").Line().Open("span", ("class", "numbers"));
        WriteNumber("Length", job.Duration is { } length ? ReportText.Length(length) : null);
        WriteNumber("Size", job.Length is { } size ? ReportText.Size(size) : null);
        WriteNumber("Time taken", job.Time is { } time && time >= MinTime ? ReportText.Time(time) : null);
        page.Close("span").Close("summary").Line();
        page.Open("div", ("class", "body")).Line();
        WriteFacts(job);
        WriteTimeline(picture, heading);
        page.Close("div").Close("details").Close("li").Line();
    }

    /// <summary>What matters most about a video, in one line.</summary>
    private static string GistOf(ReportJob job) => job switch
    {
        { Error: { } error } => error,
        { Status: JobStatus.InUse } => "Another run is creating this video.",
        { Status: JobStatus.AlreadyDone } => "A previous run created this video.",
        { Changes.Count: 0 } => job.AgentText.Split('\n')[0],
        { Changes.Count: 1 } => job.Changes[0],
        { Changes.Count: var count } => ReportText.Count(count, "change"),
    };

    private void WriteNumber(string name, string? value) => page.Open("span", ("class", value is null ? "number none" : "number"))
        .Element("span", $"{name} ", ("class", "hidden")).Text(value ?? "–").Close("span");

    private void WritePoster(ReportJob job)
    {
        if (job.Poster is { } poster)
        {
            page.Empty("img", ("class", "poster"), ("src", poster), ("alt", ""), ("width", "144"), ("height", "81")).Line();
            return;
        }

        // A triangle as on a player, or an exclamation mark.
        var (style, lines) = job.Error is null ? ("blank", "M63 30l22 10.5-22 10.5z") : ("blank alert", "M72 29v13M72 50v.1");
        page.Open("svg", ("class", "poster"), ("viewBox", "0 0 144 81"), ("width", "144"), ("height", "81"), ("aria-hidden", "true"))
            .Empty("path", ("class", style), ("d", lines)).Close("svg").Line();
    }

    private void WriteFacts(ReportJob job)
    {
        page.Open("dl", ("class", "facts-list")).Line();
        WriteFact("Error", job.Error, "error");
        WriteFact("Next step", job.NextStep, "next");
        WriteFact(job.Messages.Count == 1 ? "Your message" : "Your messages", job.Messages, "message");
        WriteFact("Agent's reply", job.AgentText, "agent");
        if (job.IsReady && MentionsExport(job.AgentText))
        {
            WriteFact("Note", "This video is already exported. Any buttons in the reply are part of the website.", "note");
        }

        WriteFact(job.Changes.Count == 1 ? "Change" : "Changes", job.Changes, "changes");
        if (job.IsReady && job.OutputPath is { } path)
        {
            page.Open("div").Element("dt", "Video").Open("dd", ("class", "path"));
            _ = LinkOf(path) is { } link ? page.Element("a", ReportText.Line(path), ("href", link)) : page.Text(ReportText.Line(path));
            page.Close("dd").Close("div").Line();
        }

        WriteFact("Messages sent", CostOf(job), "note");
        WriteFact("Source", job.Source, "path");
        WriteFact("Session", job.SessionId, "path");
        page.Close("dl").Line();
    }

    /// <summary>
    /// The messages that can have been charged, or why there is a video without any, and the credits after them. Not a cost: other runs
    /// can spend credits, too.
    /// </summary>
    private static string? CostOf(ReportJob job)
    {
        var reason = job switch
        {
            { MessageCount: not 0 } or { IsReady: false } => "",
            { Status: JobStatus.AlreadyDone } => " (already done)",
            _ when !job.StageTimes.ContainsKey(JobStage.Render) => " (copy of an equal video)",
            _ => " (sent by a previous run)",
        };
        return job.MessageCount is not { } count ? null
            : FormattableString.Invariant($"{count}{reason}{(job.CreditAfter is { } credits ? $"; account: {credits} credits after" : "")}");
    }

    /// <summary>Whether a reply can sound as if the user still had to export: "Click the Export button to save your video."</summary>
    private static bool MentionsExport(string reply) =>
        Regex.IsMatch(reply, "export|导出", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private void WriteFact(string name, string? text, string style)
    {
        if (text is { Length: > 0 })
        {
            page.Open("div").Element("dt", name).Element("dd", text, ("class", style)).Close("div").Line();
        }
    }

    private void WriteFact(string name, IReadOnlyList<string> items, string style)
    {
        if (items.Count == 1)
        {
            WriteFact(name, items[0], style);
        }
        else if (items.Count > 1)
        {
            page.Open("div").Element("dt", name).Open("dd", ("class", style)).Open(style == "message" ? "ol" : "ul");
            foreach (var item in items)
            {
                page.Element("li", item);
            }

            page.Close(style == "message" ? "ol" : "ul").Close("dd").Close("div").Line();
        }
    }

    /// <summary>A relative link to a file in the report's folder or below it; null for another file.</summary>
    private string? LinkOf(string path) => PathRules.Below(path, folder) is not { } below || CellText.Clean(path) != path ? null
        : "./" + string.Join("/", below.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));

    /// <summary>Both timelines, or one if they are the same or the other one is unknown, with its heading; null for none.</summary>
    private static (TimelinePicture? Picture, string? Heading) PictureOf(ReportJob job)
    {
        var (before, after) = (job.Timelines.Before, job.Timelines.After);
        if (before is null && after is null)
        {
            return (null, null);
        }

        var edit = before is null || after is null ? null : TimelinePicture.OfEdit(SourceOf(job, before), SourceOf(job, after), "");
        var isSame = edit?.Panels.SelectMany(static panel => panel.Lanes).All(static lane => lane.Change == LaneChange.None) is true;
        return edit is not null && !isSame ? (edit, null) : (
            TimelinePicture.Of(SourceOf(job, (after ?? before)!)),
            !isSame ? after is null ? "Before" : "After"
                : job.Changes.Count == 0 ? "Timeline, unchanged"
                : "Timeline, same clips");
    }

    /// <summary>The lanes of both timelines in miniature, so that the edit is visible without a click.</summary>
    private void WriteStrip(TimelinePicture? picture)
    {
        page.Open("span", ("class", "strip"), ("aria-hidden", "true"));
        foreach (var panel in picture?.Panels ?? [])
        {
            page.Element("small", panel.Caption ?? "").Open("span");
            foreach (var lane in panel.Lanes.Take(MaxStripLanes))
            {
                page.Open("span", ("class", $"bar {PictureTheme.ClassOf(lane.Kind)}"));
                foreach (var block in lane.Blocks.Take(MaxStripBlocks))
                {
                    page.Element(
                        "i", "", ("class", picture!.IsUnchanged(block) ? "same" : null),
                        ("style", HtmlTimeline.PlaceOf(block, picture.Duration)));
                }

                page.Close("span");
            }

            page.Close("span");
        }

        page.Close("span");
    }

    private void WriteTimeline(TimelinePicture? picture, string? heading)
    {
        if (picture is null)
        {
            return;
        }

        page.Open("div", ("class", "timeline")).Line();
        if (heading is not null)
        {
            page.Element("h4", heading).Line();
        }

        foreach (var panel in picture.Panels)
        {
            HtmlTimeline.WritePanel(page, picture, panel, "h4");
        }

        HtmlTimeline.WriteLegend(page, picture);
        page.Close("div").Line();
    }

    private static PictureSource SourceOf(ReportJob job, IReadOnlyList<Track> tracks) => new(tracks, job.Name, null, []);
}
