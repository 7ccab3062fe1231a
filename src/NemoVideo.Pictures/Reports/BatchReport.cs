namespace NemoVideo.Pictures.Reports;

/// <summary>What the report of a batch shows, in clean texts.</summary>
internal sealed record BatchReport(IReadOnlyList<ReportJob> Jobs)
{
    /// <summary>All statuses, in the order in which they are counted.</summary>
    public static IReadOnlyList<JobStatus> Statuses { get; } =
        [JobStatus.Succeeded, JobStatus.AlreadyDone, JobStatus.Failed, JobStatus.AwaitingInput, JobStatus.InUse, JobStatus.NotStarted];

    /// <summary>The number of jobs that have a video.</summary>
    public int ReadyCount => Jobs.Count(static job => job.IsReady);

    /// <summary>The length of all videos.</summary>
    public TimeSpan Duration => TimeSpan.FromTicks(Jobs.Where(static job => job.IsReady).Sum(static job => job.Duration?.Ticks ?? 0));

    /// <summary>The size of all videos in bytes.</summary>
    public long Length => Jobs.Where(static job => job.IsReady).Sum(static job => job.Length ?? 0);

    /// <summary>The number of messages that the run sent; null if it is unknown.</summary>
    public int? MessageCount => Jobs.Any(static job => job.MessageCount is not null) ? Jobs.Sum(static job => job.MessageCount ?? 0) : null;

    /// <summary>When the first job was started; null if it is unknown.</summary>
    public DateTimeOffset? StartTime => Jobs.Min(static job => job.StartTime);

    /// <summary>The outcome in a few words.</summary>
    public string Headline => (Jobs.Count, ReadyCount) switch
    {
        (0, _) => "No videos",
        (1, 1) => "The video is ready",
        (1, _) => "The video wasn’t created",
        (var count, var ready) when ready == count => $"All {count.ToString(CultureInfo.InvariantCulture)} videos are ready",
        (var count, 0) => $"None of the {count.ToString(CultureInfo.InvariantCulture)} videos is ready",
        (var count, var ready) => $"{ready.ToString(CultureInfo.InvariantCulture)} of {ReportText.Count(count, "video")} "
            + (ready == 1 ? "is ready" : "are ready"),
    };

    /// <summary>The jobs in the order of the input. Those whose position is unknown are last.</summary>
    public static BatchReport Of(IEnumerable<ReportJob> jobs) =>
        new([.. jobs.Select(static job => job.Clean()).OrderBy(static job => job.InputNumber ?? int.MaxValue)]);

    public int CountOf(JobStatus status) => Jobs.Count(job => job.Status == status);
}
