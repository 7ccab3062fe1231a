namespace NemoVideo.Client.Journal;

/// <summary>A file that was uploaded, or that the service was asked to fetch.</summary>
/// <param name="Id">The operation's own id.</param>
/// <param name="Step">How far it is.</param>
/// <param name="BegunAt">When it was announced.</param>
/// <param name="EndedAt">When its end was written; null where it has none.</param>
/// <param name="SessionId">The session it went to.</param>
/// <param name="FileName">The name it was sent under.</param>
/// <param name="Location">Its full path, or its address without user, password and query.</param>
/// <param name="ContentHash">SHA-256 of the content, hexadecimal; null for an address.</param>
/// <param name="ByteCount">The size; null for an address.</param>
/// <param name="IsOwn">Whether the session was made for this file alone.</param>
public sealed record UploadEntry(
    string Id, JournalStep Step, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, string? SessionId,
    string? FileName, string? Location, string? ContentHash, long? ByteCount, bool IsOwn)
    : JournalEntry(Id, Step, BegunAt, EndedAt, SessionId);
