using Microsoft.Win32.SafeHandles;

namespace NemoVideo.Client.Storage;

/// <summary>
/// Opens only regular files: no links of other users, no blocking pipes, no endless devices. The opened file is checked, because
/// its name could refer to another file by then. Other files cause an <see cref="IOException"/> or
/// <see cref="UnauthorizedAccessException"/>.
/// </summary>
internal static class RegularFile
{
    /// <summary>Opens a file for reading. <paramref name="followLink"/> specifies whether the path itself may be a link.</summary>
    /// <remarks>On Unix, locks are ignored, because anyone who can read the file can lock it.</remarks>
    public static FileStream OpenRead(string path, bool followLink, FileShare share) => UnixFileSystem.IsAvailable
        ? ToStream(UnixFileSystem.OpenExisting(path, FileAccess.Read, followLink), FileAccess.Read, share: null, path)
        : new FileStream(path, FileMode.Open, FileAccess.Read, share, bufferSize: 1, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>Creates a file that only its owner can read. Fails if anything of that name exists.</summary>
    public static FileStream Create(string path) => UnixFileSystem.IsAvailable
        ? ToStream(UnixFileSystem.Create(path), FileAccess.ReadWrite, FileShare.None, path)
        : new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.Asynchronous);

    /// <summary>Opens a file for writing, or creates one that only its owner can read.</summary>
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

    /// <summary>
    /// Opens a file in a private folder. Opening may wait, because no one can replace the file with a pipe after the check.
    /// </summary>
    private static LockedFile OpenOwn(string path, FileShare share)
    {
        var status = UnixFileSystem.Find(path);
        if (status is { IsRegularFile: false })
        {
            throw NotRegular();
        }

        // Its owner could make this wait for as long as they want.
        if (status is { IsOfCurrentUser: false, Owner: not 0 and var owner } && !PrivateFolder.IsTrusted(path))
        {
            throw new UnauthorizedAccessException($"'{path}' belongs to another user (ID {owner}).");
        }

        return OpenForWriting(path, share, isWaiting: true);
    }

    private static LockedFile OpenForWriting(string path, FileShare share, bool isWaiting) => ToStream(
        UnixFileSystem.OpenExisting(path, FileAccess.ReadWrite, followLink: false, isWaiting), FileAccess.ReadWrite, share, path);

    private static IOException NotRegular() => new("The path doesn't refer to a regular file.");

    /// <summary>Opens an existing file to continue writing it. Doesn't follow a link.</summary>
    public static FileStream OpenWrite(string path, FileShare share) => UnixFileSystem.IsAvailable
        ? OpenForWriting(path, share, isWaiting: false)
        : new FileStream(path, FileMode.Open, FileAccess.ReadWrite, share, bufferSize: 1, FileOptions.Asynchronous);

    /// <summary>Whether the file belongs to another user or isn't a regular file. If so, it isn't the one in the journal.</summary>
    public static bool IsOfAnotherUser(string path) =>
        UnixFileSystem.IsAvailable && UnixFileSystem.Find(path) is { } status && !(status.IsRegularFile && status.IsOfCurrentUser);

    /// <summary>
    /// Opens a file of the user in a folder whose path has no untrusted link. The file itself can't be a link. Unchecked on Windows.
    /// </summary>
    public static FileStream OpenReadOwn(string path)
    {
        using var folder = OpenedFolder.Open(Path.GetDirectoryName(path)!, isCreating: false);
        var file = OpenRead(folder.PathTo(Path.GetFileName(path)), followLink: false, FileShare.Read);
        if (UnixFileSystem.IsAvailable && !UnixFileSystem.StatusOf(file.SafeFileHandle, path).IsOfCurrentUser)
        {
            file.Dispose();
            throw new UnauthorizedAccessException($"'{path}' belongs to another user.");
        }

        return file;
    }

    /// <summary>Opens a file for reading. Follows links, except those of other users (not root).</summary>
    /// <param name="path">The full path.</param>
    /// <param name="share">What other programs can do with the file.</param>
    public static FileStream OpenReadTrusted(string path, FileShare share)
    {
        if (!UnixFileSystem.HasReferences)
        {
            UntrustedLinkException.ThrowIfUntrusted(path);
            return OpenRead(path, followLink: true, share);
        }

        using var walk = new PathWalk();
        walk.Follow(path);
        return OpenReadUnlinked(walk.RealPath, share);
    }

    /// <summary>Opens a file for reading. Its path must have no link.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="share">What other programs can do with the file.</param>
    public static FileStream OpenReadUnlinked(string path, FileShare share)
    {
        var file = OpenRead(path, followLink: false, share);
        if (!UnixFileSystem.IsAvailable || UnixFileSystem.RealPath(file.SafeFileHandle) is not { } opened || opened == path)
        {
            return file;
        }

        file.Dispose();
        throw new IOException(opened == path + " (deleted)" ? "The file was replaced or deleted while it was being opened. Try again."
            : "The path contains a symbolic link, or it changed while the file was being opened. Specify a path without symbolic links, or try again.");
    }

    /// <summary>
    /// Reads a file of the system, such as <c>/proc/self/status</c>, even if another user has locked it, which
    /// <see cref="File.ReadLines(string)"/> doesn't.
    /// </summary>
    public static IEnumerable<string> ReadLines(string path)
    {
        using var reader = new StreamReader(OpenRead(path, followLink: true, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>Reads until the buffer is full or the stream ends. Returns the number of bytes.</summary>
    public static int ReadFully(this Stream stream, byte[] buffer)
    {
        var count = 0;
        for (int read; count < buffer.Length && (read = stream.Read(buffer, count, buffer.Length - count)) > 0; count += read)
        {
        }

        return count;
    }

    private static LockedFile ToStream(SafeFileHandle file, FileAccess access, FileShare? share, string path)
    {
        try
        {
            if (!UnixFileSystem.StatusOf(file, path).IsRegularFile)
            {
                throw NotRegular();
            }

            UnixFileSystem.Lock(file, share, path);
            return new LockedFile(file, access, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Unlocks explicitly when it is closed, as .NET's files do, because a child process that is starting can have a copy of the handle.
    /// Reports that data can't be written to the disk, which .NET's files ignore.
    /// </summary>
    private sealed class LockedFile(SafeFileHandle file, FileAccess access, string path) : FileStream(file, access, bufferSize: 1, isAsync: false)
    {
        private readonly SafeFileHandle _file = file;

        public override void Flush(bool flushToDisk)
        {
            base.Flush(flushToDisk: false);
            if (flushToDisk)
            {
                UnixFileSystem.FlushToDisk(_file, path);
            }
        }

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
