using NemoVideo.Client.Edits;

namespace NemoVideo.Client.Jobs;

/// <summary>The stages of a job, in their order. A resumed job skips the stages that are complete.</summary>
public enum JobStage
{
    /// <summary>Reads the inputs and the record of the job, and creates a session.</summary>
    Session,
    /// <summary>Uploads the inputs.</summary>
    Upload,
    /// <summary>Sends the messages.</summary>
    Edit,
    /// <summary>Renders the video, and waits for it.</summary>
    Render,
    /// <summary>Downloads the video.</summary>
    Download,
}

/// <summary>
/// What happened in a run: a <see cref="JobStageUpdate"/>, <see cref="JobProgressUpdate"/>, <see cref="JobCheckUpdate"/>,
/// <see cref="JobEventUpdate"/> or <see cref="JobFinishedUpdate"/>.
/// </summary>
/// <param name="Job">The job, as the caller passed it.</param>
public abstract record JobUpdate(VideoJob Job);

#pragma warning disable CS1573 // JobUpdate documents the parameter that all updates have.

/// <summary>A job begins a stage.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="SessionId">The session; null if there is none yet.</param>
public sealed record JobStageUpdate(VideoJob Job, JobStage Stage, string? SessionId) : JobUpdate(Job);

/// <summary>A job has made progress in a stage. Some are left out if many updates wait.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Percent">How much of the present file or render is complete, 0 to 100; null if it is unknown.</param>
public sealed record JobProgressUpdate(VideoJob Job, JobStage Stage, int? Percent) : JobUpdate(Job);

/// <summary>
/// A job begins to poll the timeline, because the result of a message was lost. This can take minutes. The message isn't sent again.
/// </summary>
/// <param name="SessionId">The session.</param>
public sealed record JobCheckUpdate(VideoJob Job, string SessionId) : JobUpdate(Job);

/// <summary>An event of a message, with <see cref="JobOptions.IncludeEvents"/>. The events of each session are in order.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Message">The message.</param>
/// <param name="Event">The event.</param>
public sealed record JobEventUpdate(VideoJob Job, string SessionId, string Message, AgentEvent Event) : JobUpdate(Job);

/// <summary>
/// The job ended. Each job has one such update, which is its last one. With <see cref="JobOptions.StopAfterFailure"/>, a job that didn't
/// start has none.
/// </summary>
/// <param name="Result">The result.</param>
public sealed record JobFinishedUpdate(VideoJob Job, JobResult Result) : JobUpdate(Job)
{
    /// <summary>The credits that were available before the first message of the run; null if none was to be sent.</summary>
    public long? AvailableBefore { get; init; }
}
