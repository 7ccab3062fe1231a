using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Streaming;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Resuming;

/// <summary>
/// Sends a message unless an earlier process has. Where that one died before it knew, the timeline tells whether the message came
/// to anything; where it does not, or the journal has lost the session, that is a failure that says so: sending it again could be
/// charged again. One that the service told a failure of is sent once more, but not on top of what came of it.
/// </summary>
internal sealed class EarlierMessages(OperationJournal journal, StateReader states, ApiTransport transport, EditOperation edits, Action<string> notice)
{
    private const int MaxFailures = 2;

    public async IAsyncEnumerable<AgentEvent> RunAsync(
        string sessionId, string message, TimeSpan? timeout, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var start = transport.Time.GetTimestamp();
        var history = await journal.ReadAsync(cancellationToken).ConfigureAwait(false);
        var sent = history.FindMessages(sessionId, message);
        var earlier = sent.Count > 0 ? sent[sent.Count - 1] : null;
        var state = await states.GetAsync(sessionId, cancellationToken).ConfigureAwait(false);
        if (earlier?.Status == EditStatus.Failed && earlier.FingerprintBefore == state.Fingerprint)
        {
            // It may lag behind what was done before the failure.
            state = await states.GetChangedAsync(state, cancellationToken).ConfigureAwait(false);
        }

        var maySend = earlier is null
            ? history.IsComplete(sessionId)
            : earlier.Status == EditStatus.Failed && earlier.FingerprintBefore == state.Fingerprint
                && sent.Count(static entry => entry is { Status: EditStatus.Failed, FailedForLackOfCredits: false }) < MaxFailures;
        if (maySend)
        {
            await foreach (var current in edits.RunAsync(sessionId, message, timeout, cancellationToken).ConfigureAwait(false))
            {
                yield return current;
            }

            yield break;
        }

        (state, var error) = earlier switch
        {
            null => (state, Forgotten(sessionId)),
            { Status: EditStatus.Failed } => (state, Failed(sessionId, isAsBefore: earlier.FingerprintBefore == state.Fingerprint)),
            { Step: JournalStep.Done } => (state, null),
            _ => await FindOutcomeAsync(earlier, state, timeout, cancellationToken).ConfigureAwait(false),
        };
        if (error is not null)
        {
            yield return error;
        }

        yield return new EditResult(
            error is null ? EditStatus.Succeeded : EditStatus.Failed,
            "",
            [],
            error,
            state,
            state,
            TimelineDifference.Between(state, state),
            transport.Time.GetElapsedTime(start))
        { IsResumed = true };
    }

    private async Task<(TimelineState State, ErrorEvent? Error)> FindOutcomeAsync(
        MessageEntry earlier, TimelineState state, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        // A stream that is that old is over: what it was to do is done, or will never be. A short one may end here before it does there.
        var sessionId = state.SessionId;
        var longestStream = timeout > transport.Limits.StreamTimeout ? timeout.Value : transport.Limits.StreamTimeout;
        var isOver = journal.Now - earlier.BegunAt > longestStream;
        if (!isOver)
        {
            var limits = transport.Limits;
            var longest = limits.RecoveryDelay + TimeSpan.FromTicks(limits.RecoveryInterval.Ticks * limits.RecoveryCount);
            notice($"An earlier process was sending a message to the session '{sessionId}' when it ended. The timeline is looked at until it tells what became of it, for at most {RateLimit.Format(longest)}.");
        }

        for (var look = 0; look <= transport.Limits.RecoveryCount && !isOver; look++)
        {
            await transport.PauseAsync(look == 0 ? transport.Limits.RecoveryDelay : transport.Limits.RecoveryInterval, cancellationToken).ConfigureAwait(false);
            var next = await states.GetAsync(sessionId, cancellationToken).ConfigureAwait(false);

            // The raw clip can come first and music and titles later: two looks must agree.
            isOver = HasChanged(earlier, next) && next.Matches(state);
            state = next;
        }

        if (!HasChanged(earlier, state))
        {
            return (state, Unknown(sessionId));
        }

        await new JournalOperation(journal, JournalKind.Message, earlier.Id, cancellationToken).DoneAsync(error: null, state).ConfigureAwait(false);
        return (state, null);
    }

    private static bool HasChanged(MessageEntry earlier, TimelineState state) =>
        earlier.FingerprintBefore is { } before && before != state.Fingerprint;

    private static ErrorEvent Unknown(string sessionId) => NotSent(
        sessionId,
        NemoErrorKind.ConnectionLost,
        "An earlier process was sending this message when it ended, and the timeline has not changed since: whether the service took it cannot be known.");

    private static ErrorEvent Forgotten(string sessionId) => NotSent(
        sessionId,
        NemoErrorKind.ConnectionLost,
        "The journal has forgotten this session, such as for want of room, since it was found in it: whether this message was sent before cannot be known.");

    private static ErrorEvent Failed(string sessionId, bool isAsBefore) => NotSent(
        sessionId,
        NemoErrorKind.ServiceFailure,
        isAsBefore
            ? $"The service has told a failure of this message {MaxFailures} times."
            : "The service told a failure of this message when it was sent before, but the timeline has changed since: some of it may be done.");

    private static ErrorEvent NotSent(string sessionId, NemoErrorKind kind, string sentence)
    {
        // The ID comes from the service: it must not end the quotation. PowerShell takes typographic apostrophes as quotes too.
        var session = Regex.Replace(sessionId, "['\u2018-\u201B]", "$0$0");
        var failure = new NemoException(
            kind,
            sentence,
            $"It was not sent again, since it could be charged again. Look at Get-NemoState -Session '{session}'. Where it is not done, send it from another PowerShell with Invoke-NemoEdit -Session '{session}'; where it is, use Start-NemoExport -Session '{session}', and move the clip away.");
        return new ErrorEvent(failure.Kind.ToString(), failure.Message) { Exception = failure };
    }
}
