namespace NemoVideo.Client.Journal;

/// <summary>An operation that this computer started, with its outcome if known.</summary>
/// <param name="Id">The operation's own ID, unknown to the service.</param>
/// <param name="Step">Its progress.</param>
/// <param name="BegunAt">When it was announced, by the clock of its process.</param>
/// <param name="EndedAt">When its end was last recorded; null if it hasn't ended.</param>
/// <param name="SessionId">Its session; null if unknown.</param>
public abstract record JournalEntry(string Id, JournalStep Step, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, string? SessionId)
{
    /// <summary>Whether the outcome is unknown: the operation must not be repeated without a check.</summary>
    public bool IsOpen => Step is JournalStep.Begun or JournalStep.Unknown;
}

/// <summary>The progress of an operation, as last recorded.</summary>
public enum JournalStep
{
    /// <summary>Announced, but not ended: it is in progress, or its process was killed.</summary>
    Begun,

    /// <summary>Confirmed by the service.</summary>
    Done,

    /// <summary>Rejected, or known to have had no effect.</summary>
    Failed,

    /// <summary>The outcome is unknown: the response was lost, a timeout expired, or the caller canceled it.</summary>
    Unknown,
}

#pragma warning disable CS1573 // JournalEntry documents the parameters that all entries have.

/// <summary>A created session.</summary>
/// <param name="SessionId">The session's ID; null without a response.</param>
/// <param name="TaskId">The service's task ID of the session; null if the response had none.</param>
/// <param name="Name">The session's name.</param>
/// <param name="Language">Its language as an ISO code; null if none was chosen.</param>
public sealed record SessionEntry(
    string Id, JournalStep Step, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, string? SessionId,
    string? TaskId, string? Name, string? Language)
    : JournalEntry(Id, Step, BegunAt, EndedAt, SessionId);

/// <summary>A submitted render.</summary>
/// <param name="Step">The progress of the submit. The render's own progress is its <paramref name="Status"/>.</param>
/// <param name="EndedAt">When it was last recorded after the submit; null if it wasn't.</param>
/// <param name="RenderId">The render's ID: the service's if known, else the submitted one.</param>
/// <param name="SubmittedId">The ID in the submit request.</param>
/// <param name="Format">The file format.</param>
/// <param name="Quality">The quality.</param>
/// <param name="Status">The render's last known status; null if there is none.</param>
/// <param name="IsCancelled">Whether this computer canceled it.</param>
public sealed record RenderEntry(
    string Id, JournalStep Step, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, string? SessionId,
    string RenderId, string SubmittedId, string? Format, string? Quality, RenderStatus? Status, bool IsCancelled)
    : JournalEntry(Id, Step, BegunAt, EndedAt, SessionId)
{
    /// <summary>Whether the render was rejected, failed or was canceled, so that there will be no video.</summary>
    public bool IsLost => Step == JournalStep.Failed || IsCancelled || Status is RenderStatus.Failed or RenderStatus.Canceled;

    /// <summary><see cref="Timeline.TimelineState.Fingerprint"/> of the rendered timeline; null if it wasn't recorded.</summary>
    public string? Fingerprint { get; init; }

    /// <summary><see cref="Exports.RenderOutput.Options"/>; null for none.</summary>
    public string? Options { get; init; }

    internal bool HasId(string id) => RenderId == id || SubmittedId == id;
}

/// <summary>The download of a finished video. Its <see cref="JournalEntry.SessionId"/> is null; the render's entry contains it.</summary>
/// <param name="Step">Its progress; <see cref="JournalStep.Done"/> if the file was complete.</param>
/// <param name="RenderId">The render.</param>
/// <param name="Path">The full path of the file, without the number that makes its name unique.</param>
public sealed record DownloadEntry(
    string Id, JournalStep Step, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, string RenderId, string? Path)
    : JournalEntry(Id, Step, BegunAt, EndedAt, SessionId: null);

/// <summary>A local file that was opened for an upload. The step isn't that of the upload.</summary>
/// <param name="Path">The full path that the file had; null if it wasn't recorded.</param>
internal sealed record SourceEntry(
    string Id, JournalStep Step, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, string? SessionId, string? Path)
    : JournalEntry(Id, Step, BegunAt, EndedAt, SessionId);
