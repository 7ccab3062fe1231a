using System.Net;
using System.Runtime.CompilerServices;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Streaming;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Operations;

/// <summary>
/// One message from the state before it to the state after it. About 30 % of edits close the stream without a word: the
/// state tells what they did. A stream that broke is never answered by sending again (protocol section 5).
/// </summary>
internal sealed class EditOperation(MessageSender sender, StateReader states, ApiTransport transport, OperationJournal journal)
{
    public async IAsyncEnumerable<AgentEvent> RunAsync(
        string sessionId, string message, TimeSpan? timeout, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MessageText.Check(message);
        var start = transport.Time.GetTimestamp();
        var before = await states.GetAsync(sessionId, cancellationToken).ConfigureAwait(false);
        var operation = await journal.BeginMessageAsync(sessionId, message, before, cancellationToken).ConfigureAwait(false);
        await using var ending = operation.ConfigureAwait(false);
        var transcript = new EditTranscript();
        NemoException? broken = null;
        var events = sender.SendAsync(sessionId, message, timeout, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            var hasBegun = false;
            while (true)
            {
                try
                {
                    if (!await events.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }

                    hasBegun = true;
                }
                catch (NemoException exception) when (hasBegun || exception.Outcome == Outcome.Unknown)
                {
                    // The message is with the service, or may be: from here on this edit has an outcome, whatever it is.
                    broken = exception;
                    break;
                }
                catch (NemoException refused)
                {
                    await operation.FailedAsync(refused).ConfigureAwait(false);
                    throw;
                }

                var current = events.Current;
                transcript.Observe(current);
                yield return current;
            }
        }
        finally
        {
            await events.DisposeAsync().ConfigureAwait(false);
            if (transcript.Error is { } told)
            {
                // That is its outcome, also for who leaves at it, as -ErrorAction Stop does, and where the state cannot be read.
                await operation.DoneAsync(told, after: null).ConfigureAwait(false);
            }
        }

        var error = transcript.Error;
        var interruption = broken;
        var after = before;
        try
        {
            // A failure that was told is the outcome: nothing is waited for, whatever became of the stream behind it.
            after = broken is null || error is not null
                ? await ReadOutcomeAsync(before, expectsChange: error is null, cancellationToken).ConfigureAwait(false)
                : await RecoverAsync(before, broken, cancellationToken).ConfigureAwait(false);
            broken = null;

            // Before anything of it is handed on: a consumer may stop there. Where the outcome cannot be read, it stays unknown.
            await operation.DoneAsync(error, after).ConfigureAwait(false);
        }
        catch (NemoException exception)
        {
            broken = exception;
        }

        if (broken is not null)
        {
            var failure = new ErrorEvent(broken.Kind.ToString(), broken.Message) { Exception = broken };
            error ??= failure;
            yield return failure;
        }

        var difference = TimelineDifference.Between(before, after);
        if (!after.Matches(before))
        {
            yield return new TimelineEvent(after, difference.Changes);
        }

        yield return new EditResult(
            error is null ? EditStatus.Succeeded : EditStatus.Failed,
            transcript.Text,
            transcript.Tools,
            error,
            before,
            after,
            difference,
            transport.Time.GetElapsedTime(start))
        { Interruption = interruption };
    }

    /// <summary>The state after a stream that ended well. A failure to read it must not sound as if nothing had been sent.</summary>
    private async Task<TimelineState> ReadOutcomeAsync(TimelineState before, bool expectsChange, CancellationToken cancellationToken)
    {
        try
        {
            return await (expectsChange ? states.GetChangedAsync(before, cancellationToken) : states.GetAsync(before.SessionId, cancellationToken)).ConfigureAwait(false);
        }
        catch (NemoException exception)
        {
            throw exception.Restate(
                $"The message was sent and its stream has ended, but the timeline could not be read: {exception.Message}",
                "The edit may be done and charged. Check the session before you send the message again.",
                action: NemoAction.ReadState,
                target: before.SessionId);
        }
    }

    /// <summary>
    /// After a stream that broke: the edit may still complete, so the state is looked at until it shows it. What waiting cannot
    /// mend, such as an event over the size limit, is thrown on.
    /// </summary>
    private async Task<TimelineState> RecoverAsync(TimelineState before, NemoException broken, CancellationToken cancellationToken)
    {
        if (IsBroken(broken))
        {
            return await WaitForChangeAsync(before, broken, cancellationToken).ConfigureAwait(false);
        }

        // A deadline of ours, or a 5xx in place of the stream: no refusal, what stands behind it may be at work.
        if (broken is not NemoTimeoutException && !broken.IsServerError)
        {
            throw broken;
        }

        var after = await ReadOutcomeAsync(before, expectsChange: true, cancellationToken).ConfigureAwait(false);
        return !after.Matches(before) ? after
            : broken is NemoTimeoutException ? throw Unfinished(broken, $"{broken.Message} The timeline has not changed since.")
            : throw broken;
    }

    /// <summary>Waits long before each look, since the edit may take long; what two looks agree on is what it was to be.</summary>
    private async Task<TimelineState> WaitForChangeAsync(TimelineState before, NemoException broken, CancellationToken cancellationToken)
    {
        TimelineState? changed = null;
        var isRead = false;
        for (var look = 0; look <= transport.Limits.RecoveryCount; look++)
        {
            await transport.PauseAsync(look == 0 ? transport.Limits.RecoveryDelay : transport.Limits.RecoveryInterval, cancellationToken).ConfigureAwait(false);
            if (await TryReadAsync(before.SessionId, cancellationToken).ConfigureAwait(false) is not { } after)
            {
                continue;
            }

            isRead = true;
            if (after.Matches(before))
            {
                continue;
            }

            // The raw clip can come first and music and titles later.
            if (changed is not null && after.Matches(changed))
            {
                return after;
            }

            changed = after;
        }

        return changed ?? throw Unfinished(
            broken,
            isRead
                ? "The connection broke while the message was worked on, and the timeline has not changed since."
                : "The connection broke while the message was worked on, and the timeline could not be read since.");
    }

    private static NemoException Unfinished(NemoException broken, string message) => broken.Restate(
        message, "The edit may still complete: check the session later. The message was not sent again, because it would be charged again.", action: NemoAction.ReadState);

    /// <summary>The state; null where what broke the stream still keeps it from being read.</summary>
    private async Task<TimelineState?> TryReadAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            return await states.GetAsync(sessionId, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException failure) when (failure.IsTransient)
        {
            return null;
        }
    }

    private static bool IsBroken(NemoException exception) =>
        exception.Kind is NemoErrorKind.ConnectionLost
        || exception is { Kind: NemoErrorKind.ServiceFailure, StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout };
}
