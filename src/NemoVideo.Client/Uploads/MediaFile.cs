using NemoVideo.Client.Http;

namespace NemoVideo.Client.Uploads;

/// <summary>A local file that can be uploaded: it was readable and had an accepted type, content and size when it was checked.</summary>
public sealed class MediaFile
{
    // A path in an object of the pipeline can have any length.
    private const int MaxShownLength = 1000;

    // A later change within the resolution of the coarsest file systems would not change the time.
    private static readonly TimeSpan MinSettledAge = TimeSpan.FromSeconds(5);

    /// <summary>Files that a browser or a cloud storage hasn't downloaded yet (iina 2204).</summary>
    private static readonly string[] Unfinished = [".part", ".partial", ".crdownload", ".icloud", ".nextcloud", ".owncloud"];

    private readonly byte[] _head;
    private readonly bool _lacksItsEnd;
    private readonly bool _isIncomplete;

    private MediaFile(string path, string mediaType)
    {
        (Path, MediaType) = (path, mediaType);

        // The file is opened, because only that shows whether it is readable.
        using var file = Access(OpenStream);
        (Length, LastWriteTime, _head) = Access(() => (file.Length, TimeOf(file), MediaContent.ReadHead(file)));
        _isIncomplete = Access(() => Mp4Boxes.LacksItsEnd(file, needsMovie: true));
        _lacksItsEnd = _isIncomplete && Access(() => Mp4Boxes.LacksItsEnd(file));
    }

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    internal string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The size in bytes.</summary>
    public long Length { get; }

    /// <summary>The time of the last write (UTC).</summary>
    public DateTime LastWriteTime { get; }

    internal string MediaType { get; }

    /// <summary>Checks whether a file can be uploaded: readable, complete, at most 500 MiB, of an accepted type.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="NemoException">The file can't be uploaded.</exception>
    public static MediaFile Check(string path)
    {
        var mediaType = Files.MediaType.Of(path) ?? throw new NemoException(
            NemoErrorKind.UnsupportedFile,
            $"The service doesn't accept the file type of '{path}'.",
            Files.MediaType.AcceptedExtensionFor(path) is { } extension
                ? $"Change the file's extension to {extension}, which the service accepts for this type."
                : Unfinished.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
                ? "Wait until the download of the file is complete, or keep the file of the cloud storage on this computer."
                : $"Convert the file to one of these types: {Files.MediaType.AcceptedExtensions}.");
        var file = new MediaFile(path, mediaType);
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

        if (file._isIncomplete)
        {
            throw new NemoException(
                NemoErrorKind.UnsupportedFile,
                $"'{path}' isn't a finished recording: its index (the moov box) is missing, so no program can play it.",
                "If a program is still recording or copying the file, wait until it is complete. Otherwise, repair the recording, for "
                    + "example in the camera or with untrunc.");
        }

        return file;
    }

    /// <summary>
    /// Differs after a change of the content: the full path, the length, the time of the last write, and the beginning, because a program
    /// can set the time (restic 5711).
    /// </summary>
    internal string Fingerprint => FingerprintOf(Path, Length, LastWriteTime, _head);

    /// <summary>The fingerprint of a file that isn't checked; null if it can't be read.</summary>
    internal static string? FindFingerprint(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            return FingerprintOf(path, file.Length, TimeOf(file), MediaContent.ReadHead(file));
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            return null;
        }
    }

    private static string FingerprintOf(string path, long length, DateTime time, byte[] head) =>
        FormattableString.Invariant($"{System.IO.Path.GetFullPath(path)}\n{length} {time.Ticks} {ContentHash.Of(head)}");

    /// <summary>Whether the last change is so long ago that another one would have another time.</summary>
    internal bool IsSettled(DateTimeOffset now) => now - LastWriteTime > MinSettledAge;

    /// <summary>Opens the same file again. It fails if the file has changed. A failure is a file error, not a connection error.</summary>
    internal FileStream Open()
    {
        var file = Access(OpenStream);
        if (IsUnchanged(file))
        {
            return file;
        }

        file.Dispose();
        throw Changed();
    }

    /// <summary>Reads the next bytes of the opened file, with the same failures as <see cref="Open"/>.</summary>
    internal async Task<int> ReadAsync(FileStream file, byte[] chunk, CancellationToken cancellationToken)
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
    internal int Read(FileStream file, byte[] chunk) => Access(() => file.Read(chunk, 0, chunk.Length));

    /// <summary>Whether the opened file is as it was when it was checked.</summary>
    internal bool IsUnchanged(FileStream file) => Access(() => file.Length == Length && TimeOf(file) == LastWriteTime);

    /// <summary>Checks that the file, if it still exists, has the length and the time that it had.</summary>
    internal void CheckNotChanging()
    {
        if (File.Exists(Path))
        {
            Open().Dispose();
        }
    }

    /// <summary>The error for a file that changed after the check.</summary>
    internal NemoException Changed() => new(
        NemoErrorKind.FileInUse,
        $"'{Path}' is changing, so it was not used.",
        "Wait until no program is writing to the file, and then run the command again.");

    internal static NemoException NotReadable(string path, Exception exception) => new(
        HeldFile.Is(exception) ? NemoErrorKind.FileInUse : NemoErrorKind.FileAccess,
        $"'{path.Shorten(MaxShownLength)}' can't be read: {exception.Message.Shorten(MaxShownLength)}",
        HeldFile.Is(exception) ? "Wait until the other program has closed the file, and then run the command again."
            : "Check the file's path and permissions.",
        exception);

    private static DateTime TimeOf(FileStream file) =>
#if NET
        File.GetLastWriteTimeUtc(file.SafeFileHandle);
#else
        File.GetLastWriteTimeUtc(file.Name);
#endif

    private T Access<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (IsFileFailure(exception))
        {
            throw NotReadable(Path, exception);
        }
    }

    private FileStream OpenStream() =>
        new(Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.Asynchronous | FileOptions.SequentialScan);

    private static bool IsFileFailure(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;
}
