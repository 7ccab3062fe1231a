using System.Runtime.CompilerServices;
using NemoVideo.Client.Http;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Edits;

/// <summary>Sends a message once and compares the states, because about 30 % of edits have no other result (protocol section 5).</summary>
internal sealed class EditOperation(MessageSender sender, StateReader states, ApiTransport transport)
{
    private const string NotChanged = "has not changed";

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
        if (before.IsEmpty)
        {
            yield return new NoMediaEvent();
        }

        var transcript = new EditTranscript();
        NemoException? interruption = null;
        progress?.Report(EditPhase.Sending);
        await foreach (var current in sender.SendAsync(
            sessionId, message, timeout, progress, PrepareAsync, rejected, lost => interruption = lost, cancellationToken).ConfigureAwait(false))
        {
            if (transcript.Observe(current))
            {
                yield return current;
            }
        }

        if (interruption is null && transcript.Questions.Count == 0 && transcript.Waiting is { } waiting)
        {
            var question = Questions.For(waiting);
            transcript.Observe(question);
            yield return question;
        }

        progress?.Report(EditPhase.Checking);
        EditOutcome outcome;
        try
        {
            outcome = await FindOutcomeAsync(before, transcript, interruption, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException failure)
        {
            var error = new ErrorEvent(failure.Kind.ToString(), failure.Message) { Exception = failure };
            outcome = new EditOutcome(EditStatus.Unknown, After: null) { Error = error };
        }

        if (outcome.Error is not null && outcome.Error != transcript.Error)
        {
            yield return outcome.Error;
        }

        var after = outcome.After ?? before;
        var difference = TimelineDifference.Between(before, after);
        if (!after.Matches(before))
        {
            states.Edits.Add(sessionId, before.Fingerprint, after.Fingerprint);
            yield return new TimelineEvent(after, difference.Changes);
        }

        var duration = transport.Time.GetElapsedTime(start);
        yield return new EditResult(outcome.Status, transcript.Text, transcript.Tools, outcome.Error, before, after, difference, duration)
        {
            Questions = transcript.Questions,
            Interruption = outcome.Interruption ?? interruption,
            IsTimelineKnown = outcome.After is not null,
        };

        async Task PrepareAsync(bool isDelayed)
        {
            before = isDelayed ? await ReadAgainAsync(sessionId, cancellationToken).ConfigureAwait(false) : before;
            sending?.Invoke(before);
        }
    }

    /// <summary>Decides how the edit ended: the first of these rules that applies (protocol section 5).</summary>
    /// <exception cref="NemoException">The outcome is unknown.</exception>
    private async Task<EditOutcome> FindOutcomeAsync(
        TimelineState before, EditTranscript transcript, NemoException? interruption, CancellationToken cancellationToken)
    {
        if (transcript.Questions.Count > 0)
        {
            var asked = await TryReadAsync(before, transcript.HasRunTool, cancellationToken).ConfigureAwait(false);
            return new EditOutcome(EditStatus.AwaitingInput, asked);
        }

        if ((ReadFailure(interruption) ?? transcript.Error) is { } error)
        {
            var failed = await TryReadAsync(before, transcript.HasRunTool, cancellationToken).ConfigureAwait(false);
            return new EditOutcome(EditStatus.Failed, failed) { Error = error };
        }

        var after = interruption is null ? await ReadOutcomeAsync(before, !transcript.IsTextOnly, cancellationToken).ConfigureAwait(false) : before;
        if (!after.Matches(before))
        {
            return new EditOutcome(EditStatus.Succeeded, after);
        }

        var isComplete = interruption is null && !transcript.HasOpenCall;
        if (isComplete && transcript.HasText)
        {
            return new EditOutcome(EditStatus.Unchanged, after);
        }

        // The service or a gateway can end a stream before the edit is made.
        var lost = interruption ?? new NemoException(
            NemoErrorKind.ConnectionLost, "The stream ended before the service had confirmed the edit.", "Check the timeline.");
        var advice = lost is { Kind: NemoErrorKind.InvalidResponse, StatusCode: null } ? $"{lost.NextStep} " : "";
        var (edited, problem) = await WaitForChangeAsync(before, cancellationToken).ConfigureAwait(false);
        return edited is not null ? new EditOutcome(EditStatus.Succeeded, edited) { Interruption = lost }
            : isComplete && problem == NotChanged ? new EditOutcome(EditStatus.Unchanged, after)
            : throw lost.Restate(
                $"{lost.Message} The timeline {problem}.",
                $"{advice}The edit may still complete, so check the session later. To avoid a second charge, the message was not sent again.",
                action: NemoAction.ReadState,
                target: before.SessionId);
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

    /// <summary>Reads the state after a message whose outcome is known; null if that fails.</summary>
    private async Task<TimelineState?> TryReadAsync(TimelineState before, bool expectsChange, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadOutcomeAsync(before, expectsChange, cancellationToken).ConfigureAwait(false);
        }
        catch (NemoException)
        {
            return null;
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
    /// Polls with long intervals, because the edit can take long, until two consecutive changed states are equal. Otherwise, returns what is
    /// known about the timeline.
    /// </summary>
    private async Task<(TimelineState? Edited, string Problem)> WaitForChangeAsync(TimelineState before, CancellationToken cancellationToken)
    {
        var limits = transport.Limits;
        var unreachable = new UnreachableTimer(limits.UnreachableTimeout, transport.Time);
        await transport.PauseAsync(limits.RecoveryDelay, cancellationToken).ConfigureAwait(false);
        var first = await PollChangeAsync(before, default, unreachable, cancellationToken).ConfigureAwait(false);
        var last = await transport.PollUntilAsync(
            first, previous => PollChangeAsync(before, previous, unreachable, cancellationToken), static poll => poll.IsStable || poll.IsUnreachable,
            limits.RecoveryCount, limits.RecoveryInterval, cancellationToken).ConfigureAwait(false);
        return (last.IsStable ? last.Changed : null,
            last.Changed is not null ? "is still changing"
            : last.IsRead ? NotChanged
            : last.IsUnreachable ? $"couldn't be read afterward, because the service couldn't be reached for {RateLimit.Format(unreachable.Limit)}"
            : "couldn't be read afterward");
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
                : new RecoveryPoll(state, IsRead: true, IsStable: previous.Changed?.Matches(state) == true);
        }
        catch (NemoException failure) when (failure.IsTransient || failure.Kind == NemoErrorKind.InvalidResponse)
        {
            return previous with { IsUnreachable = unreachable.Observe(failure) };
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

    /// <summary>The polls so far: the last changed state, whether any was read, whether two in a row are equal, and why to stop.</summary>
    private readonly record struct RecoveryPoll(TimelineState? Changed, bool IsRead, bool IsStable = false, bool IsUnreachable = false);

    /// <summary>How an edit ended, and the timeline after it; null if it is unknown. A lost edit that is in the timeline has an interruption and no error.</summary>
    private sealed record EditOutcome(EditStatus Status, TimelineState? After)
    {
        public ErrorEvent? Error { get; init; }

        public NemoException? Interruption { get; init; }
    }
}
