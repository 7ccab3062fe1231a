using NemoVideo.Client.Journal;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Uploading;

namespace NemoVideo.Client.Resuming;

/// <summary>Finds what an earlier process has uploaded, by the content of the file.</summary>
internal sealed class EarlierUploads(OperationJournal journal, StateReader states, TimeSpan longestUpload)
{
    private static readonly TimeSpan Refreshment = TimeSpan.FromDays(1);

    /// <param name="file">The file.</param>
    /// <param name="hash">Its content.</param>
    /// <param name="isTaken">Tells sessions that are not meant, such as those of other files with the same content.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<EarlierUpload?> FindAsync(MediaFile file, string hash, Func<string, bool> isTaken, CancellationToken cancellationToken)
    {
        var history = await journal.ReadAsync(cancellationToken).ConfigureAwait(false);
        var entry = history.FindOwnUploads(hash)
            .Where(entry => entry.SessionId is { } session && !isTaken(session))

            // Two files of the same content have a session each.
            .OrderBy(entry => entry.Location == Path.GetFullPath(file.Path))
            .LastOrDefault();
        return entry is null ? null : await LookAsync(entry, file.Name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the service has of it; null where it has forgotten the session.</summary>
    private async Task<EarlierUpload?> LookAsync(UploadEntry entry, string name, CancellationToken cancellationToken)
    {
        try
        {
            var state = await states.GetAsync(entry.SessionId!, cancellationToken).ConfigureAwait(false);
            if (entry.Step != JournalStep.Done && !IsAnything(state) && journal.Now - entry.BegunAt < longestUpload)
            {
                // What was sent a moment ago can be on its way into the state.
                state = await states.GetChangedAsync(state, cancellationToken).ConfigureAwait(false);
            }

            else if (entry.Step == JournalStep.Done && journal.Now - entry.EndedAt > Refreshment)
            {
                // A job that goes over the same clips night after night pays for none again: what it uses does not grow old.
                await new JournalOperation(journal, JournalKind.Upload, entry.Id, cancellationToken).DoneAsync().ConfigureAwait(false);
            }

            // The session is this file's alone: where anything is in it, the file has come.
            var media = UploadTrace.FindAny(state, entry.FileName ?? name);
            var isThere = entry.Step == JournalStep.Done || IsAnything(state);
            return new EarlierUpload(entry.SessionId!, isThere ? media ?? Bare(name) : null);
        }
        catch (NemoException gone) when (gone.Kind == NemoErrorKind.SessionNotFound)
        {
            return null;
        }
    }

    private static bool IsAnything(TimelineState state) => state.IsReady || UploadTrace.IsAny(state);

    private static UploadedMedia Bare(string name) => new(name, null, null, null, null, null, null, null);
}
