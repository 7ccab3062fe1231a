using System.Text.Json.Nodes;
using NemoVideo.Client.Journal;

namespace NemoVideo.Client.Resuming;

/// <summary>Tells whether a file is the video that an earlier process has downloaded, from the journal and the disk alone.</summary>
internal sealed class EarlierDownloads(OperationJournal journal)
{
    public async Task<bool> IsDoneAsync(string renderId, string path, CancellationToken cancellationToken)
    {
        var history = await journal.ReadAsync(cancellationToken).ConfigureAwait(false);
        var file = new FileInfo(Path.GetFullPath(path));
        if (history.FindRender(renderId) is not { } render || !file.Exists)
        {
            return false;
        }

        if (history.FindDownloads(render).Any(download => IsOf(download, file)))
        {
            return true;
        }

        // The size is written when the file is whole, and the part goes with the move: with the one there and the other gone, the
        // process has died behind the move. Its end is written now, or the render would stay outstanding.
        var moved = File.Exists(file.FullName + ".part") ? null : history.FindOpenDownloads(render).LastOrDefault(download => IsOf(download, file));
        if (moved is null)
        {
            return false;
        }

        await new JournalOperation(journal, JournalKind.Download, moved.Id, cancellationToken)
            .DoneAsync(new JsonObject { ["bytes"] = file.Length }).ConfigureAwait(false);
        return true;
    }

    private static bool IsOf(DownloadEntry download, FileInfo file) => download.Path == file.FullName && download.ByteCount == file.Length;
}
