using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Uploads one file for a cmdlet, with progress.</summary>
internal sealed class UploadRunner(NemoCommand command)
{
    /// <param name="sessionId">The session.</param>
    /// <param name="file">The file's full path.</param>
    public NemoUpload Send(string sessionId, string file)
    {
        var client = command.ResolveClient();
        var name = Path.GetFileName(file);

        // Before it is sent: behind that, another program may have taken the file away.
        var length = new FileInfo(file).Length;
        using var line = new TransferLine(command, "Uploading", name);
        var media = command.Wait(token => client.UploadFileAsync(sessionId, file, line, token), line);
        return new NemoUpload(sessionId, ownsSession: false, file, length, media);
    }

    /// <param name="sessionId">The session.</param>
    /// <param name="address">Where the service fetches the file.</param>
    public NemoUpload Send(string sessionId, Uri address)
    {
        var client = command.ResolveClient();
        using var line = new ProgressLine(command, "Uploading", address.Host);
        var media = command.Wait(token => client.UploadUrlAsync(sessionId, address, token), line);
        return new NemoUpload(sessionId, ownsSession: false, path: null, length: null, media);
    }
}
