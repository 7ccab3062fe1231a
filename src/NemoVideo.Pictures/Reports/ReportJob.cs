namespace NemoVideo.Pictures.Reports;

/// <summary>A video of a report. Texts can contain line ends; a report omits control characters and secrets in URLs.</summary>
/// <param name="Name">The name of the video, such as the file names of its inputs.</param>
/// <param name="Status">How the job ended.</param>
public sealed record ReportJob(string Name, JobStatus Status)
{
    /// <summary>The paths and URLs of the inputs in one line; null for a generated video.</summary>
    public string? Source { get; init; }

    /// <summary>The full path of the video; null if there is none.</summary>
    public string? OutputPath { get; init; }

    /// <summary>The length of the video; null if it is unknown.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The size of the video in bytes; null if there is none.</summary>
    public long? Length { get; init; }

    /// <summary>The messages in order.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];

    /// <summary>The agent's texts; empty if they are unknown.</summary>
    public string AgentText { get; init; } = "";

    /// <summary>The changes of the timeline, one sentence each; empty if they are unknown.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>The timelines to draw.</summary>
    public TimelineComparison Timelines { get; init; } = new(null, null);

    /// <summary>When the job was started; null if it is unknown.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>The time that each stage took. Stages that were skipped are missing.</summary>
    public IReadOnlyDictionary<JobStage, TimeSpan> StageTimes { get; init; } = new Dictionary<JobStage, TimeSpan>();

    /// <summary>Why the video wasn't created; null if it was.</summary>
    public string? Error { get; init; }

    /// <summary>The recommended action; null if there is no error.</summary>
    public string? NextStep { get; init; }

    /// <summary>The session; null if none was created.</summary>
    public string? SessionId { get; init; }

    /// <summary>The number of messages that the run sent; null if it is unknown.</summary>
    public int? MessageCount { get; init; }

    /// <summary>The credits that were available when the job ended; null if they are unknown.</summary>
    public long? CreditAfter { get; init; }

    /// <summary>Its position in the order of the input; null if it is unknown.</summary>
    public int? InputNumber { get; init; }

    /// <summary>The inputs that were skipped before it, one sentence each.</summary>
    public IReadOnlyList<string> SkippedInputs { get; init; } = [];

    /// <summary>Whether there is a video.</summary>
    internal bool IsReady => Status is JobStatus.Succeeded or JobStatus.AlreadyDone;

    /// <summary>The time of all stages; null if none is known.</summary>
    internal TimeSpan? Time => StageTimes.Count == 0 ? null : TimeSpan.FromTicks(StageTimes.Values.Sum(static time => time.Ticks));

    /// <summary>A frame of the video as a data URI; null if there is none.</summary>
    internal string? Poster { get; init; }

    /// <summary>The values of a result.</summary>
    public static ReportJob Of(JobResult result)
    {
        var job = (result ?? throw new ArgumentNullException(nameof(result))).Job;
        return new ReportJob(
            result.OutputPath is { } path ? Path.GetFileName(path)
                : job.Inputs.Count == 0 ? string.Join("; ", job.Messages)
                : string.Join("; ", job.Inputs.Select(Path.GetFileName)),
            result.Status)
        {
            Source = job.Inputs.Count == 0 ? null : string.Join("; ", job.Inputs),
            OutputPath = result.OutputPath,
            Duration = result.Duration,
            Length = result.Length,
            Messages = job.Messages,
            AgentText = result.AgentText,
            Changes = result.Changes,
            Timelines = result.Timelines,
            StartTime = result.StartTime,
            StageTimes = result.StageTimes,
            Error = result.Error?.Message,
            NextStep = result.Error?.NextStep,
            SessionId = result.SessionId,
            MessageCount = result.MessageCount,
            CreditAfter = result.CreditAfter,
        };
    }

    /// <summary>The same values as a report shows them. The path of the video remains as it is.</summary>
    internal ReportJob Clean() => this with
    {
        Name = ReportText.Line(Name) is { Length: > 0 } name ? name : "(no name)",
        Source = ReportText.LineOrNull(Source),
        Messages = [.. Messages.Select(ReportText.Lines)],
        AgentText = ReportText.Lines(AgentText),
        Changes = [.. Changes.Select(ReportText.Line)],
        Error = ReportText.LineOrNull(Error),
        NextStep = ReportText.LineOrNull(NextStep),
        SessionId = ReportText.LineOrNull(SessionId),
        SkippedInputs = [.. SkippedInputs.Select(ReportText.Line)],
    };
}
