namespace NemoVideo.Client.Files;

/// <summary>A small file that only its owner can read, replaced as a whole.</summary>
internal sealed class PrivateFile(string path)
{
    public string Path { get; } = path;

    /// <summary>The content; null if the file doesn't exist.</summary>
    public byte[]? Read()
    {
        try
        {
            return HeldFile.Access(() => File.ReadAllBytes(Path));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Replaces the file atomically after the content is on the disk.</summary>
    public void Write(byte[] content)
    {
        PrivateFolder.Create(System.IO.Path.GetDirectoryName(Path)!);
        using var temporary = new TempFile(Path, isPrivate: true);
        temporary.Stream.Write(content, 0, content.Length);
        _ = temporary.TryMove(Path, overwrite: true);
    }

    /// <summary>Deletes the file, and those that killed processes left when they wrote it.</summary>
    public void Delete()
    {
        if (Directory.Exists(System.IO.Path.GetDirectoryName(Path)))
        {
            HeldFile.Access(() =>
            {
                File.Delete(Path);
                return true;
            });
            TempFile.DeleteLeftovers(Path);
        }
    }

    /// <summary>Opens or creates a file for reading and writing. If it is created, only its owner can read it.</summary>
    public static FileStream Open(string path, FileMode mode, FileShare share)
    {
#if NET
        if (!OperatingSystem.IsWindows())
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
#endif
        return new FileStream(path, mode, FileAccess.ReadWrite, share, bufferSize: 1);
    }
}
