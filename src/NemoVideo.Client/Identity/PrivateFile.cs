namespace NemoVideo.Client.Identity;

/// <summary>A small file that only its owner can read, replaced as a whole.</summary>
internal sealed class PrivateFile(string path)
{
    private const int PreparedBytes = 16 * 1024;

    // A draft lives for a moment: an older one is that of a process which was killed.
    private static readonly TimeSpan DraftLife = TimeSpan.FromMinutes(1);

    public string Path { get; } = path;

    /// <summary>The content, or null where there is no such file.</summary>
    public byte[]? Read() => File.Exists(Path) ? File.ReadAllBytes(Path) : null;

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
        if (Directory.Exists(Folder))
        {
            File.Delete(Path);
            DeleteLeftDrafts();
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
        using var file = new FileStream(draft, FileMode.Open, FileAccess.Write, FileShare.None);
        file.Write(content, 0, content.Length);
        file.Flush(flushToDisk: true);
    }

    private void WithDraft(Action<string> work)
    {
        OwnerOnly.CreateDirectory(Folder);
        var draft = $"{Path}.{Guid.NewGuid():N}.part";
        try
        {
            // Closed to others while it is still empty: at no moment can another user read the content.
            File.WriteAllBytes(draft, []);
            OwnerOnly.RestrictFile(draft);
            work(draft);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
