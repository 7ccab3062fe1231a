using System.Text.Json.Nodes;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Storage;
using NemoVideo.Client.Streaming;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Operations;

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

    /// <summary>The service has done what was asked, or told a failure of it.</summary>
    /// <param name="operation">The message.</param>
    /// <param name="error">The failure; null where there was none.</param>
    /// <param name="after">The state after it; null where it was not read.</param>
    public static Task DoneAsync(this JournalOperation operation, ErrorEvent? error, TimelineState? after) => operation.DoneAsync(
        new JsonObject
        {
            ["status"] = error is null ? "succeeded" : "failed",
            ["after"] = after?.Fingerprint,
            ["reason"] = error?.Exception?.Kind == NemoErrorKind.OutOfCredits ? MessageEntry.CreditsReason : null,
        });
}
