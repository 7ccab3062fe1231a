using NemoVideo.Client.Timeline;
namespace NemoVideo.Client.Jobs;

/// <summary>How a job ended.</summary>
public enum JobStatus
{
    /// <summary>The video was written in this run.</summary>
    Succeeded,
    /// <summary>A previous run wrote the video, and the file is unchanged. Nothing was sent.</summary>
    AlreadyDone,
    /// <summary>Another run is processing the same job. Nothing was sent.</summary>
    InUse,
    /// <summary>The agent asked a question; see <see cref="JobResult.Error"/>. After the answer, the job continues.</summary>
    AwaitingInput,
    /// <summary>The job failed; see <see cref="JobResult.Error"/>.</summary>
    Failed,
    /// <summary>The credits don't suffice. Nothing was sent.</summary>
    NotStarted,
}

/// <summary>The result of a job.</summary>
/// <param name="Job">The job, as the caller passed it.</param>
/// <param name="Status">How the job ended.</param>
public sealed record JobResult(VideoJob Job, JobStatus Status)
{
    private JobState? _state;

    /// <summary>The full path of the video; null if there is none.</summary>
    public string? OutputPath { get; init; }

    /// <summary>The requested path if another file, such as the video of an earlier version of the clip, had it; otherwise, null.</summary>
    public string? TakenPath { get; init; }

    /// <summary>Whether a previous run joined the same inputs in another order, which the video has.</summary>
    public bool HasOtherOrder { get; init; }

    /// <summary>The length of the video; null if the service didn't report it.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The size of the video in bytes; null if there is none.</summary>
    public long? Length { get; init; }

    /// <summary>The agent's texts of all messages, joined by line breaks, up to 8 Ki characters per message. Empty if unknown.</summary>
    public string AgentText =>
        string.Join("\n", State.Messages.Select(static line => line.AgentText).Where(static text => text is { Length: > 0 }));

    /// <summary>The changes of all messages in order, such as <c>Title added: "Paradise Found" (0-3s)</c>. Empty if unknown.</summary>
    public IReadOnlyList<string> Changes => [.. State.Messages.SelectMany(static message => message.Changes ?? [])];

    /// <summary>The timelines before the first message and after the last one.</summary>
    public TimelineComparison Timelines => new(State.Messages.Count > 0 ? State.Messages[0].TracksBefore : null, State.LastMessage?.TracksAfter);

    /// <summary>When this run started the job; null if it didn't.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>The time that each stage took in this run, including waits. Stages that were skipped are missing.</summary>
    public IReadOnlyDictionary<JobStage, TimeSpan> StageTimes { get; init; } = new Dictionary<JobStage, TimeSpan>();

    /// <summary>The number of messages that this run sent, each of which can be charged.</summary>
    public int MessageCount { get; init; }

    /// <summary>The credits that were available when the job ended; null if it sent no message or they are unknown.</summary>
    public long? CreditAfter { get; init; }

    /// <summary>Why the job didn't succeed; null if it did, if a previous run completed it, or if another run is processing it.</summary>
    public NemoException? Error { get; init; }

    /// <summary>The session; null if none was created.</summary>
    public string? SessionId => State.SessionId;

    /// <summary>Reads what the log of the job says. It is read when a value of it is asked for.</summary>
    internal Func<JobState> ReadState { get; init; } = static () => JobState.Empty;

    /// <summary>Another run can have the log open for a moment, so only what was read is kept.</summary>
    private JobState State => _state ?? (ReadState() is { IsStarted: true } read ? _state = read : JobState.Empty);
}
