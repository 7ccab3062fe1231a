namespace NemoVideo.Client.Journal;

/// <summary>An announced operation. Only its first end is recorded. If there is none, disposing records an unknown outcome.</summary>
internal sealed class JournalOperation(OperationJournal journal, string kind, string id, CancellationToken caller) : IAsyncDisposable
{
    private bool _isEnded;

    public string Kind => kind;

    public string Id => id;

    /// <summary>Adds fields before the end.</summary>
    public Task NoteAsync(JsonObject fields) => journal.WriteAsync(this, JournalStep.Begun, fields, caller);

    /// <summary>Sends the operation's request, and records the end if it fails.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> request)
    {
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (NemoException failure)
        {
            await FailedAsync(failure).ConfigureAwait(false);
            throw;
        }
    }

    public Task DoneAsync(JsonObject? fields = null) => EndAsync(JournalStep.Done, fields);

    public Task FailedAsync() => EndAsync(JournalStep.Failed);

    /// <summary>Ends the operation as failed, or as unknown if the request may have taken effect.</summary>
    public Task FailedAsync(Exception failure) => EndAsync(
        failure is NemoException { Outcome: Outcome.NotDone, Kind: not NemoErrorKind.Closed } ? JournalStep.Failed : JournalStep.Unknown);

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
