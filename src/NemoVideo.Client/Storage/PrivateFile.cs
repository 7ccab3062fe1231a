namespace NemoVideo.Client.Storage;

/// <summary>A small file that only its owner can read, replaced as a whole.</summary>
internal sealed class PrivateFile(string path)
{
    private const int CheckedBytes = 16 * 1024;
    private const int MaxBytes = 64 * 1024;
    private const int OthersModes = 0x3F;

    // A temporary file exists only for a moment. An older file was left by a killed process.
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

    /// <summary>Checks that the file can be written, by writing and deleting a temporary file of the maximum size.</summary>
    public void CheckCanWrite() => WithTempFile(static tempFile => Fill(tempFile, new byte[CheckedBytes]));

    /// <summary>Replaces the file atomically after the content is on the disk. The old file can be kept under another name.</summary>
    public void Write(byte[] content, string? oldName = null)
    {
        WithTempFile(tempFile =>
        {
            Fill(tempFile, content);
            if (oldName is null)
            {
                AtomicMove.Move(tempFile, Path, overwrite: true);
            }
            else
            {
                // Atomic, so that a file of this name always exists.
                File.Replace(tempFile, Path, oldName);
            }
        });
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

    /// <summary>Throws if an opened file belongs to another user, or if other users can read or write it.</summary>
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
                ? $"Other users can read or write '{path}'."
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

    private static void Fill(string tempFile, byte[] content)
    {
        using var file = RegularFile.Create(tempFile);
        file.Write(content, 0, content.Length);
        file.Flush(flushToDisk: true);
    }

    private void WithTempFile(Action<string> work)
    {
        PrivateFolder.Create(Folder);
        var tempFile = $"{Path}.{Guid.NewGuid():N}.part";
        try
        {
            work(tempFile);
        }
        finally
        {
            File.Delete(tempFile);
        }
    }
}
