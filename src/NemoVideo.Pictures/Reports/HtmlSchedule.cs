using NemoVideo.Client.Jobs;
using NemoVideo.Pictures.Timelines;

namespace NemoVideo.Pictures.Reports;

/// <summary>Draws where the time of a batch went: a row for each job, and a bar for each stage.</summary>
internal static class HtmlSchedule
{
    public static void Write(Markup page, ReportSchedule schedule)
    {
        page.Open("section", ("aria-labelledby", "times")).Element("h2", "Where the time went", ("id", "times")).Line();
        page.Element(
            "p",
            (schedule.HasCommonStart ? "The chart shows the batch from start to finish."
                    : "The videos were created in several runs, so the chart doesn't show when each video started. All bars start at zero.")
                + " Videos can run at the same time, so their total time can exceed the elapsed time. All times include waiting. For example, the Export stage doesn't end until a status check finds that the export is "
                + "finished."
                + (schedule.HasAllJobs ? "" : " Only videos that got past the Prepare stage in this run are shown."),
            ("class", "facts")).Line();
        WriteLegend(page, schedule);
        page.Open("div", ("class", "schedule"), ("role", "group"), ("aria-labelledby", "times"), ("tabindex", "0")).Line();
        HtmlTimeline.WriteRuler(page, schedule.Duration);
        page.Open("ol");
        foreach (var row in schedule.Rows)
        {
            WriteRow(page, schedule, row);
        }

        page.Close("ol").Close("div").Close("section").Line();
    }

    private static void WriteLegend(Markup page, ReportSchedule schedule)
    {
        page.Element("p", "Total time for all videos", ("class", "sum")).Open("ul", ("class", "legend"), ("aria-label", "Total time of each stage"));
        foreach (var stage in ReportSchedule.Stages.Where(stage => schedule.TotalOf(stage) > TimeSpan.Zero))
        {
            page.Open("li", ("class", ClassOf(stage))).Text(ReportText.NameOf(stage)).Raw(" ");
            page.Element("b", ReportText.Time(schedule.TotalOf(stage))).Close("li");
        }

        page.Close("ul").Line();
    }

    private static void WriteRow(Markup page, ReportSchedule schedule, ScheduleRow row)
    {
        page.Open("li").Element("a", row.Name, ("href", $"#video-{row.Index + 1}"), ("title", row.Name));
        page.Open("span", ("class", "bar"), ("aria-hidden", "true"));
        foreach (var part in row.Parts)
        {
            var start = PictureRuler.PartOf(part.Start, schedule.Duration);
            var width = PictureRuler.PartOf(part.Start + part.Length, schedule.Duration) - start;
            page.Element(
                "i", "", ("class", ClassOf(part.Stage)), ("title", Describe(part)),
                ("style", $"left:{HtmlTimeline.Percent(start)};width:{HtmlTimeline.Percent(width)}"));
        }

        page.Close("span").Element("span", ReportText.Time(row.Time), ("class", "number"));
        page.Element("span", Describe(row, schedule.HasCommonStart), ("class", "hidden")).Close("li").Line();
    }

    private static string Describe(ScheduleRow row, bool hasCommonStart) =>
        (hasCommonStart ? $", started after {ReportText.Time(row.Start)}: " : ": ") + string.Join(", ", row.Parts.Select(Describe));

    private static string Describe(SchedulePart part) => $"{ReportText.NameOf(part.Stage)} {ReportText.Time(part.Length)}";

    private static string ClassOf(JobStage stage) => $"stage-{ReportText.NameOf(stage).ToLowerInvariant()}";
}
