using NemoVideo.Client.Journal;
using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Operations;

/// <summary>
/// One video on disk: until it is complete, in a partial file of a random name in the same folder, which only its owner can
/// read; only then under its name.
/// </summary>
/// <param name="path">The name.</param>
/// <param name="overwrite">Whether a file that exists is replaced.</param>
internal sealed class VideoFile(string path, bool overwrite)
{
    private const int FilePermissions = 0x1FF;
    private const int UsualMode = 0x1B6;

    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
    private readonly string _name = Path.GetFileName(path);

    /// <summary>Creates its folder, and checks that files can be written there: better known before a render is waited for.</summary>
    /// <exception cref="NemoException">They can't.</exception>
    public void CheckFolder()
    {
        try
        {
            using var folder = PinnedFolder.Open(_folder, isCreating: true);
            _ = Probe(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DestinationErrors.ToException(path, exception);
        }
    }

    /// <summary>Writes the video, with each step in the journal.</summary>
    /// <param name="renderId">The render.</param>
    /// <param name="journal">Records the download before it begins, when the video is complete, and when it has its name.</param>
    /// <param name="partials">What killed processes have left of downloads.</param>
    /// <param name="fill">Writes the content, behind what a killed process has written of the version given.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="NemoException">It exists, can't be written, or what fills it failed: then it doesn't exist.</exception>
    public async Task WriteAsync(
        string renderId, OperationJournal journal, PartialDownloads partials, Func<PartialVideo, CancellationToken, Task> fill, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && !overwrite)
        {
            throw DestinationErrors.IsThere(path);
        }

        try
        {
            using var folder = PinnedFolder.Open(_folder, isCreating: true);
            var mode = Probe(folder);

            // Opened outside of what deletes it: a file of that name that can't be created is another's.
            var (file, partName, version) = await partials.OpenAsync(renderId, folder, cancellationToken).ConfigureAwait(false) ?? Create(folder);
            var part = folder.PathTo(partName);
            var isMoved = false;
            try
            {
                var announced = new JsonObject { ["render"] = renderId, ["path"] = Path.GetFullPath(path), ["part"] = Path.Combine(_folder, partName), ["file"] = Identify(file, part), ["version"] = version?.ToString() };
                var operation = await journal.BeginAsync(JournalKind.Download, announced, cancellationToken).ConfigureAwait(false);
                try
                {
                    await fill(new PartialVideo(file, version, operation), cancellationToken).ConfigureAwait(false);
                    var byteCount = file.Length;

                    // A disk that turns out to be full only now must not have given half a video its name.
                    file.Flush(flushToDisk: true);

                    // Whoever finds a file of that size after this process died knows that it is this one.
                    await operation.NoteAsync(Size(byteCount)).ConfigureAwait(false);
                    GiveName(file, part, folder.PathTo(_name), mode);
                    isMoved = true;
                    await operation.DoneAsync(Size(byteCount)).ConfigureAwait(false);
                }
                catch
                {
                    // There is no file, whatever became of the request: it can be asked for again.
                    await operation.FailedAsync().ConfigureAwait(false);
                    throw;
                }
            }
            finally
            {
                if (!isMoved)
                {
                    // It would keep a full disk full. Deleted before its lock is released, if the system can do that.
                    DeleteIfPossible(part);
                }

                file.Dispose();
                if (!isMoved && !UnixFileSystem.IsAvailable)
                {
                    DeleteIfPossible(part);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DestinationErrors.ToException(path, exception);
        }
    }

    private static JsonObject Size(long byteCount) => new() { ["bytes"] = byteCount };

    private static string? Identify(FileStream file, string part) =>
        UnixFileSystem.IsAvailable ? UnixFileSystem.StatusOf(file.SafeFileHandle, part).Identity : null;

    /// <summary>Creates, for a moment, a file in the folder; returns the mode that files get there.</summary>
    private static int Probe(PinnedFolder folder)
    {
        // Under a name that no download has.
        var name = folder.PathTo("." + Path.GetRandomFileName());
        if (!UnixFileSystem.IsAvailable)
        {
            using var file = new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return 0;
        }

        // A FileStream would lock it, and fail if another user locks it first.
        using var probe = UnixFileSystem.CreateNew(name, UsualMode);
        DeleteIfPossible(name);
        return UnixFileSystem.StatusOf(probe, name).Mode & FilePermissions;
    }

    private (FileStream File, string Name, EntityTagHeaderValue? Version) Create(PinnedFolder folder)
    {
        var name = $"{_name}.{Guid.NewGuid():N}.part";
        return (RegularFile.Create(folder.PathTo(name)), name, null);
    }

    /// <summary>
    /// Until it has its name, nobody else can read it. If the system renames open files, it is closed afterwards, and what has
    /// the name is compared with what was written: in a folder that others can write to, or can replace, it could be something else.
    /// </summary>
    private void GiveName(FileStream file, string part, string target, int mode)
    {
        if (!UnixFileSystem.IsAvailable)
        {
            file.Dispose();
            AtomicMove.Move(part, target, overwrite);
            return;
        }

        UnixFileSystem.SetMode(file.SafeFileHandle, mode, part);
        var identity = Identify(file, part);
        AtomicMove.Move(part, target, overwrite);
        if (UnixFileSystem.Find(path)?.Identity != identity)
        {
            throw new NemoException(
                NemoErrorKind.FileAccess,
                $"Another program replaced '{path}' while it was written: what is there now is not the video.",
                "Use a folder that other users can't write to.");
        }
    }

    /// <summary>What led here is worth more to know than a partial file that stays.</summary>
    public static void DeleteIfPossible(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Such as one that a virus scanner looks at.
        }
    }
}

/// <summary>What a download writes into.</summary>
/// <param name="File">The partial file.</param>
/// <param name="Version">The server's version of what is in it already; null if nothing is.</param>
/// <param name="Operation">Where the version of what comes is recorded.</param>
internal sealed record PartialVideo(FileStream File, EntityTagHeaderValue? Version, JournalOperation Operation);
