using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>An upload in progress.</summary>
/// <param name="Target">The path or URL.</param>
/// <param name="Line">The progress line.</param>
/// <param name="CreateOutput">Creates the output object.</param>
internal sealed record RunningUpload(string Target, TransferLine Line, Func<UploadedMedia, NemoUpload> CreateOutput);

/// <summary>Uploads one file for a cmdlet and shows the progress.</summary>
internal sealed class UploadRunner(NemoCommand command)
{
    /// <param name="sessionId">The session.</param>
    /// <param name="file">The path of the file.</param>
    /// <param name="length">Its size in bytes, as it was checked: another program may have moved the file since then.</param>
    public NemoUpload Send(string sessionId, string file, long length)
    {
        var client = command.ResolveClient();
        var name = Path.GetFileName(file);
        using var line = new TransferLine(command, "Uploading", name);
        var media = command.Wait(token => client.UploadFileAsync(sessionId, file, line, token), line);
        return new NemoUpload(sessionId, ownsSession: false, file, length, media);
    }

    public NemoUpload Send(string sessionId, Uri address)
    {
        var client = command.ResolveClient();
        using var line = new ProgressLine(command, "Uploading", address.Host);
        var media = command.Wait(token => client.UploadUrlAsync(sessionId, address, token), line);
        return new NemoUpload(sessionId, ownsSession: false, path: null, length: null, media);
    }
}
