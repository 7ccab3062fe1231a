using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Journal;

/// <summary>A render that was submitted.</summary>
/// <param name="Id">The operation's own id.</param>
/// <param name="Step">How far the submit is. What became of the render itself is its <paramref name="Status"/>.</param>
/// <param name="BegunAt">When it was announced.</param>
/// <param name="EndedAt">When it was last written of; null where only its begin is.</param>
/// <param name="SessionId">The session whose timeline it renders.</param>
/// <param name="RenderId">The render's id: the service's own where it gave one, else ours.</param>
/// <param name="SubmittedId">The id under which it was submitted.</param>
/// <param name="Format">The file's format.</param>
/// <param name="Quality">The quality.</param>
/// <param name="Status">The render's status as it was last seen; null where none was.</param>
/// <param name="IsCancelled">Whether it was cancelled from here.</param>
public sealed record RenderEntry(
    string Id, JournalStep Step, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, string? SessionId,
    string RenderId, string SubmittedId, string? Format, string? Quality, RenderStatus? Status, bool IsCancelled)
    : JournalEntry(Id, Step, BegunAt, EndedAt, SessionId)
{
    /// <summary>Whether nothing more will come of it: refused, failed or cancelled.</summary>
    public bool IsLost => Step == JournalStep.Failed || IsCancelled || Status == RenderStatus.Failed;

    internal bool HasId(string id) => RenderId == id || SubmittedId == id;
}
