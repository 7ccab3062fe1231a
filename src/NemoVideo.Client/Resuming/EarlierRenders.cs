using NemoVideo.Client.Journal;
using NemoVideo.Client.Rendering;

namespace NemoVideo.Client.Resuming;

/// <summary>Finds the render that an earlier process has submitted of a timeline as it still is.</summary>
internal sealed class EarlierRenders(OperationJournal journal, RenderJobs renders)
{
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
        return render is null ? null : await LookAsync(render.RenderId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The render; null where the service has none of this id, or where it came to nothing.</summary>
    private async Task<RenderJob?> LookAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var job = await renders.GetAsync(id, cancellationToken).ConfigureAwait(false);
            return job.Status == RenderStatus.Failed ? null : job;
        }
        catch (NemoException missing) when (RenderJobs.IsUnknownId(missing))
        {
            return null;
        }
    }
}
