using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Journal;

/// <summary>What this computer started for one user at one API, oldest first, and what a resumed job asks of it.</summary>
public sealed class JournalHistory
{
    private readonly Lazy<HashSet<string>> _saved;
    private readonly Lazy<HashSet<(string?, string?)>> _uploaded;

    internal JournalHistory(IReadOnlyList<JournalEntry> entries)
    {
        Entries = entries;
        _saved = new(() => new HashSet<string>(
            Entries.OfType<DownloadEntry>().Where(static entry => entry.Step == JournalStep.Done).Select(static entry => entry.RenderId), StringComparer.Ordinal));
        _uploaded = new(() => [.. Entries.OfType<UploadEntry>().Where(static entry => entry is { Step: JournalStep.Done, IsOwn: true }).Select(static entry => (entry.Location, entry.ContentHash))]);
    }

    /// <summary>All operations in the order in which they were begun, whatever the clock said then.</summary>
    public IReadOnlyList<JournalEntry> Entries { get; }

    /// <summary>
    /// The renders that are still out there: submitted, or perhaps submitted, and neither lost nor downloaded.
    /// </summary>
    public IReadOnlyList<RenderEntry> OutstandingRenders => [.. Entries.OfType<RenderEntry>().Where(IsOutstanding)];

    /// <summary>The uploads of this content that have a session of their own and were not refused, oldest first.</summary>
    /// <param name="contentHash">SHA-256 of the content, hexadecimal.</param>
    public IReadOnlyList<UploadEntry> FindOwnUploads(string contentHash) => [.. Entries.OfType<UploadEntry>().Where(entry =>
        entry.IsOwn && entry.Step != JournalStep.Failed && string.Equals(entry.ContentHash, contentHash, StringComparison.OrdinalIgnoreCase))];

    /// <summary>The messages of a session that have exactly this text and were not refused, oldest first.</summary>
    public IReadOnlyList<MessageEntry> FindMessages(string sessionId, string text)
    {
        var hash = ContentHash.OfText(text);
        return [.. Entries.OfType<MessageEntry>().Where(entry =>
            entry.SessionId == sessionId && entry.TextHash == hash && entry.Step != JournalStep.Failed)];
    }

    /// <summary>The renders of a session, lost ones as well, oldest first.</summary>
    public IReadOnlyList<RenderEntry> FindRenders(string sessionId) =>
        [.. Entries.OfType<RenderEntry>().Where(entry => entry.SessionId == sessionId)];

    /// <summary>The render of an id, be it the service's or the one it was submitted under; null where there is none.</summary>
    public RenderEntry? FindRender(string renderId) => Entries.OfType<RenderEntry>().LastOrDefault(entry => entry.HasId(renderId));

    /// <summary>The downloads of a render that have ended well, oldest first.</summary>
    public IReadOnlyList<DownloadEntry> FindDownloads(RenderEntry render) =>
        [.. Entries.OfType<DownloadEntry>().Where(entry => entry.Step == JournalStep.Done && render.HasId(entry.RenderId))];

    internal IEnumerable<DownloadEntry> FindOpenDownloads(RenderEntry render) =>
        Entries.OfType<DownloadEntry>().Where(entry => entry.IsOpen && render.HasId(entry.RenderId));

    /// <summary>The sessions that were made, oldest first.</summary>
    public IReadOnlyList<SessionEntry> Sessions => [.. Entries.OfType<SessionEntry>().Where(static entry => entry is { Step: JournalStep.Done, SessionId: not null })];

    /// <summary>A session's name, or that of the file it was made for; null where it was not made here.</summary>
    /// <param name="sessionId">The session.</param>
    public string? NameOf(string? sessionId) => Sessions.LastOrDefault(entry => entry.SessionId == sessionId)?.Name;

    /// <summary>
    /// Whether what was sent in a session is all here: for want of room, a session is dropped as a whole, or by older versions from its
    /// beginning, and it begins with these.
    /// </summary>
    internal bool Knows(string sessionId) => Entries.Any(entry => entry is SessionEntry or UploadEntry && entry.SessionId == sessionId);

    internal bool IsOutstanding(RenderEntry render) =>
        !render.IsLost && !_saved.Value.Contains(render.RenderId) && !_saved.Value.Contains(render.SubmittedId);

    /// <summary>
    /// Whether something could still ask what became of an operation. Nothing asks for a session that never got an id, and for a file that
    /// was uploaded from the same place another time or that no run goes on with. The download of a render counts as that render does.
    /// </summary>
    internal bool IsUnresolved(JournalEntry entry) => entry switch
    {
        RenderEntry render => IsOutstanding(render),
        SessionEntry => false,
        UploadEntry upload => upload is { IsOpen: true, IsOwn: true, ContentHash: not null } && !_uploaded.Value.Contains((upload.Location, upload.ContentHash)),
        DownloadEntry => false,
        _ => entry.IsOpen,
    };
}
