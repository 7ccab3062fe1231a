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

    /// <summary>The file format.</summary>
    public string? Format { get; init; }

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
    private readonly Dictionary<string, SessionEntry> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExportEntry> _exports = new(StringComparer.Ordinal);
    private readonly List<HistoryLine> _uploads = [];

    internal NemoHistory(IEnumerable<HistoryLine> lines)
    {
        foreach (var line in lines)
        {
            Add(line);
        }

        (Sessions, Exports) = ([.. _sessions.Values], [.. _exports.Values]);
    }

    /// <summary>All sessions.</summary>
    public IReadOnlyList<SessionEntry> Sessions { get; }

    /// <summary>All exports.</summary>
    public IReadOnlyList<ExportEntry> Exports { get; }

    /// <summary>The full paths of the files that were uploaded.</summary>
    public IEnumerable<string> SourcePaths => _uploads.Select(static line => line.Path!);

    /// <summary>The session with this ID; null if this computer didn't create it.</summary>
    public SessionEntry? FindSession(string? id) => id is not null && _sessions.TryGetValue(id, out var session) ? session : null;

    /// <summary>The export with this ID; null if this computer didn't start it.</summary>
    public ExportEntry? FindExport(string id) => _exports.TryGetValue(id, out var export) ? export : null;

    /// <summary>Whether a file with this name was uploaded to a session. Upper and lower case are the same.</summary>
    public bool HasUpload(string sessionId, string fileName) => _uploads.Exists(line => line.Session == sessionId
        && string.Equals(Path.GetFileName(line.Path), fileName, StringComparison.OrdinalIgnoreCase));

    private void Add(HistoryLine line)
    {
        switch (line)
        {
            case { Kind: HistoryKind.Session, Session: { } id }:
                _sessions[id] = new SessionEntry(id, line.Task, line.Name, line.Language, line.At);
                break;
            case { Kind: HistoryKind.Upload, Session: { } id, Path: { } path }:
                _uploads.Add(line);
                Change(_sessions, id, session => session with { SourcePath = session.SourcePath ?? path });
                break;
            case { Kind: HistoryKind.Message, Session: { } id }:
                Change(_sessions, id, session => session with { Message = session.Message ?? line.Message });
                break;
            case { Kind: HistoryKind.Export, Render: { } id, Session: { } session }:
                _exports[id] = new ExportEntry(id, session, line.At)
                {
                    Fingerprint = line.Fingerprint, Format = line.Format, Quality = line.Quality, Options = line.Options,
                };
                break;
            case { Kind: HistoryKind.Status, Render: { } id }:
                Change(_exports, id, export => export with { Status = line.Status });
                break;
            case { Kind: HistoryKind.Saved, Render: { } id }:
                Change(_exports, id, static export => export with { IsSaved = true });
                break;
        }
    }

    private static void Change<T>(Dictionary<string, T> entries, string id, Func<T, T> change)
    {
        if (entries.TryGetValue(id, out var entry))
        {
            entries[id] = change(entry);
        }
    }
}
