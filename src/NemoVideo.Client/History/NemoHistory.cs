using NemoVideo.Client.Exports;

namespace NemoVideo.Client.History;

/// <summary>A session that this computer created.</summary>
/// <param name="Id">The session's ID.</param>
/// <param name="TaskId">The service's task ID of the session; null if the response had none.</param>
/// <param name="Name">The session's name.</param>
/// <param name="Language">Its language as an ISO code; null if none was chosen.</param>
/// <param name="CreatedAt">When it was created, by the clock of this computer.</param>
public sealed record SessionEntry(string Id, string? TaskId, string? Name, string? Language, DateTimeOffset CreatedAt)
{
    /// <summary>The full path of the first file that was uploaded; null for none.</summary>
    public string? SourcePath { get; init; }

    /// <summary>The beginning of the first message, without secrets; null for none.</summary>
    public string? Message { get; init; }
}

/// <summary>An export that this computer started.</summary>
/// <param name="Id">The render's ID.</param>
/// <param name="SessionId">The session.</param>
/// <param name="StartedAt">When it was started, by the clock of this computer.</param>
public sealed record ExportEntry(string Id, string SessionId, DateTimeOffset StartedAt)
{
    /// <summary><see cref="Timeline.TimelineState.Fingerprint"/> of the exported timeline.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The quality.</summary>
    public string? Quality { get; init; }

    /// <summary><see cref="RenderOutput.Options"/>; null for none.</summary>
    public string? Options { get; init; }

    /// <summary>The final status; null if it isn't known.</summary>
    public RenderStatus? Status { get; init; }

    /// <summary>Whether the video was downloaded.</summary>
    public bool IsSaved { get; init; }

    /// <summary>Whether there will be no video.</summary>
    public bool IsLost => Status is RenderStatus.Failed or RenderStatus.Canceled;
}

/// <summary>The sessions and exports that this computer started for one user and API, outside of jobs. Oldest first.</summary>
public sealed class NemoHistory
{
    private readonly ILookup<string?, HistoryLine> _bySession;

    internal NemoHistory(IEnumerable<HistoryLine> lines)
    {
        var all = lines.ToList();
        var byRender = all.ToLookup(static line => line.Render, StringComparer.Ordinal);
        _bySession = all.ToLookup(static line => line.Session, StringComparer.Ordinal);
        Sessions = [.. all.Where(static line => line is { Kind: HistoryKind.Session, Session: not null }).Select(line =>
            new SessionEntry(line.Session!, line.Task, line.Name, line.Language, line.At)
            {
                SourcePath = UploadsOf(line.Session!).FirstOrDefault(),
                Message = _bySession[line.Session].FirstOrDefault(static other => other.Kind == HistoryKind.Message)?.Message,
            })];
        Exports = [.. all.Where(static line => line is { Kind: HistoryKind.Export, Render: not null, Session: not null }).Select(line =>
            new ExportEntry(line.Render!, line.Session!, line.At)
            {
                Fingerprint = line.Fingerprint,
                Quality = line.Quality,
                Options = line.Options,
                Status = byRender[line.Render].LastOrDefault(static other => other.Kind == HistoryKind.Status)?.Status,
                IsSaved = byRender[line.Render].Any(static other => other.Kind == HistoryKind.Saved),
            })];
    }

    /// <summary>All sessions.</summary>
    public IReadOnlyList<SessionEntry> Sessions { get; }

    /// <summary>All exports.</summary>
    public IReadOnlyList<ExportEntry> Exports { get; }

    /// <summary>The full paths of the files that were uploaded.</summary>
    public IEnumerable<string> SourcePaths => _bySession.SelectMany(group => UploadsOf(group.Key));

    /// <summary>The session with this ID; null if this computer didn't create it.</summary>
    public SessionEntry? FindSession(string? id) => Sessions.LastOrDefault(session => session.Id == id);

    /// <summary>The export with this ID; null if this computer didn't start it.</summary>
    public ExportEntry? FindExport(string id) => Exports.LastOrDefault(export => export.Id == id);

    /// <summary>Whether a file with this name was uploaded to a session. Upper and lower case are the same.</summary>
    public bool HasUpload(string sessionId, string fileName) =>
        UploadsOf(sessionId).Any(path => string.Equals(Path.GetFileName(path), fileName, StringComparison.OrdinalIgnoreCase));

    private IEnumerable<string> UploadsOf(string? sessionId) => _bySession[sessionId].Select(static line => line.Path).OfType<string>();
}
