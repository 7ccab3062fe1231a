namespace NemoVideo.Client.Journal;

/// <summary>The operations that this computer started for one user and API, oldest first.</summary>
public sealed class JournalHistory
{
    private readonly Lazy<HashSet<string>> _downloaded;
    private readonly Lazy<HashSet<(string?, string?)>> _uploaded;

    internal JournalHistory(IReadOnlyList<JournalEntry> entries)
    {
        Entries = entries;
        _downloaded = new(() => [.. Find<DownloadEntry>(static entry => entry.Step == JournalStep.Done).Select(static e => e.RenderId)]);
        _uploaded = new(() => [.. Find<UploadEntry>(static entry => entry is { Step: JournalStep.Done, IsOwn: true })
            .Select(static entry => (entry.Location, entry.ContentHash))]);
    }

    /// <summary>All operations in the order in which they were announced, regardless of their timestamps.</summary>
    public IReadOnlyList<JournalEntry> Entries { get; }

    /// <summary>The renders that may still have a video to download.</summary>
    public IReadOnlyList<RenderEntry> OutstandingRenders => Find<RenderEntry>(IsOutstanding);

    /// <summary>The created sessions, oldest first.</summary>
    public IReadOnlyList<SessionEntry> Sessions =>
        Find<SessionEntry>(static entry => entry is { Step: JournalStep.Done, SessionId: not null });

    /// <summary>The uploads of this content that have a session of their own and didn't fail, oldest first.</summary>
    /// <param name="contentHash">SHA-256 of the content, hexadecimal.</param>
    public IReadOnlyList<UploadEntry> FindOwnUploads(string contentHash) => Find<UploadEntry>(entry =>
        entry is { IsOwn: true, Step: not JournalStep.Failed }
        && contentHash.Equals(entry.ContentHash, StringComparison.OrdinalIgnoreCase));

    /// <summary>The messages of a session that have exactly this text and didn't fail, oldest first.</summary>
    public IReadOnlyList<MessageEntry> FindMessages(string sessionId, string text)
    {
        var hash = ContentHash.OfText(text);
        return Find<MessageEntry>(entry => entry.SessionId == sessionId && entry.TextHash == hash && entry.Step != JournalStep.Failed);
    }

    /// <summary>All renders of a session, oldest first.</summary>
    public IReadOnlyList<RenderEntry> FindRenders(string sessionId) => Find<RenderEntry>(entry => entry.SessionId == sessionId);

    /// <summary>The latest render with this ID, either the service's or the submitted one; null if there is none.</summary>
    public RenderEntry? FindRender(string renderId) => Find<RenderEntry>(entry => entry.HasId(renderId)).LastOrDefault();

    /// <summary>The completed downloads of a render, oldest first.</summary>
    public IReadOnlyList<DownloadEntry> FindDownloads(RenderEntry render) =>
        Find<DownloadEntry>(entry => entry.Step == JournalStep.Done && render.HasId(entry.RenderId));

    internal IReadOnlyList<DownloadEntry> FindOpenDownloads(RenderEntry render) =>
        Find<DownloadEntry>(entry => entry.IsOpen && render.HasId(entry.RenderId));

    /// <summary>The name of a session; null if it has none or wasn't created on this computer.</summary>
    public string? NameOf(string? sessionId) => Sessions.LastOrDefault(entry => entry.SessionId == sessionId)?.Name;

    /// <summary>
    /// Whether the journal still has all operations of a session. Compaction removes whole sessions,
    /// or their session and upload entries first.
    /// </summary>
    internal bool IsComplete(string sessionId) =>
        Entries.Any(entry => entry is SessionEntry or UploadEntry && entry.SessionId == sessionId);

    internal bool IsOutstanding(RenderEntry render) =>
        !render.IsLost && !_downloaded.Value.Contains(render.RenderId) && !_downloaded.Value.Contains(render.SubmittedId);

    /// <summary>Whether a later run could still need an operation. It needs an upload if it can resume it and didn't repeat it.</summary>
    internal bool IsUnresolved(JournalEntry entry) => entry switch
    {
        RenderEntry render => IsOutstanding(render),
        UploadEntry upload => upload is { IsOpen: true, IsOwn: true, ContentHash: not null }
            && !_uploaded.Value.Contains((upload.Location, upload.ContentHash)),
        SessionEntry or DownloadEntry => false,
        _ => entry.IsOpen,
    };

    private List<T> Find<T>(Func<T, bool> condition)
        where T : JournalEntry => [.. Entries.OfType<T>().Where(condition)];
}
