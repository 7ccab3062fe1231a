namespace NemoVideo.Client.Journal;

/// <summary>A session that was made. <see cref="JournalEntry.SessionId"/> is null until the service has named it.</summary>
/// <param name="Id">The operation's own id.</param>
/// <param name="Step">How far it is.</param>
/// <param name="BegunAt">When it was announced.</param>
/// <param name="EndedAt">When its end was written; null where it has none.</param>
/// <param name="SessionId">The session's id; null where the service has not answered.</param>
/// <param name="TaskId">The service's task behind it; null where it does not say.</param>
/// <param name="Name">Its name.</param>
/// <param name="Language">Its language as an ISO code; null where none was chosen.</param>
public sealed record SessionEntry(
    string Id, JournalStep Step, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, string? SessionId, string? TaskId, string? Name, string? Language)
    : JournalEntry(Id, Step, BegunAt, EndedAt, SessionId);
