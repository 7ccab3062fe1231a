namespace NemoVideo.Client.Storage;

/// <summary>A small file that only its owner can read, replaced as a whole.</summary>
internal sealed class PrivateFile(string path)
{
    private const int PreparedBytes = 16 * 1024;
    private const int MaxBytes = 64 * 1024;
    private const int OwnerReadWrite = 0x180;
    private const int OthersModes = 0x3F;

    // A draft lives for a moment: an older one is that of a process which was killed.
    private static readonly TimeSpan DraftLife = TimeSpan.FromMinutes(1);

    public string Path { get; } = path;

    /// <summary>The content, or null if there is no such file.</summary>
    /// <exception cref="NemoException">Others could replace its folder (<see cref="NemoErrorKind.UntrustedFolder"/>).</exception>
    /// <exception cref="IOException">It is a link, is not a regular file, is larger than 64 KiB, or can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It belongs to another user, others can read or write it, or it can't be read.</exception>
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
            var count = 0;
            for (int read; count < content.Length && (read = file.Read(content, count, content.Length - count)) > 0; count += read)
            {
            }

            return count == content.Length ? content : throw new IOException($"'{Path}' changed while it was read.");
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
            && status.Owner == UnixFileSystem.CurrentUser && (status.Mode & OthersModes) != 0 && !PrivateFolder.CanOthersWrite(Path, status))
        {
            PrivateFolder.Create(Folder);
            UnixFileSystem.SetMode(Path, OwnerReadWrite);
            return true;
        }

        return false;
    }

    /// <summary>Writes as much as such a file can hold, and takes it away again: what fails now would fail then.</summary>
    public void Prepare() => WithDraft(static draft => Fill(draft, new byte[PreparedBytes]));

    /// <summary>Writes the content. It is on the disk before it takes the old one's place.</summary>
    /// <param name="content">The whole content.</param>
    /// <param name="oldName">The name under which the old file stays; null: it goes.</param>
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
                // In one step: at no moment is there no file of this name.
                File.Replace(draft, Path, oldName);
            }
        });
        try
        {
            DeleteLeftDrafts();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next one tries again.
        }
    }

    /// <summary>Deletes it, with what killed processes have left of it.</summary>
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
        if (status.Owner != UnixFileSystem.CurrentUser || (status.Mode & OthersModes) != 0)
        {
            throw new UnauthorizedAccessException(status.Owner != UnixFileSystem.CurrentUser
                ? $"'{Path}' belongs to another user (ID {status.Owner})."
                : $"'{Path}' can be read or written by other users.");
        }
    }

    private string Folder => System.IO.Path.GetDirectoryName(Path)!;

    private void DeleteLeftDrafts()
    {
        foreach (var draft in Directory.EnumerateFiles(Folder, System.IO.Path.GetFileName(Path) + ".*.part"))
        {
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(draft) > DraftLife)
            {
                File.Delete(draft);
            }
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
