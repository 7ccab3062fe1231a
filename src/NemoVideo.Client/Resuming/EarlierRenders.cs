using NemoVideo.Client.Journal;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Resuming;

/// <summary>Finds the render that an earlier process has submitted of a timeline as it still is.</summary>
internal sealed class EarlierRenders(OperationJournal journal, RenderOperations renders, EarlierDownloads downloads, ApiTransport transport)
{
    public async Task<RenderJob> WaitAsync(
        string id, string? video, TimeSpan interval, TimeSpan timeout, IProgress<RenderJob>? progress, CancellationToken cancellationToken)
    {
        if (video is not null)
        {
            return await TryLookAsync(id, cancellationToken).ConfigureAwait(false) is { Status: RenderStatus.Completed } job ? job : Forgotten(id);
        }

        try
        {
            return await renders.WaitAsync(id, interval, timeout, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException missing) when (RenderOperations.IsUnknownId(missing))
        {
            if (await FindVideoAsync(id, cancellationToken).ConfigureAwait(false) is { } other)
            {
                throw missing.Restate(
                    $"The service knows no longer of the export '{id}', whose video is there: {other}.",
                    "Copy it from there; or move it away, and use Start-NemoExport -Session to have it rendered anew, which costs nothing.");
            }

            throw;
        }
    }

    /// <summary>The render as the service tells of it; null where it does not.</summary>
    private async Task<RenderJob?> TryLookAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await PollAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException failure) when (failure.IsTransient || failure.Outcome == Outcome.Unknown)
        {
            return null;
        }
    }

    /// <summary>Where the video of a render is; null also where the journal cannot be read, which is not what went wrong.</summary>
    private async Task<string?> FindVideoAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await downloads.FindAsync(id, folder: null, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException)
        {
            return null;
        }
    }

    public async Task<RenderJob?> FindAsync(string sessionId, string format, string quality, CancellationToken cancellationToken)
    {
        var history = await journal.ReadAsync(cancellationToken).ConfigureAwait(false);

        // What was rendered before the last message is another video.
        var render = history.Entries
            .Where(entry => entry.SessionId == sessionId && entry.Step != JournalStep.Failed)
            .Reverse()
            .TakeWhile(static entry => entry is not MessageEntry)
            .OfType<RenderEntry>()
            .FirstOrDefault(entry => !entry.IsLost && entry.Format == format && entry.Quality == quality);
        if (render is null)
        {
            return null;
        }

        // A render is of the token that it was submitted with: with the next one the service knows none of it, and it is not needed.
        return await PollAsync(render.RenderId, cancellationToken).ConfigureAwait(false)
            ?? (await downloads.FindAsync(render.RenderId, folder: null, cancellationToken).ConfigureAwait(false) is null ? null : Forgotten(render.RenderId));
    }

    private static RenderJob Forgotten(string id) =>
        new(id, RenderStatus.Completed, Progress: 100, OutputAddress: null, Duration: null, ByteCount: null, Error: null) { IsForgotten = true };

    /// <summary>The render; null where the service says twice that it has none of this id, or where it came to nothing.</summary>
    private async Task<RenderJob?> PollAsync(string id, CancellationToken cancellationToken)
    {
        for (var look = 1; ; look++)
        {
            try
            {
                var job = await renders.GetAsync(id, cancellationToken).ConfigureAwait(false);
                return job.Status == RenderStatus.Failed ? null : job;
            }
            catch (NemoException missing) when (RenderOperations.IsUnknownId(missing))
            {
                if (look > 1)
                {
                    return null;
                }
            }

            // A bare 404 can be a gateway's.
            await transport.PauseAsync(transport.Limits.StatePollInterval, cancellationToken).ConfigureAwait(false);
        }
    }
}
