namespace NemoVideo.PowerShell.Output;

/// <summary>The result of one video of New-NemoVideo. Null is a value that is unknown or doesn't apply.</summary>
public sealed class NemoVideoResult
{
    private readonly JobResult _result;

    private NemoVideoResult(JobResult result, string? errorId, string? recommendedAction, IReadOnlyList<string> skipped)
    {
        (_result, ErrorId, RecommendedAction) = (result, errorId, recommendedAction);
        SkippedInputs = new OutputList<string>(skipped.Select(UrlText.Hide));
    }

    /// <summary>The position of the video in the order of the input, from 1. Results are written as they end.</summary>
    public int? InputNumber => (_result.Job.Tag as JobSource)?.Order;

    /// <summary>The paths and URLs of the inputs, separated by semicolons; null for a generated video.</summary>
    public string? SourcePath => _result.Job.Inputs.Count == 0 ? null : string.Join(";", ShownInputs(_result.Job));

    /// <summary>The file names of the inputs, separated by semicolons; the message for a generated video.</summary>
    public string SourceName => NameOf(_result.Job);

    /// <summary>
    /// The outcome: <c>Succeeded</c>; <c>AlreadyDone</c> if a previous run created the video; <c>InUse</c> if another run is creating it;
    /// <c>AwaitingInput</c> if the agent asked a question, which <c>Error</c> contains; <c>Failed</c>; or <c>NotStarted</c> if the credits don't suffice.
    /// </summary>
    public string Status => _result.Status.ToString();

    /// <summary>The full path of the video.</summary>
    public string? OutputPath => _result.OutputPath;

    /// <summary>The length of the video.</summary>
    public TimeSpan? Duration => _result.Duration;

    /// <summary>The size of the video in bytes.</summary>
    public long? Length => _result.Length;

    /// <summary>The messages, separated by <c>;;</c>.</summary>
    public string Message => MessageOf(_result.Job);

    /// <summary>
    /// The agent's texts, one after the other, with commands instead of instructions for a GUI; empty if they are unknown.
    /// </summary>
    public string AgentText => SuggestedCommands.Translate(_result.AgentText, SessionId ?? "").Text;

    /// <summary>The changes, such as <c>Title added: "Paradise Found" (0-3s)</c>; empty if they are unknown.</summary>
    public IReadOnlyList<string> Changes => new OutputList<string>(_result.Changes);

    /// <summary>The tracks before the first message, such as <c>1. Video: city timelapse (0-10s)</c>; empty if they are unknown.</summary>
    public IReadOnlyList<string> TracksBefore => new OutputList<string>(_result.Timelines.Before?.Select(static track => track.ToString()) ?? []);

    /// <summary>The tracks after the last message; empty if they are unknown.</summary>
    public IReadOnlyList<string> TracksAfter => new OutputList<string>(_result.Timelines.After?.Select(static track => track.ToString()) ?? []);

    /// <summary>
    /// Both timelines as JSON, for Export-NemoReport. A timeline that is unknown, or that has more than 200 tracks and segments, is null.
    /// </summary>
    public string TimelineJson => _result.Timelines.ToJson();

    /// <summary>The number of messages that this run sent. An edit costs about 50 credits, and a generated clip about 100.</summary>
    public int MessageCount => _result.MessageCount;

    /// <summary>The credits that were available when the video ended. Other commands can have spent some, too.</summary>
    public long? CreditAfter => _result.CreditAfter;

    /// <summary>When this run started the video; null if it didn't.</summary>
    public DateTime? StartTime => _result.StartTime?.LocalDateTime;

    /// <summary>The time of reading the inputs and creating the session in this run.</summary>
    public TimeSpan? SessionTime => TimeOf(JobStage.Session);

    /// <summary>The time of the uploads in this run.</summary>
    public TimeSpan? UploadTime => TimeOf(JobStage.Upload);

    /// <summary>The time of the edits in this run.</summary>
    public TimeSpan? EditTime => TimeOf(JobStage.Edit);

    /// <summary>The time of the export in this run.</summary>
    public TimeSpan? ExportTime => TimeOf(JobStage.Render);

    /// <summary>The time of the download in this run.</summary>
    public TimeSpan? DownloadTime => TimeOf(JobStage.Download);

    /// <summary>Why the video was not created.</summary>
    public string? Error => _result.Error?.Message;

    /// <summary>The ID of the error, such as <c>NemoServiceFailure</c>.</summary>
    public string? ErrorId { get; }

    /// <summary>What to do about the error.</summary>
    public string? RecommendedAction { get; }

    /// <summary>What was skipped since the previous result, and why: warnings that name the inputs. Empty for most results.</summary>
    public IReadOnlyList<string> SkippedInputs { get; }

    /// <summary>The ID of the session. Binds to -Session of the other cmdlets.</summary>
    public string? SessionId => _result.SessionId;

    /// <inheritdoc/>
    public override string ToString() => OutputPath ?? SourcePath ?? Status;

    /// <summary>The file names of a video's inputs, separated by semicolons; the message for a generated video.</summary>
    internal static string NameOf(VideoJob job) =>
        job.Inputs.Count == 0 ? MessageOf(job) : string.Join("; ", ShownInputs(job).Select(DisplayText.FileName));

    private static string MessageOf(VideoJob job) => string.Join(";;", job.Messages);

    /// <summary>The paths of the files as they are on disk, and the URLs without their secret parts.</summary>
    private static IEnumerable<string> ShownInputs(VideoJob job) =>
        job.Inputs.Select(static input => VideoInputs.IsUrl(input) ? UrlText.Hide(input) : input);

    /// <summary>The result with the columns of the input that it doesn't have itself, without the secret parts of URLs.</summary>
    internal static PSObject Create(JobResult result, string? errorId, string? recommendedAction, IReadOnlyList<string> skipped)
    {
        var video = new NemoVideoResult(result, errorId, recommendedAction, skipped);
        return (result.Job.Tag as JobSource)?.AddColumns(video, static _ => true) ?? new PSObject(video);
    }

    private TimeSpan? TimeOf(JobStage stage) => _result.StageTimes.TryGetValue(stage, out var time) ? time : null;
}
