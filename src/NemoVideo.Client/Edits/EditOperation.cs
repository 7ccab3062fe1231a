using System.Runtime.CompilerServices;
using NemoVideo.Client.Http;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Edits;

/// <summary>Sends a message once and compares the states, because about 30 % of edits have no other result (protocol section 5).</summary>
internal sealed class EditOperation(MessageSender sender, StateReader states, ApiTransport transport)
{
    /// <summary>The service ends each stream within this time (protocol section 5).</summary>
    private static readonly TimeSpan ServiceTimeout = TimeSpan.FromMinutes(15);

    /// <summary>Returns the events; the last one is the result.</summary>
    /// <remarks>
    /// Calls <paramref name="sending"/> with the state right before each attempt to send the message, and <paramref name="rejected"/> if
    /// the service rejected an attempt and the message will be sent again. After a pause, the state is read again: a change in between
    /// isn't an effect of the next attempt.
    /// </remarks>
    public async IAsyncEnumerable<AgentEvent> RunAsync(
        string sessionId, string message, TimeSpan? timeout, IProgress<EditPhase>? progress, Action<TimelineState>? sending,
        Action? rejected, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        MessageText.Check(message);
        progress?.Report(EditPhase.Preparing);
        var before = await states.GetReadableAsync(sessionId, cancellationToken).ConfigureAwait(false);
        var start = transport.Time.GetTimestamp();
        if (before.IsEmpty)
        {
            yield return new NoMediaEvent();
        }

        var transcript = new EditTranscript();
        NemoException? lost = null;
        progress?.Report(EditPhase.Sending);
        await foreach (var current in sender.SendAsync(
            sessionId, message, timeout, progress, PrepareAsync, rejected, cancellationToken).ConfigureAwait(false))
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

        async Task PrepareAsync(bool isDelayed)
        {
            before = isDelayed ? await ReadAgainAsync(sessionId, cancellationToken).ConfigureAwait(false) : before;
            sending?.Invoke(before);
        }
    }

    /// <summary>Decides how the edit ended: the first of these rules that applies (protocol section 5).</summary>
    private async Task<EditOutcome> FindOutcomeAsync(
        TimelineState before, EditTranscript transcript, NemoException? lost, CancellationToken cancellationToken)
    {
        // If the agent only talked, the state can't lag behind an edit.
        var isDecided = transcript.Questions.Count > 0 || transcript.Error is not null;
        var canLag = transcript.HasWorked || !(isDecided || transcript.HasText);
        var after = lost is null || isDecided
            ? await TryReadAsync(() => canLag ? states.GetChangedAsync(before, cancellationToken)
                : states.GetAsync(before.SessionId, cancellationToken)).ConfigureAwait(false)
            : null;
        if (transcript.Questions.Count > 0)
        {
            return new EditOutcome(EditStatus.AwaitingInput, after);
        }

        if (transcript.Error is { } error)
        {
            return new EditOutcome(EditStatus.Failed, after) { Error = error };
        }

        if (after?.Matches(before) == false)
        {
            return new EditOutcome(EditStatus.Succeeded, after);
        }

        var isComplete = lost is null && !transcript.HasOpenCall;
        if (isComplete && transcript.HasText && after is not null)
        {
            return new EditOutcome(EditStatus.Unchanged, after);
        }

        // The service or a gateway can end a stream before the edit is made.
        lost ??= new NemoException(
            NemoErrorKind.ConnectionLost, "The stream ended before the service had confirmed the edit.", "Check the timeline.");
        var (last, isStable) = await WaitForChangeAsync(
            before.SessionId, before.Fingerprint, last: null, cancellationToken).ConfigureAwait(false);
        return isStable ? new EditOutcome(EditStatus.Succeeded, last) { Interruption = lost }
            : isComplete && last?.Matches(before) == true ? new EditOutcome(EditStatus.Unchanged, last)
            : Unknown(before, last, lost);
    }

    private static EditOutcome Unknown(TimelineState before, TimelineState? last, NemoException lost)
    {
        var timeline = last is null ? "couldn't be read afterward" : last.Matches(before) ? "has not changed" : "is still changing";
        var advice = lost is { Kind: NemoErrorKind.InvalidResponse, StatusCode: null } ? $"{lost.NextStep} " : "";
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

    /// <summary>Reads the state again. If that fails, the outcome of the message is known: it was not sent, or it was rejected.</summary>
    private async Task<TimelineState> ReadAgainAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            return await states.GetReadableAsync(sessionId, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException failure) when (failure.Outcome == Outcome.Unknown)
        {
            throw failure.RestateNotDone(
                $"The message was not sent, because the timeline couldn't be read: {failure.Message}", "Try again later.");
        }
    }

    /// <summary>Reads the state; null if it can't be read.</summary>
    private static async Task<TimelineState?> TryReadAsync(Func<Task<TimelineState>> read)
    {
        try
        {
            var state = await read().ConfigureAwait(false);
            return state.IsUnreadable ? null : state;
        }
        catch (NemoException)
        {
            return null;
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
            : await WaitForChangeAsync(state.SessionId, before, state, cancellationToken).ConfigureAwait(false);
        return (last!, isStable);
    }

    /// <summary>
    /// Polls with long intervals, because the edit can take long, until two consecutive changed states are equal: the raw clip can appear
    /// first, and music and titles later. Otherwise, returns the last state that could be read.
    /// </summary>
    private async Task<(TimelineState? Last, bool IsStable)> WaitForChangeAsync(
        string sessionId, string before, TimelineState? last, CancellationToken cancellationToken)
    {
        var limits = transport.Limits;
        for (var poll = 0; poll <= limits.RecoveryCount; poll++)
        {
            var delay = poll == 0 ? limits.RecoveryDelay : limits.RecoveryInterval;
            if (await TryReadAsync(() => ReadLaterAsync(delay)).ConfigureAwait(false) is { } state)
            {
                if (state.Fingerprint != before && last?.Matches(state) == true)
                {
                    return (state, true);
                }

                last = state;
            }
        }

        return (last, false);

        // If the connection is closed meanwhile, the result is the last state.
        async Task<TimelineState> ReadLaterAsync(TimeSpan delay)
        {
            await transport.PauseAsync(delay, cancellationToken).ConfigureAwait(false);
            return await states.GetAsync(sessionId, cancellationToken).ConfigureAwait(false);
        }
    }

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
