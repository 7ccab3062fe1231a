using NemoVideo.Client.Journal;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Resuming;

/// <summary>Finds what an earlier process has uploaded, by the content of the file.</summary>
internal sealed class EarlierUploads(OperationJournal journal, StateReader states, ApiTransport transport, EarlierDownloads downloads)
{
    private static readonly TimeSpan Refreshment = TimeSpan.FromDays(1);

    /// <param name="file">The file.</param>
    /// <param name="hash">Its content.</param>
    /// <param name="isTaken">Tells sessions that are not meant, such as those of other files with the same content.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<EarlierUpload?> FindAsync(MediaFile file, string hash, Func<string, bool> isTaken, CancellationToken cancellationToken)
    {
        var history = await journal.ReadAsync(cancellationToken).ConfigureAwait(false);
        var path = Path.GetFullPath(file.Path);
        var entries = history.FindOwnUploads(hash).Where(entry => file.IsExclusive || entry.Location == path)
            .Concat(history.FindOwnUploads(file.KeyAtPath(hash)))
            .Where(entry => entry.SessionId is { } session && !isTaken(session)).Reverse()

            // Uploads with an unknown outcome are last. Each file has its own session.
            .OrderByDescending(static entry => entry.Step == JournalStep.Done)
            .ThenByDescending(entry => entry.Location == path);
        foreach (var entry in entries)
        {
            if (await IsOfAnotherFileAsync(entry, file, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            if (await FindStateAsync(entry, cancellationToken).ConfigureAwait(false) is not { } state)
            {
                await CheckIsNotAtHomeAsync(history.FindRenders(entry.SessionId!), file.Name, cancellationToken).ConfigureAwait(false);
            }
            else if (await GoOnAsync(entry, state, file, cancellationToken).ConfigureAwait(false) is { } upload)
            {
                return upload;
            }
        }

        return null;
    }

    /// <summary>A clip whose session is gone is begun anew, and paid for, but not while its video lies there.</summary>
    private async Task CheckIsNotAtHomeAsync(IReadOnlyList<RenderEntry> renders, string name, CancellationToken cancellationToken)
    {
        foreach (var render in renders)
        {
            if (await downloads.FindAsync(render.RenderId, folder: null, cancellationToken).ConfigureAwait(false) is { } video)
            {
                throw new NemoException(
                    NemoErrorKind.SessionNotFound,
                    $"The service has forgotten the session of '{name}', whose video is there: {video}. So nothing was done.",
                    "Move the clip out of the folder. To have the video made anew, and pay for it, move the video away.");
            }
        }
    }

    /// <summary>
    /// A file that still lies where it was uploaded from, under another name, has its session for itself: this one is a copy of it. One that
    /// was moved or renamed is the same file.
    /// </summary>
    private static async Task<bool> IsOfAnotherFileAsync(UploadEntry entry, MediaFile file, CancellationToken cancellationToken)
    {
        // The same name in another folder is the same file by another path.
        if (entry.Location is not { } place || !File.Exists(place) || RegularFile.IsOfAnotherUser(place) || NameOf(place) == NameOf(file.Path))
        {
            return false;
        }

        try
        {
            var other = MediaFile.Check(place);
            return other.Length == entry.ByteCount && await FileHash.OfAsync(other, cancellationToken).ConfigureAwait(false) == entry.ContentHash;
        }
        catch (NemoException)
        {
            return false;
        }
    }

    private static string NameOf(string path)
    {
        var name = Path.GetFileName(path).ToUpperInvariant();
        try
        {
            return name.Normalize();
        }
        catch (ArgumentException)
        {
            // It contains a noncharacter.
            return name;
        }
    }

    /// <summary>The session's state; null where the service has forgotten it.</summary>
    private async Task<TimelineState?> FindStateAsync(UploadEntry entry, CancellationToken cancellationToken)
    {
        for (var look = 1; ; look++)
        {
            try
            {
                var state = await states.GetAsync(entry.SessionId!, cancellationToken).ConfigureAwait(false);

                // What was sent a moment ago can be on its way into the state.
                return !IsAnything(state) && journal.Now - entry.BegunAt < transport.Limits.UrlUploadTimeout
                    ? await states.GetChangedAsync(state, cancellationToken).ConfigureAwait(false)
                    : state;
            }
            catch (NemoException gone) when (gone.Kind == NemoErrorKind.SessionNotFound)
            {
                // A bare 404 can be a gateway's, and to begin anew is paid for: it has to be said twice.
                if (gone.ServiceCode == ServiceCodes.UnknownSession || look > 1)
                {
                    return null;
                }
            }

            await transport.PauseAsync(transport.Limits.StatePollInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<EarlierUpload?> GoOnAsync(UploadEntry entry, TimelineState state, MediaFile file, CancellationToken cancellationToken)
    {
        var (name, path) = (file.Name, Path.GetFullPath(file.Path));

        // The session is this file's alone: where anything is in it, the file has come. Where nothing is, it may come yet: sent there
        // again, it could be in the timeline twice.
        if (entry.Step != JournalStep.Done && !IsAnything(state))
        {
            return null;
        }

        if (entry.Step != JournalStep.Done || entry.EndedAt is not { } written || (journal.Now - written).Duration() > Refreshment
            || entry.Location != path)
        {
            // What is found gets a new line, so that it is among the last that are dropped for want of room. From now on, the session
            // belongs to the file at this path: a file that comes back to the old path is a copy.
            var found = new JournalOperation(journal, JournalKind.Upload, entry.Id, cancellationToken);
            await found.DoneAsync(entry.Location == path ? null : new JsonObject { ["place"] = path }).ConfigureAwait(false);
            var history = await journal.ReadAsync(cancellationToken).ConfigureAwait(false);
            switch (history.FindOwnUploads(entry.ContentHash!).FirstOrDefault(kept => kept.Id == entry.Id)?.Step)
            {
                case JournalStep.Done:
                    break;
                case null:
                    // The journal had no room for it any more, and so knows nothing of its message either.
                    return null;
                default:
                    throw new NemoException(
                        NemoErrorKind.FileAccess,
                        $"The journal can't be written, so the earlier upload of '{name}' wasn't resumed.",
                        "Free space on the disk of the journal, and run the job again.");
            }
        }

        return new EarlierUpload(entry.SessionId!, UploadedMedia.FindLatest(state, entry.FileName ?? name) ?? Bare(name));
    }

    private static bool IsAnything(TimelineState state) => state.IsReady || state.State.Items("video_infos").Any();

    private static UploadedMedia Bare(string name) => new(name, null, null, null, null, null, null, null);
}
