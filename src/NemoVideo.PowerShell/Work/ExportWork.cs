using NemoVideo.PowerShell.Abstractions;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Work;

/// <summary>Starts one export for a cmdlet, after a look whether the timeline is ready.</summary>
internal sealed class ExportWork(NemoCommand command)
{
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
}
