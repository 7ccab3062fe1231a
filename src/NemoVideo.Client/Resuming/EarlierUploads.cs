using NemoVideo.Client.Journal;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Uploading;

namespace NemoVideo.Client.Resuming;

/// <summary>Finds what an earlier process has uploaded, by the content of the file.</summary>
internal sealed class EarlierUploads(OperationJournal journal, StateReader states)
{
    public async Task<EarlierUpload?> FindAsync(string path, ISet<string> taken, CancellationToken cancellationToken)
    {
        var file = MediaFile.Check(path);
        var hash = await FileHash.OfAsync(file, cancellationToken).ConfigureAwait(false);
        var history = await journal.ReadAsync(cancellationToken).ConfigureAwait(false);
        var entry = history.FindOwnUploads(hash)
            .Where(entry => entry.SessionId is { } session && !taken.Contains(session))

            // Two files of the same content have a session each.
            .OrderBy(entry => entry.Location == Path.GetFullPath(path))
            .LastOrDefault();
        return entry is null ? null : await LookAsync(entry, file.Name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the service has of it; null where it has forgotten the session.</summary>
    private async Task<EarlierUpload?> LookAsync(UploadEntry entry, string name, CancellationToken cancellationToken)
    {
        try
        {
            var state = await states.GetAsync(entry.SessionId!, cancellationToken).ConfigureAwait(false);
            var media = UploadTrace.FindAny(state, entry.FileName ?? name);

            // The session is this file's alone: where anything is in it, the file has come.
            var isThere = entry.Step == JournalStep.Done || state.IsReady || UploadTrace.IsAny(state);
            return new EarlierUpload(entry.SessionId!, isThere ? media ?? Bare(name) : null);
        }
        catch (NemoException gone) when (gone.Kind == NemoErrorKind.SessionNotFound)
        {
            return null;
        }
    }

    private static UploadedMedia Bare(string name) => new(name, null, null, null, null, null, null, null);
}
