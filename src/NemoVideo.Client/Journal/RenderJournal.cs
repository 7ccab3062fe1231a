using System.Text.Json.Nodes;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Journal;

/// <summary>
/// The renders of a journal: announced when they are submitted, and completed by whoever first sees what became of them, once,
/// though a render is looked at again and again.
/// </summary>
internal sealed class RenderJournal(OperationJournal journal)
{
    private const string Cancelled = "cancelled";

    // A submit that is that old is over, whatever its deadline was.
    private static readonly TimeSpan LongestSubmit = TimeSpan.FromMinutes(15);

    // How many renders that have ended are remembered. One that is not, and is looked at again, is read from the journal.
    private const int EndedCount = 1000;

    // By each of its ids: the render while something can still be written of it.
    private readonly Dictionary<string, RenderEntry> _open = new(StringComparer.Ordinal);
    private readonly RecentIds _ended = new(EndedCount);

    public Task<JournalOperation> BeginAsync(string id, string sessionId, string format, string quality, CancellationToken cancellationToken) => journal.BeginAsync(
        JournalKind.Render,
        new JsonObject { ["session"] = sessionId, ["render"] = id, ["format"] = format, ["quality"] = quality },
        cancellationToken);

    /// <summary>The service has taken it, perhaps under an id of its own.</summary>
    public Task SubmittedAsync(JournalOperation operation, string id, RenderJob job)
    {
        Remember(job.IsFinished ? null : Entry(operation, id, job), id, job.Id);
        return operation.DoneAsync(new JsonObject { ["job"] = job.Id, ["status"] = WordOf(job.Status) });
    }

    /// <summary>It was looked at under an id, which the answer need not repeat as it was.</summary>
    public async Task SeenAsync(string id, RenderJob job, CancellationToken cancellationToken)
    {
        if (job.IsFinished && await TakeAsync(id, static _ => true, cancellationToken).ConfigureAwait(false) is { } open)
        {
            await EndAsync(open, JournalStep.Done, WordOf(job.Status), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The service has agreed to cancel it.</summary>
    public async Task CancelledAsync(string id, CancellationToken cancellationToken)
    {
        if (await TakeAsync(id, static _ => true, cancellationToken).ConfigureAwait(false) is { } open)
        {
            await EndAsync(open, JournalStep.Done, Cancelled, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The service has none of this id: where it was not clear whether the submit had come about, it had not.</summary>
    public async Task MissingAsync(string id, CancellationToken cancellationToken)
    {
        if (await TakeAsync(id, entry => entry.IsOpen && journal.Now - entry.BegunAt > LongestSubmit, cancellationToken).ConfigureAwait(false) is { } open)
        {
            await EndAsync(open, JournalStep.Failed, status: null, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string WordOf(RenderStatus status) => status.ToString().ToLowerInvariant();

    private static RenderEntry Entry(JournalOperation operation, string id, RenderJob job) => new(
        operation.Id, JournalStep.Done, default, null, null, job.Id, id, null, null, job.Status, IsCancelled: false);

    private static bool CanChange(RenderEntry entry) => !entry.IsLost && entry.Status != RenderStatus.Completed;

    private Task EndAsync(RenderEntry entry, JournalStep step, string? status, CancellationToken caller) => journal.WriteAsync(
        new JournalOperation(journal, JournalKind.Render, entry.Id, caller), step, new JsonObject { ["status"] = status }, caller);

    /// <summary>The render that is to be ended, by this caller alone; null where there is nothing to end.</summary>
    private async Task<RenderEntry?> TakeAsync(string id, Func<RenderEntry, bool> isMeant, CancellationToken cancellationToken)
    {
        if (!IsKnown(id))
        {
            // Another process began it, or it is none of this computer's: the journal is read once for all of them.
            await LearnAsync(id, cancellationToken).ConfigureAwait(false);
        }

        lock (_open)
        {
            if (!_open.TryGetValue(id, out var open) || !isMeant(open))
            {
                return null;
            }

            foreach (var ended in new[] { open.RenderId, open.SubmittedId })
            {
                _open.Remove(ended);
                _ended.Add(ended);
            }

            return open;
        }
    }

    private bool IsKnown(string id)
    {
        lock (_open)
        {
            return _open.ContainsKey(id) || _ended.Contains(id);
        }
    }

    private async Task LearnAsync(string id, CancellationToken cancellationToken)
    {
        JournalHistory? history = null;
        try
        {
            history = await journal.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException failure)
        {
            // The look at the render has its answer, whatever is the matter with the journal.
            journal.Report(failure);
        }

        foreach (var entry in history?.Entries.OfType<RenderEntry>().Where(CanChange) ?? [])
        {
            Remember(entry, entry.SubmittedId, entry.RenderId);
        }

        Remember(null, id, id);
    }

    /// <summary>What is known already is known better: this process saw it later than it read the file.</summary>
    private void Remember(RenderEntry? entry, string submittedId, string renderId)
    {
        lock (_open)
        {
            foreach (var id in new[] { submittedId, renderId }.Where(id => !IsKnown(id)))
            {
                if (entry is null)
                {
                    _ended.Add(id);
                }
                else
                {
                    _open.Add(id, entry);
                }
            }
        }
    }
}
