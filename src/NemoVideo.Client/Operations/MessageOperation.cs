using System.Runtime.CompilerServices;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Streaming;

namespace NemoVideo.Client.Operations;

/// <summary>Sends a message that the journal knows of, and looks at no state.</summary>
internal sealed class MessageOperation(MessageSender sender, OperationJournal journal)
{
    public async IAsyncEnumerable<AgentEvent> SendAsync(
        string sessionId, string message, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MessageText.Check(message);
        var operation = await journal.BeginMessageAsync(sessionId, message, before: null, cancellationToken).ConfigureAwait(false);
        await using var ending = operation.ConfigureAwait(false);
        ErrorEvent? error = null;
        var events = sender.SendAsync(sessionId, message, timeout: null, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await NextAsync(events, operation).ConfigureAwait(false))
            {
                error ??= events.Current as ErrorEvent;
                yield return events.Current;
            }
        }
        finally
        {
            await events.DisposeAsync().ConfigureAwait(false);
        }

        await operation.DoneAsync(error, after: null).ConfigureAwait(false);
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<AgentEvent> events, JournalOperation operation)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (NemoException failure)
        {
            await operation.FailedAsync(failure).ConfigureAwait(false);
            throw;
        }
    }
}
