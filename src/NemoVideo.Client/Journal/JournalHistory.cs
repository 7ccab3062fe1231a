namespace NemoVideo.Client.Journal;

/// <summary>The operations that this computer started for one user and API, oldest first.</summary>
public sealed class JournalHistory
{
    private readonly Lazy<HashSet<string>> _downloaded;

    internal JournalHistory(IReadOnlyList<JournalEntry> entries)
    {
        Entries = entries;
        _downloaded = new(() => [.. Find<DownloadEntry>(static entry => entry.Step == JournalStep.Done).Select(static e => e.RenderId)]);
    }

    /// <summary>All operations in the order in which they were announced, regardless of their timestamps.</summary>
    public IReadOnlyList<JournalEntry> Entries { get; }

    /// <summary>The renders that may still have a video to download.</summary>
    public IReadOnlyList<RenderEntry> OutstandingRenders => Find<RenderEntry>(IsOutstanding);

    /// <summary>The created sessions, oldest first.</summary>
    public IReadOnlyList<SessionEntry> Sessions =>
        Find<SessionEntry>(static entry => entry is { Step: JournalStep.Done, SessionId: not null });

    /// <summary>All renders of a session, oldest first.</summary>
    public IReadOnlyList<RenderEntry> FindRenders(string sessionId) => Find<RenderEntry>(entry => entry.SessionId == sessionId);

    /// <summary>The latest render with this ID, either the service's or the submitted one; null if there is none.</summary>
    public RenderEntry? FindRender(string renderId) => Find<RenderEntry>(entry => entry.HasId(renderId)).LastOrDefault();

    /// <summary>The name of a session; null if it has none or wasn't created on this computer.</summary>
    public string? NameOf(string? sessionId) => Sessions.LastOrDefault(entry => entry.SessionId == sessionId)?.Name;

    /// <summary>Whether a file with this name was opened for an upload to a session. Upper and lower case are the same.</summary>
    public bool HasUpload(string sessionId, string fileName) => Entries.OfType<SourceEntry>().Any(source => source.SessionId == sessionId
        && string.Equals(Path.GetFileName(source.Path), fileName, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a file with this full path was opened for an upload.</summary>
    internal bool IsSource(string path) =>
        Entries.OfType<SourceEntry>().Any(source => string.Equals(source.Path, path, StringComparison.OrdinalIgnoreCase));

    internal bool IsOutstanding(RenderEntry render) =>
        !render.IsLost && !_downloaded.Value.Contains(render.RenderId) && !_downloaded.Value.Contains(render.SubmittedId);

    private List<T> Find<T>(Func<T, bool> condition)
        where T : JournalEntry => [.. Entries.OfType<T>().Where(condition)];
}
