using System.Text.Json.Nodes;
using NemoVideo.Client.Editing;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Journal;

/// <summary>Announces messages: they are charged, so whether one was sent must be known after any end of the process.</summary>
internal static class MessageJournal
{
    /// <param name="journal">The journal.</param>
    /// <param name="sessionId">The session.</param>
    /// <param name="message">The message. Only its beginning and its hash are written.</param>
    /// <param name="before">The state before it; null where it was not read.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static Task<JournalOperation> BeginMessageAsync(
        this OperationJournal journal, string sessionId, string message, TimelineState? before, CancellationToken cancellationToken) => journal.BeginAsync(
            JournalKind.Message,
            new JsonObject
            {
                ["session"] = sessionId,
                ["text"] = JournalText.Excerpt(journal.WithoutSecrets(message)),
                ["sha256"] = ContentHash.OfText(message),
                ["before"] = before?.Fingerprint,
            },
            cancellationToken);

    /// <summary>The service has done or refused what was asked, and said so.</summary>
    public static Task DoneAsync(this JournalOperation operation, EditStatus status, TimelineState? after) => operation.DoneAsync(
        new JsonObject { ["status"] = status == EditStatus.Succeeded ? "succeeded" : "failed", ["after"] = after?.Fingerprint });
}
