using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Operations;

/// <summary>A local file that can be uploaded: it was readable and had an accepted type, content and size when it was checked.</summary>
internal sealed class MediaFile
{
    // A path in an object of the pipeline can have any length.
    private const int MaxShownLength = 1000;

    // That of the coarsest file systems.
    private static readonly TimeSpan TimeResolution = TimeSpan.FromSeconds(3);

    private readonly UnixStatus? _status;
    private readonly string _version;
    private readonly byte[] _head;
    private readonly FileIdentity _identity;
    private readonly bool _lacksItsEnd;
    private readonly bool _isExact;

    private MediaFile(string path, string mediaType, bool isExact)
    {
        (Path, MediaType, _isExact) = (path, mediaType, isExact);
        try
        {
            // The file is opened, because only that shows whether it is readable.
            using var file = OpenRegular();
            (Length, _status, _identity, _head) = (file.Length, StatusOf(file), FileIdentity.Of(file, Path), MediaContent.ReadHead(file));
            _version = VersionOf(_status);
            _lacksItsEnd = Mp4Boxes.LacksItsEnd(file);
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw NotReadable(Path, exception);
        }
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileName(Path);

    public long Length { get; }

    public string MediaType { get; }

    /// <param name="path">The path.</param>
    /// <param name="isExact">
    /// Whether <see cref="Open"/> also fails if only the status of the file changed, because a program that changes the content can reset
    /// the time of the last write. Has no effect on Windows.
    /// </param>
    /// <exception cref="NemoException">The file can't be uploaded.</exception>
    public static MediaFile Check(string path, bool isExact = false)
    {
        var mediaType = Protocol.MediaType.Of(path) ?? throw new NemoException(
            NemoErrorKind.UnsupportedFile,
            $"The service doesn't accept the file type of '{path}'.",
            Protocol.MediaType.AcceptedExtensionFor(path) is { } extension
                ? $"Change the file's extension to {extension}, which the service accepts for this type."
                : $"Convert the file to one of these types: {Protocol.MediaType.AcceptedExtensions}.");
        var file = new MediaFile(path, mediaType, isExact);
        if (file.Length == 0)
        {
            throw new NemoException(NemoErrorKind.UnsupportedFile, $"'{path}' is empty.", "Replace the file with a complete copy.");
        }

        if (file.Length > NemoLimits.MaxUploadBytes)
        {
            throw new NemoException(
                NemoErrorKind.FileTooLarge,
                $"'{path}' is {file.Length:N0} bytes. The service accepts files of up to {NemoLimits.MaxUploadBytes:N0} bytes (500 MiB).",
                "Compress or trim the file.");
        }

        MediaContent.Check(path, file._head);
        if (file._lacksItsEnd)
        {
            throw new NemoException(
                NemoErrorKind.UnsupportedFile,
                $"'{path}' is incomplete: the end of the file is missing.",
                "Copy the file again from its source, or create it again.");
        }

        return file;
    }

    /// <summary>Whether the file certainly has the content that it had at an earlier check. On Windows, that is never certain.</summary>
    public bool IsUnchangedSince(MediaFile earlier) => _status is { } status && status == earlier._status;

    /// <summary>
    /// Differs after a change of the content, even if a program resets the time of the last write. Only a change through a memory map can
    /// leave it the same for a while. Null on Windows.
    /// </summary>
    public string? Fingerprint => _status is { } status
        ? FormattableString.Invariant($"{Path}\n{Length} {status.Identity} {status.WriteTime} {status.ChangeTime}")
        : null;

    /// <summary>
    /// Whether the opened file has the status of the check, and the last change is so long ago that another one would have another time.
    /// </summary>
    public bool IsCertainlyUnchanged(FileStream file, DateTimeOffset now) => _status is { } status && status == StatusOf(file)
        && now - DateTimeOffset.FromUnixTimeSeconds(status.ChangeTime.Seconds) > TimeResolution;

    /// <summary>The file for the journal, which protects it from being replaced by a video.</summary>
    public JsonObject ToSource(string sessionId) => new()
    {
        ["session"] = sessionId,
        ["path"] = LinkedFile.InRealFolder(System.IO.Path.GetFullPath(Path)),
        ["version"] = _identity.Version,
    };

    /// <summary>Opens the same file again. It fails if the file has changed. A failure is a file error, not a connection error.</summary>
    public FileStream Open()
    {
        try
        {
            var file = OpenRegular();
            var status = StatusOf(file);
            if (VersionOf(status) == _version && (!_isExact || status == _status))
            {
                return file;
            }

            file.Dispose();
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw NotReadable(Path, exception);
        }

        throw Changed();
    }

    /// <summary>Reads the next bytes of the opened file, with the same failures as <see cref="Open"/>.</summary>
    public async Task<int> ReadAsync(FileStream file, byte[] chunk, CancellationToken cancellationToken)
    {
        try
        {
            return await file.ReadAsync(chunk, 0, chunk.Length, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw NotReadable(Path, exception);
        }
    }

    /// <inheritdoc cref="ReadAsync"/>
    public int Read(FileStream file, byte[] chunk)
    {
        try
        {
            return file.Read(chunk, 0, chunk.Length);
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw NotReadable(Path, exception);
        }
    }

    /// <summary>Fails if the opened file has changed since it was checked.</summary>
    public void CheckUnchanged(FileStream file)
    {
        try
        {
            if (file.Length == Length && VersionOf(StatusOf(file)) == _version)
            {
                return;
            }
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw NotReadable(Path, exception);
        }

        throw Changed();
    }

    /// <summary>The error for a file that changed after the check.</summary>
    public NemoException Changed() => new(
        NemoErrorKind.FileAccess,
        $"'{Path}' changed during the upload, so the upload was stopped.",
        "Wait until no program is writing to the file, and then upload the file again.");

    public static NemoException NotReadable(string path, Exception exception) => new(
        NemoErrorKind.FileAccess,
        $"'{path.Shorten(MaxShownLength)}' can't be read: {exception.Message.Shorten(MaxShownLength)}",
        "Check the file's path and permissions, and make sure that no other program is using the file.",
        exception);

    private FileStream OpenRegular() => RegularFile.OpenReadUnlinked(System.IO.Path.GetFullPath(Path), FileShare.Read);

    /// <summary>Null on Windows.</summary>
    private UnixStatus? StatusOf(FileStream file) =>
        UnixFileSystem.IsAvailable ? UnixFileSystem.StatusOf(file.SafeFileHandle, Path) : null;

    /// <summary>Identifies the file and its content, without reading it: another file or another time of the last write is a change.</summary>
    private string VersionOf(UnixStatus? unix) => unix is { } status
        ? $"{status.Identity} {status.WriteTime}"
        : File.GetLastWriteTimeUtc(Path).Ticks.ToString(CultureInfo.InvariantCulture);

    private static bool IsFileFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;
}
