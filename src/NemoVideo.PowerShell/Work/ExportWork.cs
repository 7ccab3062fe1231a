using NemoVideo.PowerShell.Abstractions;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Work;

/// <summary>Starts, looks at and cancels exports for a cmdlet.</summary>
internal sealed class ExportWork(NemoCommand command)
{
    /// <summary>Starts one, after a look whether the timeline is ready.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="format">The file's format, <c>mp4</c>.</param>
    /// <param name="quality">The quality, such as <c>high</c>.</param>
    public NemoExport Start(string sessionId, string format, string quality)
    {
        var connection = command.ResolveConnection();
        var state = command.Wait(token => connection.Client.GetStateAsync(sessionId, token));
        var job = command.Wait(token => connection.Client.SubmitRenderAsync(state, format, quality, token));
        var export = new NemoExport(job, sessionId, connection.FindSession(sessionId)?.Name ?? state.Name);
        connection.Remember(export);
        return export;
    }

    /// <summary>One as the service tells of it now.</summary>
    public NemoExport Look(string id)
    {
        var connection = command.ResolveConnection();
        return connection.Update(command.Wait(token => connection.Client.GetRenderAsync(id, token)));
    }

    /// <summary>Cancels one, and gives it as it is then.</summary>
    public NemoExport Cancel(string id)
    {
        var connection = command.ResolveConnection();
        command.Wait(token => connection.Client.CancelRenderAsync(id, token));
        return Look(id);
    }
}
