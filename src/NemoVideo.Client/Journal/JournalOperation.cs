using System.Text.Json.Nodes;

namespace NemoVideo.Client.Journal;

/// <summary>
/// One operation that was announced. Its first end counts; where it is left without one, what became of it is not known.
/// </summary>
/// <param name="journal">Where it was announced.</param>
/// <param name="kind">What it is.</param>
/// <param name="id">Its own id.</param>
/// <param name="caller">Who waits for it: once that ends, its end is not waited for much longer.</param>
internal sealed class JournalOperation(OperationJournal journal, string kind, string id, CancellationToken caller) : IAsyncDisposable
{
    private bool _isEnded;

    public string Kind => kind;

    public string Id => id;

    /// <summary>Adds what is known before the end.</summary>
    public Task NoteAsync(JsonObject fields) => journal.WriteAsync(this, JournalStep.Begun, fields, caller);

    public Task DoneAsync(JsonObject? fields = null) => EndAsync(JournalStep.Done, fields);

    public Task FailedAsync() => EndAsync(JournalStep.Failed);

    /// <summary>Ends it as a failure says.</summary>
    public Task FailedAsync(Exception failure) => EndAsync(JournalOutcome.Of(failure));

    public async ValueTask DisposeAsync() => await EndAsync(JournalStep.Unknown).ConfigureAwait(false);

    private Task EndAsync(JournalStep step, JsonObject? fields = null)
    {
        if (_isEnded)
        {
            return Task.CompletedTask;
        }

        _isEnded = true;
        return journal.WriteAsync(this, step, fields ?? [], caller);
    }
}
