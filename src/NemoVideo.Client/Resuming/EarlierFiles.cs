using NemoVideo.Client.Uploading;

namespace NemoVideo.Client.Resuming;

/// <summary>
/// The files of one run, of which earlier runs may have begun with some. Until it is disposed, no other run that resumes gets those
/// that it has asked for or uploaded: two at work on one file would each upload it, and each send its message.
/// </summary>
public sealed class EarlierFiles : IDisposable
{
    private readonly EarlierUploads _uploads;
    private readonly HeldFiles? _held;

    // Sessions that were found: another file with the same content has one of its own.
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    internal EarlierFiles(EarlierUploads uploads, HeldFiles? held)
    {
        _uploads = uploads;
        _held = held;
    }

    /// <summary>The upload of a file that was made with a session of its own, each only once; null where the service knows of none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NemoException">Another run is at work on the file, or it cannot be uploaded.</exception>
    public async Task<EarlierUpload?> FindUploadAsync(string path, CancellationToken cancellationToken = default)
    {
        var file = MediaFile.Check(path);
        var hash = await FileHash.OfAsync(file, cancellationToken).ConfigureAwait(false);
        _held?.Hold(hash, file.Name);
        var earlier = await _uploads.FindAsync(file, hash, _taken, cancellationToken).ConfigureAwait(false);
        if (earlier is not null)
        {
            _taken.Add(earlier.SessionId);
        }

        return earlier;
    }

    /// <summary>
    /// Keeps a content from other runs without a look for earlier ones. Where another has it, that is how it is: this run does not go
    /// on with anything of that one's.
    /// </summary>
    internal void HoldIfFree(string hash, string name)
    {
        try
        {
            _held?.Hold(hash, name);
        }
        catch (NemoException inUse) when (inUse.Kind == NemoErrorKind.FileInUse)
        {
            // Two jobs without -Resume over one file are two jobs.
        }
    }

    /// <summary>Lets other runs at the files.</summary>
    public void Dispose() => _held?.Dispose();
}
