namespace NemoVideo.Client.Storage;

/// <summary>A small file that only its owner can read, replaced as a whole.</summary>
internal sealed class PrivateFile(string path)
{
    private const int CheckedBytes = 16 * 1024;
    private const int MaxBytes = 64 * 1024;
    private const int OthersModes = 0x3F;

    // A temporary file exists for a moment: an older one was left by a killed process.
    private static readonly TimeSpan TempFileMaxAge = TimeSpan.FromMinutes(1);

    public string Path { get; } = path;

    /// <summary>The content, at most 64 KiB; null if there is no such file. It is an error if others can read or replace it.</summary>
    public byte[]? Read()
    {
        if (!PrivateFolder.Exists(Folder))
        {
            return null;
        }

        try
        {
            using var file = RegularFile.OpenRead(Path, followLink: false, FileShare.ReadWrite | FileShare.Delete);
            CheckIsPrivate(file);
            if (file.Length > MaxBytes)
            {
                throw new IOException($"'{Path}' is larger than {MaxBytes} bytes.");
            }

            var content = new byte[file.Length];
            return file.ReadFully(content) == content.Length ? content : throw new IOException($"'{Path}' changed while it was read.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Closes the file and its folder to others, if an earlier version or another program left them open.</summary>
    public void Restrict()
    {
        if (UnixFileSystem.IsAvailable && PrivateFolder.Exists(Folder)
            && UnixFileSystem.Find(Path) is { IsRegularFile: true, IsOfCurrentUser: true } status && (status.Mode & OthersModes) != 0)
        {
            PrivateFolder.Create(Folder);
            UnixFileSystem.SetMode(Path, UnixFileSystem.OwnerReadWrite);
        }
    }

    /// <summary>Checks that the file can be written, by writing and deleting a temporary file of the maximum size.</summary>
    public void CheckCanWrite() => WithTempFile(static tempFile => Fill(tempFile, new byte[CheckedBytes]));

    /// <summary>Replaces the file in one step, after the content is on the disk. The old file can get another name.</summary>
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
                // In one step, so that there is always a file of this name.
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

    private void CheckIsPrivate(FileStream file)
    {
        if (!UnixFileSystem.IsAvailable || PrivateFolder.IsTrusted(Path))
        {
            return;
        }

        var status = UnixFileSystem.StatusOf(file.SafeFileHandle, Path);
        if (!status.IsOfCurrentUser || (status.Mode & OthersModes) != 0)
        {
            throw new UnauthorizedAccessException(status.IsOfCurrentUser
                ? $"'{Path}' can be read or written by other users."
                : $"'{Path}' belongs to another user (ID {status.Owner}).");
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
