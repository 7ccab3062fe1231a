using System.Text.Json.Nodes;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Journal;

/// <summary>Announces operations before their requests are sent, and writes down what became of them.</summary>
/// <param name="store">Where the lines go.</param>
/// <param name="time">The connection's clock.</param>
/// <param name="clean">Takes the token out of a text.</param>
/// <param name="notice">Told, once, that ends can no longer be written.</param>
internal sealed class OperationJournal(IJournalStore store, TimeProvider time, Func<string, string> clean, Action<string> notice)
{
    // A stop has 200 ms. On the real clock, as the lock is that another process may hold.
    private static readonly TimeSpan PatienceOfAStop = TimeSpan.FromMilliseconds(150);

    private int _hasFailed;

    /// <summary>The clock of all entries.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>A text as the journal may hold it.</summary>
    public string WithoutSecrets(string text) => clean(text);

    /// <summary>Announces an operation: when this ends well, the line is on the disk, and the request may go out.</summary>
    /// <exception cref="NemoException">It cannot be written: the request must not be sent.</exception>
    public async Task<JournalOperation> BeginAsync(string kind, JsonObject fields, CancellationToken cancellationToken)
    {
        // A request that is cancelled before it is announced is none.
        cancellationToken.ThrowIfCancellationRequested();
        var operation = new JournalOperation(this, kind, Guid.NewGuid().ToString("N"), cancellationToken);
        try
        {
            await store.AppendAsync(CreateLine(operation, JournalStep.Begun, fields), cancellationToken).ConfigureAwait(false);
            return operation;
        }
        catch (NemoException failure)
        {
            throw failure.Restate($"Nothing was sent: {failure.Message}", failure.NextStep);
        }
    }

    /// <summary>Writes what became of an operation so far. Where that fails, the answer that it is about is not lost with it.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="step">Its end, or its beginning where more is known of it.</param>
    /// <param name="fields">What is known of it now.</param>
    /// <param name="caller">A cancel is one of the ends that are written, but who cancels does not wait long for another process.</param>
    public async Task WriteAsync(JournalOperation operation, JournalStep step, JsonObject fields, CancellationToken caller)
    {
        using var patience = new CancellationTokenSource();
        using var stopping = caller.Register(static source => ((CancellationTokenSource)source!).CancelAfter(PatienceOfAStop), patience);
        try
        {
            await store.AppendAsync(CreateLine(operation, step, fields), patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // Left open, it is read as one of which nothing is known: nothing is done twice for that.
            notice("Another process holds the journal, so what became of the call that was stopped is not in it; it is taken for unknown.");
        }
        catch (NemoException failure)
        {
            Report(failure);
        }
    }

    /// <exception cref="NemoException">The journal cannot be read.</exception>
    public async Task<JournalHistory> ReadAsync(CancellationToken cancellationToken) =>
        new(await store.ReadAsync(cancellationToken).ConfigureAwait(false));

    /// <summary>Drops the oldest operations at the end of a run, if there are too many. Never fails.</summary>
    /// <param name="isInUse">Whether another run may still look something up; then nothing is dropped.</param>
    public Task CompactAsync(Func<bool> isInUse) => store.CompactAsync(isInUse);

    /// <summary>Tells, once, that what the service answered could not be written down or compared.</summary>
    public void Report(NemoException failure)
    {
        if (Interlocked.Exchange(ref _hasFailed, 1) == 0)
        {
            notice($"What the service answered is not in the journal: {failure.Message} {failure.NextStep}");
        }
    }

    private JsonObject CreateLine(JournalOperation operation, JournalStep step, JsonObject fields) =>
        JournalLine.Create(operation.Id, Now, step, operation.Kind, fields, clean);
}
