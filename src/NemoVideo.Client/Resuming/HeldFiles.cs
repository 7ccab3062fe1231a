using NemoVideo.Client.Identity;
using NemoVideo.Client.Journal;

namespace NemoVideo.Client.Resuming;

/// <summary>
/// Keeps contents of files to one run at a time: for each there is a lock file that only one can hold open. The system lets go of
/// it when a process dies. Not safe for several threads at once.
/// </summary>
/// <param name="folder">Where the lock files are.</param>
internal sealed class HeldFiles(string folder) : IDisposable
{
    private const string Extension = ".lock";

    private readonly Dictionary<string, FileStream> _locks = new(StringComparer.Ordinal);

    /// <param name="hash">The content.</param>
    /// <param name="name">The file's name, for a person.</param>
    /// <exception cref="NemoException">Another run holds it, or the lock file cannot be made.</exception>
    public void Hold(string hash, string name)
    {
        if (_locks.ContainsKey(hash))
        {
            return;
        }

        try
        {
            if (_locks.Count == 0)
            {
                OwnerOnly.CreateDirectory(folder);
                RemoveOld();
            }

            var path = Path.Combine(folder, hash + Extension);
            _locks.Add(hash, OwnerOnly.OpenOrCreate(path, FileAccess.ReadWrite, FileShare.None));
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        catch (IOException held) when (FileLock.IsHeld(held))
        {
            throw new NemoException(
                NemoErrorKind.FileInUse,
                $"Another run with -Resume is at work on '{name}'.",
                "Let it come to its end, and run the job again: what it has done is not done twice.",
                held);
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

    public void Dispose()
    {
        foreach (var held in _locks.Values)
        {
            held.Dispose();
        }

        _locks.Clear();
    }

    /// <summary>A lock that is deleted can be held by two, so only those go that no run can be at work on any more.</summary>
    private void RemoveOld()
    {
        var oldest = DateTime.UtcNow - JournalCompaction.MaxAge;
        foreach (var path in Directory.EnumerateFiles(folder, "*" + Extension).Where(path => File.GetLastWriteTimeUtc(path) < oldest))
        {
            File.Delete(path);
        }
    }
}
