using NemoVideo.Client.Storage;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Operations;

/// <summary>A local file that was checked before a byte of it is sent: it is there, readable, of an accepted type and size.</summary>
internal sealed class MediaFile
{
    private readonly string? _identity;

    private MediaFile(string path, long length, string? identity, string mediaType)
    {
        _identity = identity;
        Path = path;
        Length = length;
        MediaType = mediaType;
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    public long Length { get; }

    public string MediaType { get; }

    /// <exception cref="NemoException">The file cannot be uploaded; the message says why.</exception>
    public static MediaFile Check(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        var mediaType = Protocol.MediaType.Of(path) ?? throw new NemoException(
            NemoErrorKind.UnsupportedFile,
            $"'{name}' is of a type that the service does not accept.",
            $"Accepted are {Protocol.MediaType.AcceptedExtensions}.");
        var (length, identity) = Look(path, name);
        return length switch
        {
            0 => throw new NemoException(
                NemoErrorKind.UnsupportedFile, $"'{name}' is empty.", "Check that the recording was finished."),
            > NemoLimits.MaxUploadBytes => throw new NemoException(
                NemoErrorKind.FileTooLarge,
                $"'{name}' has {length / (1024 * 1024)} MB; the service takes at most 500 MB.",
                "Compress or trim it."),
            _ => new MediaFile(path, length, identity, mediaType),
        };
    }

    /// <summary>Opens the file to be sent. Its failures are the file's: they must not pass for a broken connection.</summary>
    /// <exception cref="NemoException">It can no longer be read.</exception>
    public FileStream Open()
    {
        try
        {
            var file = RegularFile.OpenRead(Path, followLink: false, FileShare.Read);
            if (IdentityOf(file, Path) == _identity)
            {
                return file;
            }

            file.Dispose();
            throw Changed();
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw NotReadable(Name, exception);
        }
    }

    /// <summary>Reads the next bytes of the opened file, with failures as <see cref="Open"/> has them.</summary>
    public async Task<int> ReadAsync(FileStream file, byte[] chunk, CancellationToken cancellationToken)
    {
        try
        {
            return await file.ReadAsync(chunk, 0, chunk.Length, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw NotReadable(Name, exception);
        }
    }

    /// <summary>
    /// The file on the disk, whatever has its name later, after a check that no link was put into its path since that was
    /// resolved: what is announced, hashed and sent must be one file, and the one that was meant.
    /// </summary>
    private static string? IdentityOf(FileStream file, string path)
    {
        if (!UnixFileSystem.IsAvailable)
        {
            return null;
        }

        var opened = UnixFileSystem.RealPath(file.SafeFileHandle);
        return opened is null || opened == System.IO.Path.GetFullPath(path)
            ? UnixFileSystem.StatusOf(file.SafeFileHandle, path).Identity
            : throw new IOException("A symbolic link is part of its path. Resolve it first.");
    }

    private static (long Length, string? Identity) Look(string path, string name)
    {
        try
        {
            // Opened, not only looked at: a file that another program holds is found out now.
            using var file = RegularFile.OpenRead(path, followLink: false, FileShare.Read);
            return (file.Length, IdentityOf(file, path));
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw NotReadable(name, exception);
        }
    }

    /// <summary>The file isn't what it was when it was checked.</summary>
    public NemoException Changed() => new(
        NemoErrorKind.FileAccess,
        $"'{Name}' changed while it was sent, so it was not sent to its end.",
        "Wait until the recording or the copy is finished, then send it again.");

    private static bool IsFileFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    public static NemoException NotReadable(string name, Exception exception) => new(
        NemoErrorKind.FileAccess,
        $"'{name}' cannot be read: {exception.Message}",
        "Check the path, and that no other program holds the file.",
        exception);
}
