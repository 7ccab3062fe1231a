using NemoVideo.Client.Journal;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Operations;

/// <summary>
/// Finds partial files of killed processes. The journal is read once, because failed downloads of this process delete their files.
/// </summary>
internal sealed class PartialDownloads(OperationJournal journal)
{
    private readonly Lazy<Task<List<DownloadEntry>>> _leftoverDownloads = new(() => ReadAsync(journal));

    /// <summary>Opens the partial file of a render to resume it; null if there is none. Deletes unusable files. Never fails.</summary>
    public async Task<(FileStream File, string Name, EntityTagHeaderValue Version)?> OpenAsync(
        string renderId, OpenedFolder folder, CancellationToken cancellationToken)
    {
        // If several processes have resumed the same file, the last record is used.
        var entries = await TakeAsync(renderId, cancellationToken).ConfigureAwait(false);
        (FileStream, string, EntityTagHeaderValue)? found = null;
        foreach (var entry in entries.GroupBy(static entry => entry.PartialPath!).Select(static same => same.Last()).Reverse())
        {
            var (place, name) = (Path.GetDirectoryName(entry.PartialPath) ?? "/", Path.GetFileName(entry.PartialPath!));
            using var other = place == folder.Path ? null : Try(() => OpenedFolder.Open(place, isCreating: false));
            if ((place == folder.Path ? folder : other)?.PathTo(name) is not { } path || TryOpen(entry, path) is not { } file)
            {
                continue;
            }

            // It must be in the folder of the video for an atomic rename. Other users must not be able to add a file: inodes are reused.
            if (found is null && EntityTagHeaderValue.TryParse(entry.Version, out var version) && CanResume(version)
                && file.Length > 0 && place == folder.Path && Try(() => PrivateFolder.IsExclusive(place)))
            {
                found = (file, name, version);
                continue;
            }

            using (file)
            {
                VideoFile.DeleteIfPossible(path);
            }
        }

        return found;
    }

    /// <summary>Whether a download can be resumed with this version. .NET can't send other characters than ASCII in a header.</summary>
    internal static bool CanResume(EntityTagHeaderValue version) => !version.IsWeak && version.Tag.All(static one => one <= '\x7f');

    /// <summary>
    /// Whether an opened and locked file is the recorded one. Other users could have moved files there. If its path no longer refers to the
    /// file, another process has renamed it before the lock: it is a finished video.
    /// </summary>
    internal static bool IsPartialFile(FileStream file, string path, string identity) =>
        UnixFileSystem.StatusOf(file.SafeFileHandle, path) is { IsOfCurrentUser: true } status && status.Identity == identity
        && UnixFileSystem.Find(path)?.Identity == identity;

    /// <summary>Opens and locks the file of a record; null if it isn't the recorded file or can't be opened.</summary>
    private static FileStream? TryOpen(DownloadEntry entry, string path)
    {
        // On Windows, files have no identity here, so partial files aren't deleted.
        if (!UnixFileSystem.IsAvailable || entry.FileIdentity is not { } identity)
        {
            return null;
        }

        var file = Try(() => RegularFile.OpenWrite(path, FileShare.None));
        if (file is not null && !Try(() => IsPartialFile(file, path, identity)))
        {
            file.Dispose();
            return null;
        }

        return file;
    }

    private static T? Try<T>(Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NemoException)
        {
            // It no longer exists, another process has locked it, or another user controls its path.
            return default;
        }
    }

    private async Task<List<DownloadEntry>> TakeAsync(string renderId, CancellationToken cancellationToken)
    {
        var left = await Delay.UntilAsync(_leftoverDownloads.Value, cancellationToken).ConfigureAwait(false);
        lock (left)
        {
            var found = left.FindAll(entry => entry.RenderId == renderId);
            left.RemoveAll(found.Contains);
            return found;
        }
    }

    private static async Task<List<DownloadEntry>> ReadAsync(OperationJournal journal)
    {
        try
        {
            var history = await journal.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            return [.. history.Entries.OfType<DownloadEntry>().Where(static entry => entry is { IsOpen: true, PartialPath: not null })];
        }
        catch (NemoException)
        {
            // If the journal can't be written either, the announcement of the download reports it.
            return [];
        }
    }
}
