using NemoVideo.Client.Journal;
using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Resuming;

/// <summary>
/// Keeps contents of files to one run at a time: for each there is a lock file that only one can hold open. The system lets go of
/// it when a process dies.
/// </summary>
/// <param name="folder">Where the lock files are.</param>
internal sealed class HeldFiles(string folder) : IDisposable
{
    private const string Extension = ".lock";

    private readonly Dictionary<string, FileStream> _locks = new(StringComparer.Ordinal);
    private bool _isDisposed;

    /// <param name="hash">The content.</param>
    /// <param name="name">The file's name, for a person.</param>
    /// <exception cref="NemoException">Another run holds it, or the lock file cannot be made.</exception>
    public void Hold(string hash, string name)
    {
        lock (_locks)
        {
            // An upload that is being stopped can come here behind the end of its run.
            if (!_isDisposed && !_locks.ContainsKey(hash))
            {
                Take(hash, name);
            }
        }
    }

    public void Dispose()
    {
        lock (_locks)
        {
            _isDisposed = true;
            foreach (var held in _locks.Values)
            {
                held.Dispose();
            }

            _locks.Clear();
        }
    }

    private void Take(string hash, string name)
    {
        try
        {
            if (_locks.Count == 0)
            {
                PrivateFolder.Create(folder);
                RemoveOld();
            }

            var held = RegularFile.OpenOrCreate(Path.Combine(folder, hash + Extension), FileShare.None);
            _locks.Add(hash, held);

            // Its time is that of its last use.
            held.SetLength(0);
            held.WriteByte((byte)'1');
            held.Flush();
        }
        catch (IOException failure) when (FileLock.IsHeld(failure))
        {
            throw new NemoException(
                NemoErrorKind.FileInUse,
                $"Another run with -Resume is at work on '{name}'.",
                "Let it come to its end, and run the job again: what it has done is not done twice.",
                failure);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NemoException(
                NemoErrorKind.FileAccess,
                $"'{folder}' cannot be written, so another run could not be kept off '{name}': {exception.Message}",
                "Check the folder and the free space, or set NEMO_HOME to a folder that is writable.",
                exception);
        }
    }

    /// <summary>
    /// A lock that is deleted while it is held can be held by two, and whether it is old only a clock says that may be wrong: so it
    /// must be free as well.
    /// </summary>
    private void RemoveOld()
    {
        var oldest = DateTime.UtcNow - JournalCompaction.MaxAge;
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension).Where(path => File.GetLastWriteTimeUtc(path) < oldest))
        {
            try
            {
                new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
            }
            catch (IOException failure) when (FileLock.IsHeld(failure) || failure is FileNotFoundException)
            {
                // A run is at work on it, or another has just removed it.
            }
        }
    }
}
