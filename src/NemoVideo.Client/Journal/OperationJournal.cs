namespace NemoVideo.Client.Journal;

/// <summary>Announces operations before their requests are sent, and records their outcomes.</summary>
internal sealed class OperationJournal(IJournalStore store, TimeProvider time, Func<string, string> redact, Action<string> notice)
{
    // A stop must take effect within 200 ms. Uses real time, because another process can have the lock.
    private static readonly TimeSpan CanceledWriteTimeout = TimeSpan.FromMilliseconds(150);

    private int _hasFailed;

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Announces an operation. After it returns, the line is on the disk and the request may be sent.</summary>
    /// <exception cref="NemoException">The line can't be written: the request must not be sent.</exception>
    public Task<JournalOperation> BeginAsync(string kind, JsonObject fields, CancellationToken cancellationToken) =>
        AnnounceAsync(kind, JournalStep.Begun, fields, cancellationToken);

    /// <summary>Records something that has no outcome. After it returns, the line is on the disk.</summary>
    /// <inheritdoc cref="BeginAsync"/>
    public async Task RecordAsync(string kind, JsonObject fields, CancellationToken cancellationToken) =>
        await AnnounceAsync(kind, JournalStep.Done, fields, cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Records the progress of an operation. A failure to record it is a warning, because the caller still needs the response. After a
    /// cancellation by the caller, the record is written too, but the wait for another process is short.
    /// </summary>
    public async Task WriteAsync(JournalOperation operation, JournalStep step, JsonObject fields, CancellationToken caller)
    {
        using var timeout = new CancellationTokenSource();
        using var registration = caller.Register(() => timeout.CancelAfter(CanceledWriteTimeout));
        try
        {
            await store.AppendAsync(CreateLine(operation, step, fields), timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            // An operation without a recorded end has an unknown outcome and isn't repeated.
            notice("The outcome of the canceled request couldn't be recorded, because another process was using the module's journal. "
                + "The module treats the outcome as unknown.");
        }
        catch (NemoException failure)
        {
            Report(failure);
        }
    }

    /// <exception cref="NemoException">The journal can't be read.</exception>
    public async Task<JournalHistory> ReadAsync(CancellationToken cancellationToken) =>
        new(await store.ReadAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Reads the operations of all users and APIs on this computer. The service can make the module use a new anonymous user, but not make
    /// it forget the files that it uploaded before.
    /// </summary>
    /// <inheritdoc cref="ReadAsync"/>
    public async Task<JournalHistory> ReadAllAsync(CancellationToken cancellationToken) =>
        new(await store.ReadAllAsync(cancellationToken).ConfigureAwait(false));

    /// <inheritdoc cref="IJournalStore.CompactAsync"/>
    public Task CompactAsync() => store.CompactAsync();

    /// <summary>Warns once that an outcome couldn't be recorded or compared.</summary>
    public void Report(NemoException failure)
    {
        if (Interlocked.Exchange(ref _hasFailed, 1) == 0)
        {
            notice($"The outcome of a request couldn't be recorded. {failure.Message.TrimEnd('.')}. Before you retry the request, check "
                + $"whether it succeeded. {failure.NextStep}");
        }
    }

    private async Task<JournalOperation> AnnounceAsync(
        string kind, JournalStep step, JsonObject fields, CancellationToken cancellationToken)
    {
        // A request that is canceled before this point isn't announced.
        cancellationToken.ThrowIfCancellationRequested();
        var operation = new JournalOperation(this, kind, Guid.NewGuid().ToString("N"), cancellationToken);
        try
        {
            await store.AppendAsync(CreateLine(operation, step, fields), cancellationToken).ConfigureAwait(false);
            return operation;
        }
        catch (NemoException failure)
        {
            var undone = kind switch
            {
                JournalKind.Session => "The session wasn't created",
                JournalKind.Render => "The export wasn't started",
                JournalKind.Download => "The video wasn't downloaded",
                _ => "The file wasn't uploaded",
            };
            throw failure.Restate($"{undone}, because the module can't use its journal. {failure.Message}", failure.NextStep);
        }
    }

    private JsonObject CreateLine(JournalOperation operation, JournalStep step, JsonObject fields) =>
        JournalLine.Create(operation.Id, Now, step, operation.Kind, fields, redact);
}
