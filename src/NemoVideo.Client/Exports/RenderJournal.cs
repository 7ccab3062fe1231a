using NemoVideo.Client.Journal;

namespace NemoVideo.Client.Exports;

/// <summary>The renders of a journal: announced by the submit, and completed by the first call that reads their final status.</summary>
#pragma warning disable CA1001 // The semaphore needs no disposal.
internal sealed class RenderJournal(OperationJournal journal)
{
#pragma warning restore CA1001
    private const int MaxEndedIds = 1000;
    private const string Canceled = "cancelled";

    // Longer than any submit can take. A render that is missing after this time was never created.
    private static readonly TimeSpan MaxSubmitTime = TimeSpan.FromMinutes(15);

    // Renders without a recorded end, by each of their IDs.
    private readonly Dictionary<string, RenderEntry> _open = new(StringComparer.Ordinal);

    private readonly SemaphoreSlim _submitted = new(1, 1);

    // An ended render that is no longer in this set is read from the journal again.
    private readonly RecentIds _ended = new(MaxEndedIds);

    public Task<JournalOperation> BeginAsync(
        string id, string sessionId, string fingerprint, RenderOutput output, CancellationToken cancellationToken)
    {
        var fields = new JsonObject
        {
            ["session"] = sessionId,
            ["render"] = id,
            ["fingerprint"] = fingerprint,
            ["format"] = output.Format,
            ["quality"] = output.Quality,
            ["options"] = output.Options,
        };
        return journal.BeginAsync(JournalKind.Render, fields, cancellationToken);
    }

    /// <summary>
    /// Records that the service accepted the submit. The service may assign its own ID, but not that of another render, because the ID
    /// selects the file of the video. Returns the render with the ID that was recorded.
    /// </summary>
    public async Task<RenderJob> SubmittedAsync(
        JournalOperation operation, string id, RenderJob submitted, CancellationToken cancellationToken)
    {
        // Otherwise, two submits at the same time could get the same ID.
        await _submitted.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var job = submitted.Id == id || await IsNewAsync(submitted.Id, cancellationToken).ConfigureAwait(false)
                ? submitted : submitted with { Id = id };
            var entry = new RenderEntry(operation.Id, JournalStep.Done, default, null, null, job.Id, id, null, null, job.Status, false);
            Remember(job.IsFinished ? null : entry, id, job.Id);
            var fields = new JsonObject { ["job"] = job.Id, ["status"] = JournalLine.NameOf(job.Status) };
            await operation.DoneAsync(fields).ConfigureAwait(false);
            return job;
        }
        finally
        {
            _submitted.Release();
        }
    }

    /// <summary>Records a status that was read with this ID. After a cancellation, only one that has a video.</summary>
    public Task PolledAsync(string id, RenderJob job, CancellationToken cancellationToken) =>
        job.Status == RenderStatus.Canceled ? CancelledAsync(id, cancellationToken)
        : job.IsFinished
        ? EndAsync(
            id,
            entry => !entry.IsCancelled || job.Status == RenderStatus.Completed,
            JournalStep.Done,
            JournalLine.NameOf(job.Status),
            cancellationToken)
        : Task.CompletedTask;

    /// <summary>Records that the service confirmed the cancellation.</summary>
    public Task CancelledAsync(string id, CancellationToken cancellationToken) =>
        EndAsync(id, static entry => !entry.IsCancelled, JournalStep.Done, Canceled, cancellationToken);

    /// <summary>Records that the service doesn't have the ID, so that a submit with an unknown outcome had no effect.</summary>
    public Task MissingAsync(string id, CancellationToken cancellationToken) => EndAsync(
        id, entry => entry is { IsOpen: true, IsCancelled: false } && journal.Now - entry.BegunAt > MaxSubmitTime,
        JournalStep.Failed, status: null, cancellationToken);

    /// <summary>
    /// Records the end of an open render that meets the condition. If calls are concurrent, only one of them records it. A canceled render
    /// stays open, because the service can complete it anyway.
    /// </summary>
    private async Task EndAsync(
        string id, Func<RenderEntry, bool> condition, JournalStep step, string? status, CancellationToken cancellationToken)
    {
        if (!IsKnown(id))
        {
            await LoadAsync(id, cancellationToken).ConfigureAwait(false);
        }

        RenderEntry? entry;
        lock (_open)
        {
            if (!_open.TryGetValue(id, out entry) || !condition(entry))
            {
                return;
            }

            foreach (var ended in new[] { entry.RenderId, entry.SubmittedId })
            {
                if (status == Canceled)
                {
                    _open[ended] = entry with { IsCancelled = true };
                }
                else
                {
                    _open.Remove(ended);
                    _ended.Add(ended);
                }
            }
        }

        var operation = new JournalOperation(journal, JournalKind.Render, entry.Id, cancellationToken);
        await journal.WriteAsync(operation, step, new JsonObject { ["status"] = status }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether no render of the journal has the ID. False if the journal can't be read: the submitted ID then remains.</summary>
    private async Task<bool> IsNewAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return (await journal.ReadAsync(cancellationToken).ConfigureAwait(false)).FindRender(id) is null;
        }
        catch (Exception exception) when (exception is NemoException or OperationCanceledException)
        {
            return false;
        }
    }

    private bool IsKnown(string id)
    {
        lock (_open)
        {
            return _open.ContainsKey(id) || _ended.Contains(id);
        }
    }

    /// <summary>Reads the renders of other processes. An ID that isn't in the journal is treated as ended.</summary>
    private async Task LoadAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var renders = (await journal.ReadAsync(cancellationToken).ConfigureAwait(false)).Entries.OfType<RenderEntry>();
            foreach (var entry in renders.Where(static entry => !entry.IsLost && entry.Status != RenderStatus.Completed))
            {
                Remember(entry, entry.SubmittedId, entry.RenderId);
            }
        }
        catch (NemoException failure)
        {
            // The caller has the service's response, even if the journal can't be read.
            journal.Report(failure);
        }

        Remember(null, id, id);
    }

    /// <summary>Adds IDs that aren't known yet: this process's own information is newer than the journal's.</summary>
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

/// <summary>A set of the latest IDs that were added.</summary>
internal sealed class RecentIds(int capacity)
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public bool Contains(string id) => _ids.Contains(id);

    public void Add(string id)
    {
        if (_ids.Add(id))
        {
            _order.Enqueue(id);
            if (_order.Count > capacity)
            {
                _ids.Remove(_order.Dequeue());
            }
        }
    }
}
