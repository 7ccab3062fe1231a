namespace NemoVideo.Client.Storage;

/// <summary>A small file that only its owner can read, replaced as a whole.</summary>
internal sealed class PrivateFile(string path)
{
    private const int ReservedBytes = 16 * 1024;
    private const int MaxBytes = 64 * 1024;
    private const int OthersModes = 0x3F;

    // A temporary file exists only for a moment, or while its space is reserved. Usually, an older one was left by a killed process.
    private static readonly TimeSpan TempFileMaxAge = TimeSpan.FromMinutes(1);

    public string Path { get; } = path;

    /// <summary>
    /// Reads the content, at most 64 KiB; null if the file doesn't exist. Throws if other users can read or replace the file.
    /// </summary>
    public byte[]? Read()
    {
        if (!PrivateFolder.Exists(Folder))
        {
            return null;
        }

        try
        {
            using var file = RegularFile.OpenRead(Path, followLink: false, FileShare.ReadWrite | FileShare.Delete);
            CheckIsPrivate(file, Path);
            if (file.Length > MaxBytes)
            {
                throw new IOException($"'{Path}' is larger than {MaxBytes} bytes.");
            }

            var content = new byte[file.Length];
            return file.ReadFully(content) == content.Length ? content : throw new IOException($"'{Path}' changed while it was being read.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Closes the file and its folder to others if an earlier version or another program let them read it. If they could write
    /// to it, the file stays as it is, and <see cref="Read"/> refuses it.
    /// </summary>
    /// <returns>Whether others could read it until now.</returns>
    public bool Restrict()
    {
        if (UnixFileSystem.IsAvailable && PrivateFolder.Exists(Folder) && UnixFileSystem.Find(Path) is { IsRegularFile: true } status
            && status.IsOfCurrentUser && (status.Mode & OthersModes) != 0 && !PrivateFolder.CanOthersWrite(Path, status))
        {
            PrivateFolder.Create(Folder);
            UnixFileSystem.SetMode(Path, UnixFileSystem.OwnerReadWrite);
            return true;
        }

        return false;
    }

    /// <summary>
    /// Creates a temporary file of 16 KiB, which <see cref="Write"/> can use even if the disk is full by then. Disposing deletes it.
    /// </summary>
    public ReservedFile Reserve()
    {
        PrivateFolder.Create(Folder);
        var reserved = new ReservedFile(NewTempFile());
        try
        {
            reserved.Fill(new byte[ReservedBytes]);
            return reserved;
        }
        catch
        {
            reserved.Dispose();
            throw;
        }
    }

    /// <summary>Replaces the file atomically after the content is on the disk. The old file can be kept under another name.</summary>
    public void Write(byte[] content, string? oldName = null, ReservedFile? reserved = null)
    {
        PrivateFolder.Create(Folder);
        using (var tempFile = reserved ?? new ReservedFile(NewTempFile()))
        {
            tempFile.Fill(content);
            if (oldName is null)
            {
                AtomicMove.Move(tempFile.Path, Path, overwrite: true);
            }
            else
            {
                // Atomic, so that a file of this name always exists.
                File.Replace(tempFile.Path, Path, oldName);
            }
        }

        try
        {
            DeleteStaleTempFiles();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next call tries again.
        }
    }

    /// <summary>Deletes the file and the temporary files of killed processes.</summary>
    public void Delete()
    {
        if (PrivateFolder.Exists(Folder))
        {
            File.Delete(Path);
            DeleteStaleTempFiles();
        }
    }

    /// <summary>Throws if an opened file belongs to another user, or if other users can read or write to it.</summary>
    public static void CheckIsPrivate(FileStream file, string path)
    {
        if (!UnixFileSystem.IsAvailable || PrivateFolder.IsTrusted(path))
        {
            return;
        }

        var status = UnixFileSystem.StatusOf(file.SafeFileHandle, path);
        if (!status.IsOfCurrentUser || (status.Mode & OthersModes) != 0)
        {
            throw new UnauthorizedAccessException(status.IsOfCurrentUser
                ? $"Other users have read or write access to '{path}'."
                : $"'{path}' belongs to another user (ID {status.Owner}).");
        }
    }

    private string Folder => System.IO.Path.GetDirectoryName(Path)!;

    private void DeleteStaleTempFiles()
    {
        var tempFiles = Directory.EnumerateFiles(Folder, System.IO.Path.GetFileName(Path) + ".*.part");
        foreach (var tempFile in tempFiles.Where(static tempFile => DateTime.UtcNow - File.GetLastWriteTimeUtc(tempFile) > TempFileMaxAge))
        {
            File.Delete(tempFile);
        }
    }

    private string NewTempFile() => $"{Path}.{Guid.NewGuid():N}.part";
}

/// <summary>A temporary file that only its owner can read. Disposing deletes it, unless it was moved.</summary>
internal sealed class ReservedFile(string path) : IDisposable
{
    public string Path { get; } = path;

    /// <summary>Writes the content to the disk. Content that isn't longer than the current one uses the same space.</summary>
    public void Fill(byte[] content)
    {
        using var file = RegularFile.OpenOrCreate(Path, FileShare.None);
        file.Write(content, 0, content.Length);
        file.SetLength(content.Length);
        file.Flush(flushToDisk: true);
    }

    public void Dispose()
    {
        try
        {
            File.Delete(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A later call deletes it.
        }
    }
}
