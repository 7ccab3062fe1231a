namespace NemoVideo.Client.Storage;

/// <summary>A small file that only its owner can read, replaced as a whole.</summary>
internal sealed class PrivateFile(string path)
{
    private const int PreparedBytes = 16 * 1024;
    private const int MaxBytes = 64 * 1024;
    private const int OthersModes = 0x3F;

    // A draft exists for a moment: an older one was left by a killed process.
    private static readonly TimeSpan DraftLife = TimeSpan.FromMinutes(1);

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

    /// <summary>Checks that the file can be written, by writing and deleting a draft of the maximum size.</summary>
    public void Prepare() => WithDraft(static draft => Fill(draft, new byte[PreparedBytes]));

    /// <summary>Replaces the file in one step, after the content is on the disk. The old file can get another name.</summary>
    public void Write(byte[] content, string? oldName = null)
    {
        WithDraft(draft =>
        {
            Fill(draft, content);
            if (oldName is null)
            {
                AtomicMove.Move(draft, Path, overwrite: true);
            }
            else
            {
                // In one step, so that there is always a file of this name.
                File.Replace(draft, Path, oldName);
            }
        });
        try
        {
            DeleteLeftDrafts();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next call tries again.
        }
    }

    /// <summary>Deletes the file and the drafts of killed processes.</summary>
    public void Delete()
    {
        if (PrivateFolder.Exists(Folder))
        {
            File.Delete(Path);
            DeleteLeftDrafts();
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

    private void DeleteLeftDrafts()
    {
        var drafts = Directory.EnumerateFiles(Folder, System.IO.Path.GetFileName(Path) + ".*.part");
        foreach (var draft in drafts.Where(static draft => DateTime.UtcNow - File.GetLastWriteTimeUtc(draft) > DraftLife))
        {
            File.Delete(draft);
        }
    }

    private static void Fill(string draft, byte[] content)
    {
        using var file = RegularFile.Create(draft);
        file.Write(content, 0, content.Length);
        file.Flush(flushToDisk: true);
    }

    private void WithDraft(Action<string> work)
    {
        PrivateFolder.Create(Folder);
        var draft = $"{Path}.{Guid.NewGuid():N}.part";
        try
        {
            work(draft);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
