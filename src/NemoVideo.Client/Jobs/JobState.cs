namespace NemoVideo.Client.Jobs;

/// <summary>What the lines of a log say together.</summary>
internal sealed record JobState
{
    public static readonly JobState Empty = new();

    public bool IsStarted { get; init; }

    /// <summary><see cref="JobLine.Order"/> of the start; null for none.</summary>
    public IReadOnlyList<string>? Order { get; init; }

    public string? SessionId { get; init; }

    /// <summary>The number of complete uploads in the session.</summary>
    public int UploadCount { get; init; }

    /// <summary>Whether the outcome of an upload is unknown, so that the session can't be used.</summary>
    public bool HasOpenUpload { get; init; }

    /// <summary>The last line of each message, except of those that were refused. Only the last message can be unfinished.</summary>
    public IReadOnlyList<JobLine> Messages { get; init; } = [];

    /// <summary>The next message if the service refused it: the timeline before it must be unchanged. Null for none.</summary>
    public JobLine? Refused { get; init; }

    /// <summary>The renders after the last message in order. The service may not have received the last one.</summary>
    public IReadOnlyList<JobLine> Renders { get; init; } = [];

    /// <summary>The videos after the last message in order.</summary>
    public IReadOnlyList<JobLine> Videos { get; init; } = [];

    /// <summary>All videos that were written, also before the start.</summary>
    public IReadOnlyList<JobLine> Files { get; init; } = [];

    /// <summary>The last message; null if there is none.</summary>
    public JobLine? LastMessage => Messages.Count == 0 ? null : Messages[Messages.Count - 1];

    /// <summary>The state after a line.</summary>
    /// <exception cref="InvalidDataException">The line can't follow the earlier ones, so the log is damaged.</exception>
    public JobState Apply(JobLine line) => line switch
    {
        { Kind: JobLineKind.Start } => Empty with { IsStarted = true, Order = line.Order, Files = Files },
        { Kind: JobLineKind.Session, Session: { } session } when IsStarted && Messages.Count == 0 =>
            this with { SessionId = session, UploadCount = 0, HasOpenUpload = false, Refused = null },
        { Kind: JobLineKind.Upload, State: { } state } when SessionId is not null && line.Number == UploadCount =>
            this with { HasOpenUpload = state == JobLineState.Sending, UploadCount = UploadCount + (state == JobLineState.Done ? 1 : 0) },
        { Kind: JobLineKind.Message, State: JobLineState.Sending, Before: not null } when SessionId is not null && !HasOpenUpload
            && line.Number == Messages.Count && LastMessage is null or { State: JobLineState.Done } =>
            this with { Messages = [.. Messages, line], Refused = null, Renders = [], Videos = [] },
        { Kind: JobLineKind.Message, State: JobLineState.Refused } when LastMessage is { State: not JobLineState.Done } last
            && line.Number == last.Number =>
            this with { Messages = [.. Messages.Take(Messages.Count - 1)], Refused = line with { Before = last.Before } },
        { Kind: JobLineKind.Message, State: not (null or JobLineState.Sending or JobLineState.Refused) }
            when LastMessage is { State: not JobLineState.Done } last && line.Number == last.Number =>
            this with { Messages = [.. Messages.Take(Messages.Count - 1), line] },

        // The refused message has changed the timeline.
        { Kind: JobLineKind.Message, State: not (null or JobLineState.Sending or JobLineState.Refused) }
            when Refused is not null && line.Number == Refused.Number =>
            this with { Messages = [.. Messages, line], Refused = null, Renders = [], Videos = [] },
        { Kind: JobLineKind.Render, Render: not null } when LastMessage is { State: JobLineState.Done } =>
            this with { Renders = [.. Renders, line] },
        { Kind: JobLineKind.File, Path: not null, Length: not null, ContentHash: not null } when Messages.Count > 0 =>
            this with { Videos = [.. Videos, line], Files = [.. Files, line] },
        _ => throw new InvalidDataException($"A line of the kind {line.Kind} can't follow the lines before it."),
    };
}
