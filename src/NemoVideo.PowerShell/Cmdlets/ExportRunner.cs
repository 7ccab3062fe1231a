using NemoVideo.Client.Protocol;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Starts, looks at and cancels exports for a cmdlet.</summary>
internal sealed class ExportRunner(NemoCommand command)
{
    private readonly JournalRunner _journal = new(command);

    /// <summary>Starts one, after a look whether the timeline is ready.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="format">The file's format, <c>mp4</c>.</param>
    /// <param name="quality">The quality, such as <c>high</c>.</param>
    public NemoExport Start(string sessionId, string format, string quality)
    {
        var connection = command.ResolveConnection();
        if (connection.IsResumed(sessionId)
            && command.Wait(token => connection.Client.Earlier.FindRenderAsync(sessionId, format, quality, token)) is { } earlier)
        {
            command.WriteVerbose($"An earlier process has started the export {earlier.Id}, so no other was started.");
            return Remember(earlier);
        }

        var state = command.Wait(token => connection.Client.GetStateAsync(sessionId, token));
        var job = command.Wait(token => connection.Client.SubmitRenderAsync(state, format, quality, token));
        var export = new NemoExport(job, sessionId, connection.FindSession(sessionId)?.Name ?? state.Name);
        connection.Remember(export);
        return export;
    }

    /// <summary>
    /// All that there are: those that an earlier process has left and nobody has downloaded, then those of the connection.
    /// </summary>
    public IReadOnlyList<string> FindAll()
    {
        var connection = command.ResolveConnection();
        var left = _journal.Read()?.OutstandingRenders.Select(static render => render.RenderId) ?? [];
        return [.. left.Union(connection.Exports.Select(static export => export.Id), StringComparer.Ordinal)];
    }

    /// <summary>What is known of one, from this connection or from the journal of an earlier process.</summary>
    public KnownExport Known(string id)
    {
        var connection = command.ResolveConnection();
        if (connection.FindExport(id) is { } export)
        {
            return new KnownExport(export.SessionId, export.Name, export.Path, export.Path is null ? null : export.Length);
        }

        var history = _journal.Read();
        var sessionId = history?.FindRender(id)?.SessionId;
        return new KnownExport(sessionId, history?.NameOf(sessionId), Path: null, Length: null);
    }

    /// <summary>One as the service tells of it now.</summary>
    public NemoExport Look(string id)
    {
        var connection = command.ResolveConnection();
        return Remember(command.Wait(token => connection.Client.GetRenderAsync(id, token)));
    }

    /// <summary>Cancels one, and gives it as it is then.</summary>
    public NemoExport Cancel(string id)
    {
        var connection = command.ResolveConnection();
        command.Wait(token => connection.Client.CancelRenderAsync(id, token));
        return Look(id);
    }

    private NemoExport Remember(RenderJob job)
    {
        var known = Known(job.Id);
        var export = new NemoExport(job, known.SessionId, known.Name, known.Path, known.Length);
        command.ResolveConnection().Remember(export);
        return export;
    }
}
