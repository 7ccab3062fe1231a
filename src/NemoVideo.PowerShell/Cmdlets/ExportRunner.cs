using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The local data of an export. Null is an unknown value; Path and Length are null if there was no download.</summary>
internal sealed record KnownExport(string? SessionId, string? Name, string? Path, long? Length);

/// <summary>Starts, polls and cancels exports for a cmdlet.</summary>
internal sealed class ExportRunner(NemoCommand command)
{
    private readonly JournalRunner _journal = new(command);

    /// <summary>Starts an export if the timeline is ready. In a resumed session, it returns the export of the previous run.</summary>
    public NemoExport Start(string sessionId, string format, string quality)
    {
        var connection = command.ResolveConnection();
        if (connection.IsResumed(sessionId)
            && command.Wait(token => connection.Client.Earlier.FindRenderAsync(sessionId, format, quality, token)) is { } previous)
        {
            command.WriteVerbose($"A previous run started the export {previous.Id}, so no other export was started.");
            return Remember(previous);
        }

        var state = command.Wait(token => connection.Client.GetStateAsync(sessionId, token));
        var job = command.Wait(token => connection.Client.SubmitRenderAsync(state, format, quality, token));
        var export = new NemoExport(job, sessionId, connection.FindSession(sessionId)?.Name ?? state.Name);
        connection.Remember(export);
        return export;
    }

    /// <summary>The IDs of exports of previous processes that were not downloaded, then those of the connection.</summary>
    public IReadOnlyList<string> ListIds()
    {
        var connection = command.ResolveConnection();
        var outstanding = _journal.Read()?.OutstandingRenders.Select(static render => render.RenderId) ?? [];
        return [.. outstanding.Union(connection.Exports.Select(static export => export.Id), StringComparer.Ordinal)];
    }

    /// <summary>The local data of an export: from the input object, the connection, or the journal.</summary>
    public KnownExport FindKnown(string id, PSObject? input)
    {
        var known = FindKnown(id);
        return known with
        {
            SessionId = PipedObject.TextOf(input, "SessionId") ?? known.SessionId,
            Name = PipedObject.TextOf(input, "Name") ?? known.Name,
        };
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

    private KnownExport FindKnown(string id)
    {
        if (command.ResolveConnection().FindExport(id) is { } export)
        {
            return new KnownExport(export.SessionId, export.Name, export.Path, export.Path is null ? null : export.Length);
        }

        var history = _journal.Read();
        var sessionId = history?.FindRender(id)?.SessionId;
        return new KnownExport(sessionId, history?.NameOf(sessionId), Path: null, Length: null);
    }

    private NemoExport Remember(RenderJob job)
    {
        var known = FindKnown(job.Id);
        var export = new NemoExport(job, known.SessionId, known.Name, known.Path, known.Length);
        command.ResolveConnection().Remember(export);
        return export;
    }
}
