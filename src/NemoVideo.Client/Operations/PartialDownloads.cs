using NemoVideo.Client.Journal;
using NemoVideo.Client.Storage;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Operations;

/// <summary>
/// The partial files that killed processes have left, found through the journal: read once, since downloads of this process
/// delete their own if they fail.
/// </summary>
internal sealed class PartialDownloads(OperationJournal journal)
{
    private readonly Lazy<Task<List<DownloadEntry>>> _left = new(() => ReadAsync(journal));

    /// <summary>
    /// Opens the partial file of a render, to continue it behind its last byte. Partial files that can't be continued are
    /// deleted. Never fails: without one, the download starts from the first byte.
    /// </summary>
    /// <param name="renderId">The render.</param>
    /// <param name="folder">The folder that the video goes to: the partial file must be there, to be renamed in one step.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The open file, its name, and the server's version of what is in it; null if there is none.</returns>
    public async Task<(FileStream File, string Name, EntityTagHeaderValue Version)?> OpenAsync(
        string renderId, PinnedFolder folder, CancellationToken cancellationToken)
    {
        // Several processes can have continued one file: what the last one noted of it counts.
        var entries = await TakeAsync(renderId, cancellationToken).ConfigureAwait(false);
        (FileStream, string, EntityTagHeaderValue)? found = null;
        foreach (var entry in entries.GroupBy(static entry => entry.PartialPath!).Select(static same => same.Last()).Reverse())
        {
            var (place, name) = (Path.GetDirectoryName(entry.PartialPath) ?? "/", Path.GetFileName(entry.PartialPath!));
            using var other = place == folder.Path ? null : TryOpen(place);
            if ((place == folder.Path ? folder : other)?.PathTo(name) is not { } path || TryOpen(entry, path) is not { } file)
            {
                continue;
            }

            if (found is null && EntityTagHeaderValue.TryParse(entry.Version, out var version) && !version.IsWeak
                && file.Length > 0 && place == folder.Path)
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

    /// <summary>The file, if it is the very one that was created then: the same on the disk, whoever could move files there meanwhile.</summary>
    private static FileStream? TryOpen(DownloadEntry entry, string path)
    {
        // Windows tells no identity here: what is left there stays until somebody deletes it.
        if (!UnixFileSystem.IsAvailable || entry.FileIdentity is not { } identity)
        {
            return null;
        }

        FileStream? file = null;
        try
        {
            file = RegularFile.OpenWrite(path, FileShare.None);
            var status = UnixFileSystem.StatusOf(file.SafeFileHandle, path);
            if (status.Identity == identity && status.Owner == UnixFileSystem.CurrentUser)
            {
                return file;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone, or another process is at work on it.
        }

        file?.Dispose();
        return null;
    }

    private static PinnedFolder? TryOpen(string folder)
    {
        try
        {
            return PinnedFolder.Open(folder, isCreating: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Gone, or another user decides what it is.
            return null;
        }
    }

    private async Task<List<DownloadEntry>> TakeAsync(string renderId, CancellationToken cancellationToken)
    {
        var left = await Delay.UntilAsync(_left.Value, cancellationToken).ConfigureAwait(false);
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
            // Whether a download can be written down is decided when it is.
            return [];
        }
    }
}
