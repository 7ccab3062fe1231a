using NemoVideo.Client.Jobs;

namespace NemoVideo.Pictures.Reports;

/// <summary>Where the time of a batch went: the stages of each job that did work, on one scale.</summary>
/// <param name="Rows">The jobs in the order of their start.</param>
/// <param name="HasCommonStart">
/// Whether the scale begins with the batch. Otherwise, each job begins at zero, because the results come from different runs.
/// </param>
/// <param name="HasAllJobs">Whether each job of the report has a row. Jobs that did no work have none.</param>
internal sealed record ReportSchedule(IReadOnlyList<ScheduleRow> Rows, bool HasCommonStart, bool HasAllJobs)
{
    /// <summary>The stages in their order.</summary>
    public static IReadOnlyList<JobStage> Stages { get; } =
        [JobStage.Session, JobStage.Upload, JobStage.Edit, JobStage.Render, JobStage.Download];

    /// <summary>The end of the last stage.</summary>
    public TimeSpan Duration { get; } = Rows.Count == 0 ? TimeSpan.Zero : Rows.Max(static row => row.End);

    /// <summary>The time of a stage in all jobs.</summary>
    public TimeSpan TotalOf(JobStage stage) => TimeSpan.FromTicks(
        Rows.SelectMany(static row => row.Parts).Where(part => part.Stage == stage).Sum(static part => part.Length.Ticks));

    public static ReportSchedule Of(IReadOnlyList<ReportJob> jobs)
    {
        var working = jobs.Select(static (job, index) => (Job: job, Index: index))
            .Where(static one => one.Job.StageTimes.Any(static stage => stage.Key != JobStage.Session && stage.Value > TimeSpan.Zero)).ToList();
        var first = working.Min(static one => one.Job.StartTime);
        var rows = working.Select(one => ScheduleRow.Of(one.Job, one.Index, one.Job.StartTime - first ?? TimeSpan.Zero)).ToList();

        // While a batch runs, at least one job runs, possibly one that turns out to be done. If the jobs are farther apart, they are of
        // different runs.
        var time = TimeSpan.FromTicks(jobs.Where(static job => job.StartTime is not null).Sum(static job => job.Time?.Ticks ?? 0));
        var isOneRun = working.TrueForAll(static one => one.Job.StartTime is not null)
            && (rows.Count == 0 || rows.Max(static row => row.End) <= time);
        return new(
            isOneRun ? [.. rows.OrderBy(static row => row.Start)] : [.. working.Select(one => ScheduleRow.Of(one.Job, one.Index, TimeSpan.Zero))],
            isOneRun,
            rows.Count == jobs.Count);
    }
}

/// <summary>The stages of one job.</summary>
/// <param name="Index">The index of the job in the report.</param>
/// <param name="Name">The name of the job.</param>
/// <param name="Start">When it was started.</param>
/// <param name="Parts">Its stages in order, without those that took no time.</param>
internal sealed record ScheduleRow(int Index, string Name, TimeSpan Start, IReadOnlyList<SchedulePart> Parts)
{
    public TimeSpan Time { get; } = TimeSpan.FromTicks(Parts.Sum(static part => part.Length.Ticks));

    public TimeSpan End => Start + Time;

    /// <summary>A stage that was repeated after a rate limit is one part. Its time includes the repetition.</summary>
    public static ScheduleRow Of(ReportJob job, int index, TimeSpan start)
    {
        var parts = new List<SchedulePart>();
        var end = start;
        foreach (var stage in ReportSchedule.Stages)
        {
            if (job.StageTimes.TryGetValue(stage, out var time) && time > TimeSpan.Zero)
            {
                parts.Add(new SchedulePart(stage, end, time));
                end += time;
            }
        }

        return new(index, job.Name, start, parts);
    }
}

/// <summary>A stage of a job.</summary>
internal sealed record SchedulePart(JobStage Stage, TimeSpan Start, TimeSpan Length);
