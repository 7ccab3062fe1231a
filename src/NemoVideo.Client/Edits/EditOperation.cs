using System.Runtime.CompilerServices;
using NemoVideo.Client.Http;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Edits;

/// <summary>Sends a message once and compares the states, because about 30 % of edits have no other result (protocol section 5).</summary>
internal sealed class EditOperation(MessageSender sender, StateReader states, ApiTransport transport, TokenHolder tokens)
{
    /// <summary>The service ends each stream within this time (protocol section 5).</summary>
    private static readonly TimeSpan ServiceTimeout = TimeSpan.FromMinutes(15);

    /// <summary>Returns the events; the last one is the result.</summary>
    /// <remarks>
    /// Calls <paramref name="sending"/> with the state right before each attempt to send the message, and <paramref name="rejected"/> if
    /// the service rejected an attempt and the message may be sent again.
    /// </remarks>
    public async IAsyncEnumerable<AgentEvent> RunAsync(
        string sessionId, string message, TimeSpan? timeout, IProgress<EditPhase>? progress, Func<Task>? withoutMedia,
        Action<TimelineState>? sending, Action? rejected, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        progress?.Report(EditPhase.Preparing);
        var before = await ReadBeforeAsync(sessionId, cancellationToken).ConfigureAwait(false);
        var start = transport.Time.GetTimestamp();
        if (before.IsEmpty && withoutMedia is not null)
        {
            await withoutMedia().ConfigureAwait(false);
        }

        progress?.Report(EditPhase.Sending);
        var transcript = new EditTranscript();
        var (stream, lost) = await SendAsync(before, message, timeout, sending, rejected, cancellationToken).ConfigureAwait(false);
        if (stream is not null)
        {
            using var open = stream;
            progress?.Report(EditPhase.Streaming);
            await foreach (var current in stream.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (current is InterruptedEvent { Failure: var failure })
                {
                    lost = failure;
                }
                else if (transcript.Observe(current))
                {
                    yield return current;
                }
            }
        }

        if (lost is null && transcript.Questions.Count == 0 && transcript.Waiting is { } waiting)
        {
            var question = Questions.For(waiting);
            transcript.Observe(question);
            yield return question;
        }

        progress?.Report(EditPhase.Checking);
        var outcome = await FindOutcomeAsync(before, transcript, lost, cancellationToken).ConfigureAwait(false);
        if (outcome.Error is not null && outcome.Error != transcript.Error)
        {
            yield return outcome.Error;
        }

        var after = outcome.After ?? before;
        var difference = TimelineDifference.Between(before, after);
        if (!after.Matches(before))
        {
            yield return new TimelineEvent(after, difference.Changes);
        }

        var duration = transport.Time.GetElapsedTime(start);
        yield return new EditResult(outcome.Status, transcript.Text, transcript.Tools, outcome.Error, before, after, difference, duration)
        {
            Questions = transcript.Questions,
            Interruption = outcome.Interruption ?? lost,
            IsTimelineKnown = outcome.After is not null,
        };
    }

    /// <summary>
    /// Sends the message, and once more if the service rejected it because of the token or a rate limit. Before that, the timeline must be
    /// the same: if it changed, the first attempt had an effect, whoever rejected it. Reading it renews the token, and waits for the limit.
    /// </summary>
    /// <returns>The stream; null if the outcome is unknown, and why.</returns>
    private async Task<(MessageStream? Stream, NemoException? Lost)> SendAsync(
        TimelineState before, string message, TimeSpan? timeout, Action<TimelineState>? sending, Action? rejected,
        CancellationToken cancellationToken)
    {
        NemoException? rejection = null;
        while (true)
        {
            var now = rejection is null ? before : await ReadBeforeAsync(before.SessionId, cancellationToken).ConfigureAwait(false);
            if (rejection is not null && !now.Matches(before))
            {
                return (null, rejection.Restate(
                    "The message was rejected, but the timeline has changed.", "Check the timeline.", NemoErrorKind.ConnectionLost,
                    outcome: Outcome.Unknown));
            }

            sending?.Invoke(before);
            try
            {
                return (await sender.OpenAsync(
                    before.SessionId, message, timeout, isRepeated: rejection is not null, cancellationToken).ConfigureAwait(false), null);
            }
            catch (NemoException lost) when (lost.IsLost)
            {
                return (null, lost);
            }
            catch (NemoException refused) when (rejection is null && CanRepeat(refused))
            {
                rejected?.Invoke();
                rejection = refused;
            }
        }
    }

    private bool CanRepeat(NemoException rejection) => rejection.Kind == NemoErrorKind.RateLimited
        ? !(rejection.RetryAfter >= transport.Limits.RequestTimeout)
        : tokens.IsRenewable && ServiceCodes.RejectsToken(rejection.ServiceCode ?? (int?)rejection.StatusCode);

    /// <summary>Decides how the edit ended: the first of these rules that applies (protocol section 5).</summary>
    private async Task<EditOutcome> FindOutcomeAsync(
        TimelineState before, EditTranscript transcript, NemoException? lost, CancellationToken cancellationToken)
    {
        // If the agent only talked, the state can't lag behind an edit.
        var isDecided = transcript.Questions.Count > 0 || transcript.Error is not null;
        var canLag = transcript.HasWorked || !(isDecided || transcript.HasText);
        var (after, isSettled) = lost is null || isDecided
            ? await TryReadAsync(before, canLag, cancellationToken).ConfigureAwait(false)
            : default;
        if (transcript.Questions.Count > 0)
        {
            return new EditOutcome(EditStatus.AwaitingInput, after);
        }

        var isUnchanged = after?.Matches(before) == true;
        var isEdited = isSettled && !isUnchanged;
        if (transcript.Error is { } error && !(error.IsForeign && isEdited))
        {
            return new EditOutcome(EditStatus.Failed, after) { Error = error };
        }

        if (isEdited)
        {
            return new EditOutcome(EditStatus.Succeeded, after)
            {
                Interruption = transcript.Error is { } text
                    ? new(NemoErrorKind.InvalidResponse, text.Message, "Check the timeline.") { Outcome = Outcome.Unknown } : null,
            };
        }

        var isComplete = lost is null && !transcript.HasOpenCall;
        if (isComplete && transcript.HasText && isUnchanged)
        {
            return new EditOutcome(EditStatus.Unchanged, after);
        }

        // The service or a gateway can end a stream before the edit is made.
        lost ??= new NemoException(
            NemoErrorKind.ConnectionLost, "The stream ended before it confirmed the edit.", "Check the timeline.")
        { Outcome = Outcome.Unknown };
        var (last, isStable) = await WaitForChangeAsync(before.SessionId, before.Fingerprint, last: null, lost, cancellationToken)
            .ConfigureAwait(false);
        return isStable ? new EditOutcome(EditStatus.Succeeded, last) { Interruption = lost }
            : isComplete && last?.Matches(before) == true ? new EditOutcome(EditStatus.Unchanged, last)
            : Unknown(before, last, lost);
    }

    private static EditOutcome Unknown(TimelineState before, TimelineState? last, NemoException lost)
    {
        var timeline = last is null ? "couldn't be read afterward" : last.Matches(before) ? "has not changed" : "is still changing";
        var advice = lost is { Kind: NemoErrorKind.InvalidResponse, StatusCode: null } || (int?)lost.StatusCode is >= 400 and < 500
            ? $"{lost.NextStep} " : "";
        var unknown = lost.Restate(
            $"{lost.Message} The timeline {timeline}.",
            $"{advice}The edit may still complete, so check the session later. To avoid a second charge, the message was not sent again.",
            action: NemoAction.ReadState,
            target: before.SessionId);
        return new EditOutcome(EditStatus.Unknown, After: null)
        {
            Error = new ErrorEvent(unknown.Kind.ToString(), unknown.Message) { Exception = unknown },
        };
    }

    /// <summary>
    /// Reads the state before a message. If another request's rate limit begins meanwhile, it would be outdated before the message can be
    /// sent. If the read fails, the outcome of the message is known: it was not sent, or it was rejected.
    /// </summary>
    private async Task<TimelineState> ReadBeforeAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            var state = await states.GetReadableAsync(sessionId, cancellationToken).ConfigureAwait(false);
            return transport.IsPaused ? await states.GetReadableAsync(sessionId, cancellationToken).ConfigureAwait(false) : state;
        }
        catch (NemoException failure) when (failure.IsLost)
        {
            throw failure.Restate(
                $"The message was not sent, because the timeline couldn't be read: {failure.Message}", failure.NextStep,
                outcome: Outcome.NotDone);
        }
    }

    /// <summary>Reads the state after a stream, and whether it is settled; null if it can't be read.</summary>
    private async Task<(TimelineState? State, bool IsSettled)> TryReadAsync(
        TimelineState before, bool canLag, CancellationToken cancellationToken)
    {
        try
        {
            var (state, isSettled) = await states.GetChangedAsync(before, canLag, cancellationToken).ConfigureAwait(false);
            return state.IsUnreadable ? default : (state, isSettled);
        }
        catch (NemoException)
        {
            return default;
        }
    }

    /// <summary>
    /// Finds out what a message of an earlier run did. A changed timeline is polled as after a lost response, and so is an unchanged one
    /// until the message can't change it anymore.
    /// </summary>
    /// <param name="state">The state that was just read.</param>
    /// <param name="before">The fingerprint of the timeline before the edit.</param>
    /// <param name="time">How long ago the message was sent.</param>
    /// <param name="timeout">The time limit of the edit; null for that of the connection.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<(TimelineState Last, bool IsStable)> FindEarlierAsync(
        TimelineState state, string before, TimeSpan time, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var limit = new[] { ServiceTimeout, transport.Limits.StreamTimeout, timeout ?? default }.Max();
        var (last, isStable) = state.Fingerprint == before && time > limit ? (state, false)
            : await WaitForChangeAsync(state.SessionId, before, state, lost: null, cancellationToken).ConfigureAwait(false);
        return (last!, isStable);
    }

    /// <summary>Polls until two consecutive changed states are equal. Otherwise, returns the last state that could be read.</summary>
    private Task<(TimelineState? Last, bool IsStable)> WaitForChangeAsync(
        string sessionId, string before, TimelineState? last, NemoException? lost, CancellationToken cancellationToken) =>
        states.WaitForChangeAsync(
            sessionId, last, (previous, state) => state.Fingerprint != before && previous?.Matches(state) == true,
            lost?.Message ?? "The service did not confirm the message", cancellationToken);

    /// <summary>
    /// How an edit ended, and the timeline after it; null if it is unknown. A lost edit that is in the timeline has an interruption and no
    /// error.
    /// </summary>
    private sealed record EditOutcome(EditStatus Status, TimelineState? After)
    {
        public ErrorEvent? Error { get; init; }

        public NemoException? Interruption { get; init; }
    }
}

/// <summary>What an edit is doing. An edit reports each phase once, in this order; an edit of a previous run reports none.</summary>
public enum EditPhase
{
    /// <summary>The state is being read. The message hasn't been sent.</summary>
    Preparing,
    /// <summary>The message is being sent. From now on, it can be charged.</summary>
    Sending,
    /// <summary>The service accepted the message, and the stream is open.</summary>
    Streaming,
    /// <summary>The stream has ended, and the state is polled for the effect of the edit.</summary>
    Checking,
}
