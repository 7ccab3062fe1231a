using Microsoft.Win32.SafeHandles;

namespace NemoVideo.Client.Storage;

/// <summary>
/// Opens regular files and nothing else: no link that another user may have placed, no pipe that would never answer, no device
/// without an end. What was opened is checked, not its name, which could be another file's by then.
/// </summary>
internal static class RegularFile
{
    /// <summary>Opens a file to read it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="followLink">Whether the path itself may be a link.</param>
    /// <param name="share">What others may do with it meanwhile.</param>
    /// <exception cref="IOException">It is a link, is not a regular file, or can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be opened.</exception>
    public static FileStream OpenRead(string path, bool followLink, FileShare share) => UnixFileSystem.IsAvailable
        ? ToStream(UnixFileSystem.OpenExisting(path, FileAccess.Read, followLink), FileAccess.Read, share, path)
        : new FileStream(path, FileMode.Open, FileAccess.Read, share, bufferSize: 1, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>Creates a file that only its owner can read. Fails if anything of that name exists.</summary>
    /// <exception cref="IOException">It can't be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be created.</exception>
    public static FileStream Create(string path) => UnixFileSystem.IsAvailable
        ? ToStream(UnixFileSystem.Create(path), FileAccess.ReadWrite, FileShare.None, path)
        : new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.Asynchronous);

    /// <summary>Opens a file to write it, or creates one that only its owner can read.</summary>
    /// <exception cref="IOException">It is a link, is not a regular file, or can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be opened.</exception>
    public static FileStream OpenOrCreate(string path, FileShare share)
    {
        if (!UnixFileSystem.IsAvailable)
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);
        }

        try
        {
            return OpenOwn(path, share);
        }
        catch (FileNotFoundException)
        {
            try
            {
                return ToStream(UnixFileSystem.Create(path), FileAccess.ReadWrite, share, path);
            }
            catch (IOException raced) when ((raced.HResult & 0xFFFF) == UnixFileSystem.AlreadyExists)
            {
                return OpenOwn(path, share);
            }
        }
    }

    /// <summary>In a private folder, nobody can put a pipe in the file's place after the check, so it can be waited for.</summary>
    private static LockedFile OpenOwn(string path, FileShare share)
    {
        var status = UnixFileSystem.Find(path) ?? throw new FileNotFoundException($"'{path}' does not exist.", path);
        if (!status.IsRegularFile)
        {
            throw new IOException($"'{path}' is not a regular file.");
        }

        // Its owner could make this wait for as long as they want.
        if (status.Owner != UnixFileSystem.CurrentUser && status.Owner != 0 && !PrivateFolder.IsTrusted(path))
        {
            throw new UnauthorizedAccessException($"'{path}' belongs to another user (ID {status.Owner}).");
        }

        return ToStream(UnixFileSystem.OpenExisting(path, FileAccess.ReadWrite, followLink: false, isWaiting: true), FileAccess.ReadWrite, share, path);
    }

    /// <summary>Opens an existing file to continue writing it. Doesn't follow a link.</summary>
    /// <exception cref="IOException">It is a link, is not a regular file, or can't be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be opened.</exception>
    public static FileStream OpenWrite(string path, FileShare share) => UnixFileSystem.IsAvailable
        ? ToStream(UnixFileSystem.OpenExisting(path, FileAccess.ReadWrite, followLink: false), FileAccess.ReadWrite, share, path)
        : new FileStream(path, FileMode.Open, FileAccess.ReadWrite, share, bufferSize: 1, FileOptions.Asynchronous);

    /// <summary>
    /// Whether another user has put something at a path, or it is not a regular file: neither a video nor a copy of a clip that
    /// the journal tells of.
    /// </summary>
    public static bool IsOfAnotherUser(string path) =>
        UnixFileSystem.IsAvailable && UnixFileSystem.Find(path) is { } status && (!status.IsRegularFile || status.Owner != UnixFileSystem.CurrentUser);

    private static LockedFile ToStream(SafeFileHandle file, FileAccess access, FileShare share, string path)
    {
        try
        {
            if (!UnixFileSystem.StatusOf(file, path).IsRegularFile)
            {
                throw new IOException($"'{path}' is not a regular file.");
            }

            UnixFileSystem.Lock(file, isExclusive: share == FileShare.None, path);
            return new LockedFile(file, access);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Releases its lock when it is closed, as .NET's own files do: a program that is started just then has a copy of the handle
    /// for a moment, and the lock with it.
    /// </summary>
    private sealed class LockedFile(SafeFileHandle file, FileAccess access) : FileStream(file, access, bufferSize: 1, isAsync: false)
    {
        private readonly SafeFileHandle _file = file;

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_file.IsClosed)
            {
                UnixFileSystem.Unlock(_file);
            }

            base.Dispose(disposing);
        }
    }
}
