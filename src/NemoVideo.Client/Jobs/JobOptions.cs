using NemoVideo.Client.Exports;
using NemoVideo.Client.Sessions;

namespace NemoVideo.Client.Jobs;

/// <summary>The options of a run.</summary>
public sealed record JobOptions
{
    /// <summary>The maximum number of jobs between their start and the end of their last edit, and of simultaneous downloads, at least 1.
    /// Default: 4.</summary>
    public int ThrottleLimit { get; init; } = 4;

    /// <summary>
    /// The credits that the run may spend, by the estimates of its messages. The actual cost can be higher. Jobs that don't fit aren't
    /// started. Default: null, which means the balance of the account.
    /// </summary>
    public long? MaximumCredit { get; init; }

    /// <summary>Whether all jobs start again from the beginning, even if they are complete. Their messages are charged again.</summary>
    public bool Restart { get; init; }

    /// <summary>Whether an existing file is replaced. If not, the video gets another name, such as <c>clip (2).mp4</c>.
    /// An input of the run is never replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Files that are never replaced. The run adds the inputs of its jobs. Default: none.</summary>
    public KeptPaths Kept { get; init; } = new();

    /// <summary>
    /// Whether a job continues with the timeline as it is after a message of a previous run that changed nothing, was lost, or asked a
    /// question. After an error of the service, it continues only if the timeline has changed. The caller should check the timeline first.
    /// </summary>
    public bool AcceptTimeline { get; init; }

    /// <summary>Whether no further job starts after the first one failed. The running jobs continue. The others have no result.</summary>
    public bool StopAfterFailure { get; init; }

    /// <summary>Whether the run returns the events of the messages.</summary>
    public bool IncludeEvents { get; init; }

    /// <summary>The pause between two polls of a render. Default: the connection's.</summary>
    public TimeSpan? PollInterval { get; init; }

    /// <summary>The timeout of the stream of one message. Default: the connection's.</summary>
    public TimeSpan? MessageTimeout { get; init; }

    /// <summary>The estimated credits of a new job's messages.</summary>
    public static long EstimateCredit(VideoJob job) => EstimateCredit(job, sentCount: 0);

    internal static long EstimateCredit(VideoJob job, int sentCount) =>
        Enumerable.Range(sentCount, job.Messages.Count - sentCount).Sum(number => EstimateMessage(job, number));

    internal static long EstimateMessage(VideoJob job, int number) =>
        number == 0 && job.Inputs.Count == 0 ? CreditBalance.GenerationCost : CreditBalance.EditCost;
}
