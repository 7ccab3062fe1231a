using NemoVideo.Client.Journal;

namespace NemoVideo.Client.Operations;

/// <summary>Called before each attempt to rename the complete partial file to a path.</summary>
/// <param name="path">The path that the video would get, for records and messages.</param>
/// <param name="target">
/// The same place in the folder that is open. Check the files there: another user can put another folder at the path.
/// </param>
/// <returns>Whether a file at the target is replaced; null if the video must get the next name.</returns>
internal delegate Task<bool?> VideoNaming(string path, string target);

/// <summary>
/// A video on disk. Until it is complete, it is a partial file with a random name, which only its owner can read. If another file has the
/// name then and may not be replaced, the video gets the next free name.
/// </summary>
/// <param name="path">The requested path.</param>
/// <param name="naming">Decides whether the video gets a path.</param>
/// <param name="next">Returns the path to try after one that is taken.</param>
internal sealed class VideoFile(string path, VideoNaming naming, Func<string, string> next)
{
    private const int FilePermissions = 0x1FF;
    private const int UsualMode = 0x1B6;
    private const int WriteForOthers = 0x12;

    // The name of the partial file is longer than that of the video.
    private const int PartNameBytes = 64;

    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
    private string _path = path;

    public VideoFile(string path, bool overwrite)
        : this(path, (_, _) => Task.FromResult<bool?>(overwrite), NumberedName.Next)
    {
    }

    /// <summary>Called with the complete partial file and its path before the first attempt to rename it.</summary>
    public Action<FileStream, string>? Completed { get; init; }

    /// <summary>Whether a job that can run again downloads the video.</summary>
    public bool IsOfJob { get; init; }

    /// <summary>Creates the folder and checks that files can be written there, before the wait for a render.</summary>
    public void CheckFolder()
    {
        try
        {
            if (UnixFileSystem.IsAvailable && Encoding.UTF8.GetByteCount(Path.GetFullPath(_path)) + PartNameBytes > UnixFileSystem.MaxPathBytes)
            {
                throw new PathTooLongException("The path is too long.");
            }

            using var folder = OpenedFolder.Open(_folder, isCreating: true);
            _ = Probe(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DestinationErrors.ToException(_path, exception, renderId: null, IsOfJob);
        }
    }

    /// <summary>
    /// Writes the video and records each step in the journal. <paramref name="fill"/> writes the content, or the missing part of the
    /// partial file of a killed process. Returns the path of the video. After a failure, no file remains.
    /// </summary>
    public async Task<string> WriteAsync(
        string renderId, OperationJournal journal, PartialDownloads partials, Func<PartialVideo, CancellationToken, Task> fill,
        CancellationToken cancellationToken)
    {
        try
        {
            using var folder = OpenedFolder.Open(_folder, isCreating: true);
            var mode = Probe(folder);

            // Created outside the block that deletes it. If it can't be created, an existing file of that name isn't ours.
            var left = await partials.OpenAsync(renderId, folder, cancellationToken).ConfigureAwait(false);
            var (file, partName, version) = left ?? Create(folder);
            var part = folder.PathTo(partName);
            var isMoved = false;
            try
            {
                var fields = new JsonObject
                {
                    ["render"] = renderId,
                    ["path"] = Path.GetFullPath(_path),
                    ["part"] = Path.Combine(_folder, partName),
                    ["file"] = Identify(file, part),
                    ["version"] = version?.ToString(),
                };
                var operation = await journal.BeginAsync(JournalKind.Download, fields, cancellationToken).ConfigureAwait(false);
                try
                {
                    await fill(new PartialVideo(file, version, operation), cancellationToken).ConfigureAwait(false);

                    // A full disk may be detected only here. If so, the file must not be renamed.
                    file.Flush(flushToDisk: true);
                    Completed?.Invoke(file, part);
                    var identity = Finish(file, part, mode);
                    var target = folder.PathTo(Path.GetFileName(_path));
                    while (!TryMove(part, target, await ReplacesAsync(folder, journal, cancellationToken).ConfigureAwait(false)))
                    {
                        _path = next(_path);
                        target = folder.PathTo(Path.GetFileName(_path));
                    }

                    isMoved = true;
                    CheckIdentity(_path, identity);
                    await operation.DoneAsync().ConfigureAwait(false);
                    return _path;
                }
                catch
                {
                    // No file remains, so the download can be repeated, even if the outcome of the request is unknown.
                    await operation.FailedAsync().ConfigureAwait(false);
                    throw;
                }
            }
            finally
            {
                if (!isMoved)
                {
                    // The file could fill the disk. It is deleted before its lock is released, if the system allows that.
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
            throw DestinationErrors.ToException(_path, exception, renderId, IsOfJob);
        }
    }

    /// <summary>What <see cref="VideoNaming"/> returns, except that no file is replaced that was opened for an upload.</summary>
    private async Task<bool?> ReplacesAsync(OpenedFolder folder, OperationJournal journal, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(_path);
        var target = folder.PathTo(name);
        var replaces = await naming(_path, target).ConfigureAwait(false);
        if (replaces is not true || FileIdentity.Find(target) is not { } file)
        {
            return replaces;
        }

        var history = await journal.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        return history.IsSource(LinkedFile.InRealFolder(Path.Combine(folder.RealPath, name)), file) ? null : replaces;
    }

    private static string? Identify(FileStream file, string part) =>
        UnixFileSystem.IsAvailable ? UnixFileSystem.StatusOf(file.SafeFileHandle, part).Identity : null;

    /// <summary>Creates and deletes a file with a unique name in the folder. Returns the mode that new files have there.</summary>
    public static int Probe(OpenedFolder folder)
    {
        var name = folder.PathTo("." + Path.GetRandomFileName());
        if (!UnixFileSystem.IsAvailable)
        {
            using var file = new FileStream(name, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            return 0;
        }

        // A FileStream would lock it, and fail if another user locks it first.
        using var probe = UnixFileSystem.CreateNew(name, UnixFileSystem.WithoutUmask(UsualMode));
        DeleteIfPossible(name);
        return UnixFileSystem.StatusOf(probe, name).Mode & FilePermissions;
    }

    private (FileStream File, string Name, EntityTagHeaderValue? Version) Create(OpenedFolder folder)
    {
        var name = $"{Path.GetFileName(_path)}.{Guid.NewGuid():N}.part";
        return (RegularFile.Create(folder.PathTo(name)), name, null);
    }

    /// <summary>Makes the file readable, so that it can be renamed. Returns its identity; null on Windows.</summary>
    public static string? Finish(FileStream file, string part, int mode)
    {
        if (!UnixFileSystem.IsAvailable)
        {
            file.Dispose();
            return null;
        }

        // In a folder with a default access list, the mode would give other accounts the right to change the file.
        var isListed = UnixFileSystem.HasAccessList(file.SafeFileHandle);
        UnixFileSystem.SetMode(file.SafeFileHandle, isListed ? mode & ~WriteForOthers : mode, part);
        return Identify(file, part);
    }

    /// <summary>Renames a partial file. Returns false if another file has the name and may not be replaced.</summary>
    /// <param name="part">The partial file.</param>
    /// <param name="target">The new path.</param>
    /// <param name="replaces">Whether a file at this path is replaced; null if the path may not be used.</param>
    internal static bool TryMove(string part, string target, bool? replaces)
    {
        if (replaces is not true)
        {
            return replaces is false && AtomicMove.TryMove(part, target);
        }

        if (PrivateFolder.IsProtected(target))
        {
            return false;
        }

        AtomicMove.Move(part, target, overwrite: true);
        return true;
    }

    /// <summary>Other users who can write to the folder could have replaced the file.</summary>
    /// <param name="path">The path of the complete file.</param>
    /// <param name="identity">The result of <see cref="Finish"/>.</param>
    internal static void CheckIdentity(string path, string? identity)
    {
        if (identity is not null && UnixFileSystem.Find(path)?.Identity != identity)
        {
            throw new NemoException(
                NemoErrorKind.FileAccess,
                $"Another program replaced '{path}' while the module was writing the file. The file at this path now has different "
                    + "content.",
                "Use a folder that other users can't write to.");
        }
    }

    /// <summary>Deletes a partial file. Errors are ignored, because the original failure is more important.</summary>
    public static void DeleteIfPossible(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // For example, a virus scanner has the file open.
        }
    }
}

/// <summary>A partial file, the server's version of its content (null if empty), and the operation that records a new version.</summary>
internal sealed record PartialVideo(FileStream File, EntityTagHeaderValue? Version, JournalOperation Operation);
