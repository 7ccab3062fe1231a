using System.Runtime.CompilerServices;
using NemoVideo.Client.Streaming;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Operations;

/// <summary>Sends a message once and compares the states, because about 30 % of edits have no other result (protocol section 5).</summary>
internal sealed class EditOperation(MessageSender sender, StateReader states, ApiTransport transport)
{
    /// <summary>Returns the events; the last one is the result.</summary>
    /// <remarks>
    /// Calls <paramref name="sending"/> with the state right before each attempt to send the message, and <paramref name="rejected"/> if the
    /// service rejected an attempt and the message will be sent again. After a pause, the state is read again: a change in between isn't an
    /// effect of the next attempt.
    /// </remarks>
    public async IAsyncEnumerable<AgentEvent> RunAsync(
        string sessionId, string message, TimeSpan? timeout, IProgress<EditPhase>? progress, Action<TimelineState>? sending,
        Action? rejected, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MessageText.Check(message);
        progress?.Report(EditPhase.Preparing);
        var start = transport.Time.GetTimestamp();
        var before = await states.GetCurrentAsync(sessionId, cancellationToken).ConfigureAwait(false);
        var transcript = new EditTranscript();
        NemoException? interruption = null;
        progress?.Report(EditPhase.Sending);
        var events = sender
            .SendAsync(sessionId, message, timeout, progress, PrepareAsync, rejected, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        try
        {
            for (var hasBegun = false; ; hasBegun = true)
            {
                try
                {
                    if (!await events.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }
                }
                catch (NemoException exception) when (hasBegun || exception.Outcome == Outcome.Unknown)
                {
                    // The service may have received the message, so the edit has an outcome.
                    interruption = exception;
                    break;
                }

                if (transcript.Observe(events.Current))
                {
                    yield return events.Current;
                }
            }
        }
        finally
        {
            await events.DisposeAsync().ConfigureAwait(false);
        }

        progress?.Report(EditPhase.Checking);
        var error = transcript.Error;
        var after = before;
        ErrorEvent? late = null;
        var isUnresolved = false;
        try
        {
            // A reported error is the outcome, even if the stream was interrupted after it. The state may be unchanged.
            var (possible, failure) = (transcript.PossibleError, ReadFailure(interruption));
            var isOver = interruption is null || (failure ?? error ?? transcript.EmptyResponse) is not null || possible?.Exception is not null;
            var expectsChange = error is null && (interruption is not null || !transcript.IsTextOnly);
            after = isOver
                ? await ReadOutcomeAsync(before, expectsChange, cancellationToken).ConfigureAwait(false)
                : await RecoverAsync(before, interruption!, cancellationToken).ConfigureAwait(false);

            // The list of generated media can contain the attempt that failed.
            var isChanged = possible is null ? !after.Matches(before) : !after.MatchesTimeline(before);
            late = failure ?? (
                error is not null ? (possible is { Exception: not null } && possible.Message == error.Message ? possible : null)
                : isChanged ? (transcript.HasRunTool ? null : transcript.EmptyResponse)
                : Describe(possible) ?? transcript.EmptyResponse);
            error = late ?? error;
        }
        catch (NemoException exception)
        {
            late = new ErrorEvent(exception.Kind.ToString(), exception.Message) { Exception = exception };
            isUnresolved = error is null;
        }

        if (late is not null)
        {
            error ??= late;
            yield return late;
        }

        var difference = TimelineDifference.Between(before, after);
        if (!after.Matches(before))
        {
            states.Edits.Add(sessionId, before.Fingerprint, after.Fingerprint);
            yield return new TimelineEvent(after, difference.Changes);
        }

        var (status, duration) = (error is null ? EditStatus.Succeeded : EditStatus.Failed, transport.Time.GetElapsedTime(start));
        yield return new EditResult(status, transcript.Text, transcript.Tools, error, before, after, difference, duration)
        { Interruption = interruption, IsUnresolved = isUnresolved };

        async Task PrepareAsync(bool isDelayed)
        {
            before = isDelayed ? await ReadAgainAsync(sessionId, cancellationToken).ConfigureAwait(false) : before;
            sending?.Invoke(before);
        }
    }

    /// <summary>Reads the state again. If that fails, the outcome of the message is known: it was not sent, or it was rejected.</summary>
    private async Task<TimelineState> ReadAgainAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            return await states.GetCurrentAsync(sessionId, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException failure) when (failure.Outcome == Outcome.Unknown)
        {
            throw failure.RestateNotDone($"The message was not sent, because the timeline couldn't be read: {failure.Message}", "Try again later.");
        }
    }

    /// <summary>Reads the state after a complete stream. If that fails, the error states that the message was sent.</summary>
    private async Task<TimelineState> ReadOutcomeAsync(TimelineState before, bool expectsChange, CancellationToken cancellationToken)
    {
        try
        {
            return expectsChange
                ? await states.GetChangedAsync(before, cancellationToken).ConfigureAwait(false)
                : await states.GetAfterReplyAsync(before, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException exception)
        {
            throw exception.Restate(
                $"The message was sent, but the timeline couldn't be read afterward: {exception.Message}",
                "The service may have made the edit and charged for it. Check the session before you send the message again.",
                action: NemoAction.ReadState,
                target: before.SessionId);
        }
    }

    /// <summary>
    /// Polls the state after an interrupted stream, because the edit may still complete. Throws if the outcome stays unknown.
    /// </summary>
    private async Task<TimelineState> RecoverAsync(TimelineState before, NemoException interruption, CancellationToken cancellationToken)
    {
        if (interruption is { Kind: NemoErrorKind.ConnectionLost }
            or { Kind: NemoErrorKind.ServiceFailure, StatusCode: HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout })
        {
            return await WaitForChangeAsync(before, interruption, cancellationToken).ConfigureAwait(false);
        }

        // After a timeout, a server error, or a response that isn't a stream, the service may still be working on the edit.
        var isTimeout = interruption is NemoTimeoutException;
        if (!isTimeout && !interruption.IsServerError && interruption.Kind != NemoErrorKind.InvalidResponse)
        {
            throw interruption;
        }

        var after = await ReadOutcomeAsync(before, expectsChange: true, cancellationToken).ConfigureAwait(false);
        return !after.Matches(before) ? after
            : throw (isTimeout ? Unfinished(before, interruption, $"{interruption.Message} The timeline has not changed yet.") : interruption);
    }

    /// <summary>Polls with long intervals, because the edit can take long, until two consecutive changed states are equal.</summary>
    private async Task<TimelineState> WaitForChangeAsync(
        TimelineState before, NemoException interruption, CancellationToken cancellationToken)
    {
        var limits = transport.Limits;
        var unreachable = new UnreachableTimer(limits.UnreachableTimeout, transport.Time);
        await transport.PauseAsync(limits.RecoveryDelay, cancellationToken).ConfigureAwait(false);
        var first = await PollChangeAsync(before, default, unreachable, cancellationToken).ConfigureAwait(false);
        var last = await transport.PollUntilAsync(
            first, previous => PollChangeAsync(before, previous, unreachable, cancellationToken), static poll => poll.IsFinal,
            limits.RecoveryCount, limits.RecoveryInterval, cancellationToken).ConfigureAwait(false);
        var problem = last.IsRead ? "has not changed" : "couldn't be read afterward"
            + (last.IsFinal ? $", because the service couldn't be reached for {RateLimit.Format(unreachable.Limit)}" : "");
        return last.Changed ?? throw Unfinished(
            before, interruption, $"The connection was lost while the service was processing the message. The timeline {problem}.");
    }

    private async Task<RecoveryPoll> PollChangeAsync(
        TimelineState before, RecoveryPoll previous, UnreachableTimer unreachable, CancellationToken cancellationToken)
    {
        try
        {
            var state = await states.GetAsync(before.SessionId, cancellationToken).ConfigureAwait(false);

            unreachable.Observe(null);

            // The raw clip can appear first, and music and titles later.
            return state.Matches(before) || states.Edits.IsOutdated(state)
                ? previous with { IsRead = true }
                : new RecoveryPoll(state, IsRead: true, IsFinal: previous.Changed?.Matches(state) == true);
        }
        catch (NemoException failure) when (failure.IsTransient || failure.Kind == NemoErrorKind.InvalidResponse)
        {
            return previous with { IsFinal = unreachable.Observe(failure) };
        }
    }

    /// <summary>Reads the failure that is the whole response to the message, instead of a stream; null for any other interruption.</summary>
    private static ErrorEvent? ReadFailure(NemoException? interruption) =>
        interruption is not { Kind: NemoErrorKind.ServiceFailure, StatusCode: >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices } ? null
        : new ErrorEvent(interruption.ServiceCode?.ToString(CultureInfo.InvariantCulture), interruption.Message)
        {
            Exception = interruption.ServiceCode == ServiceCodes.OutOfCredits
                ? interruption.Restate(interruption.Message, interruption.NextStep, NemoErrorKind.OutOfCredits) : interruption,
        };

    /// <summary>A possible error without a known code can be a notice, so its text alone could be misleading.</summary>
    private static ErrorEvent? Describe(ErrorEvent? possible) => possible is null ? null : possible with
    {
        IsUncertain = true,
        Message = possible.Exception is null
            ? $"The timeline didn't change. The service may have reported an error: {possible.Message}" : possible.Message,
    };

    private static NemoException Unfinished(TimelineState before, NemoException interruption, string message) => interruption.Restate(
        message,
        "The edit may still complete, so check the session later. To avoid a second charge, the message was not sent again.",
        action: NemoAction.ReadState,
        target: before.SessionId);

    /// <summary>The polls so far: the last changed state, whether any was read, and whether another poll is useless.</summary>
    private readonly record struct RecoveryPoll(TimelineState? Changed, bool IsRead, bool IsFinal);
}
