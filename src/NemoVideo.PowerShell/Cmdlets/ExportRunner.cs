using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Starts, polls and cancels exports for a cmdlet.</summary>
internal sealed class ExportRunner(NemoCommand command)
{
    /// <summary>Starts an export if the timeline is ready. In a resumed session, it returns the export of the previous run.</summary>
    public NemoExport Start(string sessionId, string format, string quality)
    {
        var connection = command.ResolveConnection();
        if (connection.IsResumed(sessionId)
            && command.Wait(token => connection.Client.Earlier.FindRenderAsync(sessionId, format, quality, token)) is { } previous)
        {
            command.WriteVerbose($"A previous run started the export {previous.Id}, so no new export was started.");
            return Remember(previous);
        }

        var state = command.Wait(token => connection.Client.GetStateAsync(sessionId, token));
        var job = command.Wait(token => connection.Client.SubmitRenderAsync(state, format, quality, token));
        return connection.Remember(new NemoExport(job, sessionId, connection.FindSession(sessionId)?.Name ?? state.Name));
    }

    /// <summary>The IDs of exports of previous processes that were not downloaded, then those of the connection.</summary>
    public IReadOnlyList<string> ListIds()
    {
        var connection = command.ResolveConnection();
        var outstanding = command.ReadJournal()?.OutstandingRenders.Select(static render => render.RenderId) ?? [];
        return [.. outstanding.Union(connection.Exports.Select(static export => export.Id), StringComparer.Ordinal)];
    }

    /// <summary>The session and the name of an export: from the input object, the connection, or the journal. Null if unknown.</summary>
    public (string? SessionId, string? Name) FindSession(string id, PSObject? input)
    {
        var (sessionId, name) = FindSession(id);
        return (PipedObject.TextOf(input, "SessionId") ?? sessionId, PipedObject.TextOf(input, "Name") ?? name);
    }

    /// <summary>Requests an export from the service.</summary>
    public NemoExport Get(string id)
    {
        var connection = command.ResolveConnection();
        return Remember(command.Wait(token => connection.Client.GetRenderAsync(id, token)));
    }

    /// <summary>Cancels an export and returns its new state.</summary>
    public NemoExport Cancel(string id)
    {
        var connection = command.ResolveConnection();
        command.Wait(token => connection.Client.CancelRenderAsync(id, token));
        return Get(id);
    }

    /// <summary>Requests and writes the exports that were started over the connection, of one session or of all (null).</summary>
    public void ShowStarted(string? sessionId)
    {
        var exports = ListStarted(sessionId);
        if (exports.Count == 0)
        {
            command.WriteError(ErrorRecords.NoExport(sessionId));
        }

        foreach (var export in exports)
        {
            command.ProcessInput(export.Id, () => command.WriteObject(Get(export.Id)));
        }
    }

    /// <summary>Cancels the started exports in progress. It polls each one first, so that it never prompts for a finished export.</summary>
    public void CancelStarted(string? sessionId)
    {
        var exports = ListStarted(sessionId).Where(static export => !export.IsFinished).ToList();
        var finished = 0;
        foreach (var export in exports)
        {
            command.ProcessInput(export.Id, () =>
            {
                if (Get(export.Id).IsFinished)
                {
                    finished++;
                }
                else if (command.ShouldProcess(export.Id, "Cancel export"))
                {
                    command.WriteObject(Cancel(export.Id));
                }
            });
        }

        if (finished == exports.Count)
        {
            command.WriteError(ErrorRecords.NoExportInProgress(sessionId));
        }
    }

    private List<NemoExport> ListStarted(string? sessionId) =>
        [.. (command.FindConnection()?.Exports ?? []).Where(export => sessionId is null || export.SessionId == sessionId)];

    private (string? SessionId, string? Name) FindSession(string id)
    {
        if (command.ResolveConnection().FindExport(id) is { } export)
        {
            return (export.SessionId, export.Name);
        }

        var history = command.ReadJournal();
        var sessionId = history?.FindRender(id)?.SessionId;
        return (sessionId, history?.NameOf(sessionId));
    }

    private NemoExport Remember(RenderJob job)
    {
        var connection = command.ResolveConnection();
        var (sessionId, name) = FindSession(job.Id);
        var file = connection.FindExport(job.Id) is { Path: not null } downloaded ? downloaded : null;
        return connection.Remember(new NemoExport(job, sessionId, name, file?.Path, file?.Length));
    }
}
