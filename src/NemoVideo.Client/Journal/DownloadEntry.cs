namespace NemoVideo.Client.Journal;

/// <summary>A finished video that was downloaded. Its <see cref="JournalEntry.SessionId"/> is that of its render, found there.</summary>
/// <param name="Id">The operation's own id.</param>
/// <param name="Step">How far it is: where it is done, the whole file was there.</param>
/// <param name="BegunAt">When it was announced.</param>
/// <param name="EndedAt">When its end was written; null where it has none.</param>
/// <param name="RenderId">The render.</param>
/// <param name="Path">The full path of the file.</param>
/// <param name="ByteCount">The file's size, written when it is whole and about to get its name; null before.</param>
public sealed record DownloadEntry(
    string Id, JournalStep Step, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, string RenderId, string? Path, long? ByteCount)
    : JournalEntry(Id, Step, BegunAt, EndedAt, SessionId: null)
{
    /// <summary>The full path of the partial file.</summary>
    internal string? PartialPath { get; init; }

    /// <summary>Which file of the disk that was, whatever has its name now; null on Windows.</summary>
    internal string? FileIdentity { get; init; }

    /// <summary>The entity tag of what is in it; null if the server gave no strong one.</summary>
    internal string? Version { get; init; }
}
