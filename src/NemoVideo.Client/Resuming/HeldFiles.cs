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

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(1);

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

    /// <summary>Whether any run holds a file.</summary>
    public bool IsAnyHeld()
    {
        if (!Directory.Exists(folder))
        {
            return false;
        }

        using var guard = TakeGuard(PatienceAtTheEnd);
        return !RemoveFree();
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
            PrivateFolder.Create(folder);
            using var guard = TakeGuard(Patience);
            if (_locks.Count == 0)
            {
                RemoveFree();
            }

            var held = RegularFile.OpenOrCreate(Path.Combine(folder, hash + Extension), FileShare.None);
            _locks.Add(hash, held);
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
    /// Who opens or removes lock files has this one: a file that is removed while another run opens it could be held by two. It stays.
    /// </summary>
    private FileStream TakeGuard(TimeSpan patience) =>
        FileLock.TakeAsync(Path.Combine(folder, "guard"), patience, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Removes the lock files that nobody holds: they say nothing, however old they are. To be called with the guard.</summary>
    /// <returns>Whether none is left.</returns>
    private bool RemoveFree()
    {
        var isEmpty = true;
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            try
            {
                using var free = RegularFile.OpenWrite(path, FileShare.Delete);
                File.Delete(path);
            }
            catch (IOException failure) when (FileLock.IsHeld(failure) || failure is FileNotFoundException)
            {
                isEmpty &= failure is FileNotFoundException;
            }
            catch (UnauthorizedAccessException)
            {
                // Left by a run as another user, such as root.
                isEmpty = false;
            }
        }

        return isEmpty;
    }
}
