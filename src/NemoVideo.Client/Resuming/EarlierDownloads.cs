using NemoVideo.Client.Journal;

namespace NemoVideo.Client.Resuming;

/// <summary>Finds the videos that an earlier process has downloaded, by the journal and the disk alone.</summary>
internal sealed class EarlierDownloads(OperationJournal journal)
{
    /// <param name="renderId">The render.</param>
    /// <param name="folder">The folder that the video is looked for in; null: wherever it was downloaded to.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The full path of the whole video, the last one where there are several; null where there is none.</returns>
    public async Task<string?> FindAsync(string renderId, string? folder, CancellationToken cancellationToken)
    {
        var history = await journal.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (history.FindRender(renderId) is not { } render)
        {
            return null;
        }

        var done = history.FindDownloads(render);
        foreach (var download in history.FindOpenDownloads(render).Concat(done).Reverse().Where(download => IsIn(folder, download)))
        {
            var file = new FileInfo(download.Path!);
            if (!file.Exists || file.Length != download.ByteCount || RegularFile.IsOfAnotherUser(file.FullName))
            {
                continue;
            }

            if (done.Contains(download))
            {
                return file.FullName;
            }

            // The size is written when the file is whole, and the part goes with the move: with the one there and the other gone, the
            // process has died behind the move. Its end is written now, or the render would stay outstanding.
            if (!File.Exists(download.PartialPath))
            {
                await new JournalOperation(journal, JournalKind.Download, download.Id, cancellationToken)
                    .DoneAsync(new JsonObject { ["bytes"] = file.Length }).ConfigureAwait(false);
                return file.FullName;
            }
        }

        return null;
    }

    private static bool IsIn(string? folder, DownloadEntry download) => download.Path is { } path
        && (folder is null || Path.GetFullPath(Path.Combine(folder, Path.GetFileName(path))) == path);
}
