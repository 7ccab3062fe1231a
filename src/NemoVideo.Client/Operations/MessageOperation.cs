using System.Runtime.CompilerServices;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Streaming;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Operations;

/// <summary>Sends a message that is recorded in the journal, without reading the state.</summary>
internal sealed class MessageOperation(MessageSender sender, OperationJournal journal)
{
    public async IAsyncEnumerable<AgentEvent> SendAsync(
        string sessionId, string message, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MessageText.Check(message);
        var operation = await journal.BeginMessageAsync(sessionId, message, before: null, cancellationToken).ConfigureAwait(false);
        await using var ending = operation.ConfigureAwait(false);
        ErrorEvent? error = null;
        var events = sender.SendAsync(sessionId, message, timeout: null, progress: null, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var closing = events.ConfigureAwait(false);
        while (await operation.RunAsync(() => events.MoveNextAsync().AsTask()).ConfigureAwait(false))
        {
            error ??= events.Current as ErrorEvent;
            yield return events.Current;
        }

        await operation.DoneAsync(error, after: null).ConfigureAwait(false);
    }
}

/// <summary>The journal records of messages. If the process is killed, they show whether a message was sent and charged.</summary>
internal static class MessageJournal
{
    /// <summary>Announces a message with its hash and an excerpt. <paramref name="before"/> is null if the state wasn't read.</summary>
    public static Task<JournalOperation> BeginMessageAsync(
        this OperationJournal journal, string sessionId, string message, TimelineState? before, CancellationToken cancellationToken)
    {
        var fields = new JsonObject
        {
            ["session"] = sessionId,
            ["text"] = JournalText.Excerpt(journal.Redact(message)),
            ["sha256"] = ContentHash.OfText(message),
            ["before"] = before?.Fingerprint,
        };
        return journal.BeginAsync(JournalKind.Message, fields, cancellationToken);
    }

    /// <summary>Records that the service completed the edit or reported an error.</summary>
    public static Task DoneAsync(this JournalOperation operation, ErrorEvent? error, TimelineState? after)
    {
        var reason = error?.Exception?.Kind == NemoErrorKind.OutOfCredits ? MessageEntry.CreditsReason : null;
        var status = error is null ? "succeeded" : "failed";
        return operation.DoneAsync(new JsonObject { ["status"] = status, ["after"] = after?.Fingerprint, ["reason"] = reason });
    }
}
