using System.Collections.Concurrent;
using NemoVideo.Client.Operations;

namespace NemoVideo.Client.Resuming;

/// <summary>
/// The files of one run, of which earlier runs may have begun with some. Until it is disposed, no other run that resumes gets those
/// that it has asked for or uploaded: two at work on one file would each upload it, and each send its message.
/// </summary>
public sealed class EarlierFiles : IDisposable
{
    private readonly EarlierUploads _uploads;
    private readonly HeldFiles? _held;
    private readonly Action _ended;

    // Sessions that were found or made: another file with the same content has one of its own.
    private readonly ConcurrentDictionary<string, bool> _taken = new(StringComparer.Ordinal);

    internal EarlierFiles(EarlierUploads uploads, HeldFiles? held, Action ended)
    {
        _uploads = uploads;
        _held = held;
        _ended = ended;
    }

    /// <summary>The upload of a file that was made with a session of its own, each only once; null where there is none to go on with.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NemoException">
    /// Another run is at work on the file, it cannot be uploaded, or the service has forgotten the session of a file whose video is there.
    /// </exception>
    public async Task<EarlierUpload?> FindUploadAsync(string path, CancellationToken cancellationToken = default)
    {
        var file = MediaFile.Check(path);
        var hash = await FileHash.OfAsync(file, cancellationToken).ConfigureAwait(false);
        Hold(file, hash);
        var earlier = await _uploads.FindAsync(file, hash, _taken.ContainsKey, cancellationToken).ConfigureAwait(false);
        if (earlier is not null)
        {
            _taken[earlier.SessionId] = true;
        }

        return earlier;
    }

    /// <summary>
    /// Takes a session that was made for a file, before the journal knows of it, and keeps the content from other runs; false where
    /// another has it. Two jobs without -Resume over one file are two jobs, but nobody may go on with what is kept from nobody.
    /// </summary>
    internal bool TryTake(string sessionId, MediaFile file, string hash)
    {
        _taken[sessionId] = true;
        try
        {
            Hold(file, hash);
            return true;
        }
        catch (NemoException inUse) when (inUse.Kind == NemoErrorKind.FileInUse)
        {
            return false;
        }
    }

    /// <summary>Holds the place in any case, because other users' access to the file can change during the run.</summary>
    private void Hold(MediaFile file, string hash)
    {
        _held?.Hold(file.KeyAtPath(hash), file.Name);
        _held?.Hold(file.KeyOf(hash), file.Name);
    }

    /// <summary>Ends the run: other runs can have the files, and the journal is compacted if it is too large.</summary>
    public void Dispose()
    {
        _held?.Dispose();
        _ended();
    }
}
