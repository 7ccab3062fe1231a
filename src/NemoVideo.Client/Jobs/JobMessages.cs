using NemoVideo.Client.Edits;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Jobs;

/// <summary>What the messages of a job did, as far as it is known.</summary>
internal sealed class JobMessages(JobRun run, JobRecord record)
{
    private const int MaxTextCharacters = 8 * 1024;
    private const int MaxItems = 50;
    private const int MaxItemCharacters = 200;
    private const int MaxQuoteCharacters = 500;
    private const string OutOfCredits = "The account doesn't have enough credits";

    /// <summary>The service ends each stream within this time (protocol section 5).</summary>
    private static readonly TimeSpan ServiceTimeout = TimeSpan.FromMinutes(15);


    /// <summary>The messages of previous runs, whose timeline the user has seen.</summary>
    private readonly IReadOnlyList<JobLine> _earlier = [.. record.State.Messages];

    private JobState State => record.State;

    /// <summary>The line for the result of a message, with limited texts and without secrets of URLs.</summary>
    /// <remarks>Only the draft is rendered, so a message that left it as it was isn't an edit. A later change is compared with the last state.</remarks>
    public static JobLine Describe(int number, EditResult result, bool isOutOfCredits)
    {
        // The timeline after a question is the one that the answer changes.
        var isChanged = result.IsDraftChanged && result.Questions.Count == 0;
        return new JobLine(JobStep.Message)
        {
            Number = number,
            State = result.Status == EditStatus.Failed ? JobStepState.Failed : JobStepState.Done,
            Question = result.Questions.Count == 0 ? null
                : UrlText.Hide(string.Join(" ", result.Questions.Select(static question => question.Line))).Truncate(MaxTextCharacters),
            Before = (isChanged ? result.Before : result.After).Fingerprint,
            After = result.After.Fingerprint,
            IsChanged = result.IsTimelineKnown || result.Questions.Count > 0 ? isChanged : null,
            AgentText = UrlText.Hide(result.Text).Truncate(MaxTextCharacters),
            Changes = Limit(result.Changes.Select(static change => change.Sentence)),
            TracksBefore = Describe(result.Before.Tracks),
            TracksAfter = Describe(result.After.Tracks),
            Timelines = new JobTimelines(
                number == 0 ? JobTimelines.Limit(result.Before.Tracks) : null, JobTimelines.Limit(result.After.Tracks)).ToJson(),
            Error = UrlText.HideOrNull(result.Error?.Message)?.Truncate(MaxTextCharacters) is var error && isOutOfCredits
                ? $"{error?.TrimEnd('.')}. {OutOfCredits}" : error,
        };
    }

    /// <summary>
    /// Finds out whether a message whose stream was interrupted, also in a previous run, took effect: whether the timeline has changed.
    /// </summary>
    public async Task ResolveAsync(JobLine sent)
    {
        if (await FindEditAsync(sent, waitsForChange: true).ConfigureAwait(false) is not { } state)
        {
            throw new NemoException(
                NemoErrorKind.ConnectionLost,
                "The response to a message was not received, and the timeline hasn't changed. It is unknown whether the service "
                    + "processed the message, so it was not sent again.",
                $"Check the timeline of the session '{State.SessionId}' later. If the timeline contains the edit, run the same job again. "
                    + "The job won't send the message again. If the timeline doesn't contain the edit, create the video again from "
                    + "the beginning.")
            { Action = NemoAction.RestartJob, ActionTarget = State.SessionId };
        }

        RecordEdit(sent with { Changes = null }, state);
    }

    /// <summary>
    /// Records the edit of a previous run's last message if the timeline has changed. The message ended without an effect, or with an error
    /// that the options accept.
    /// </summary>
    public async Task UpdateAsync()
    {
        try
        {
            if (State.LastMessage is { State: JobStepState.Done, IsChanged: false, Before: not null } unchanged)
            {
                if (await FindEditAsync(unchanged, waitsForChange: false).ConfigureAwait(false) is { } state)
                {
                    RecordEdit(unchanged, state);
                }
            }
            else if (run.Options.AcceptFailedEdits && State.LastMessage is { State: JobStepState.Failed, Before: not null } failed)
            {
                var edited = await FindEditAsync(failed, waitsForChange: false).ConfigureAwait(false) ?? throw FailedWith(
                    failed,
                    "The timeline hasn't changed since the message was sent, so there is no edit to accept. The message won't be sent again, "
                        + "because the service may have charged you for it.",
                    NemoAction.RestartJob);
                RecordEdit(failed with { Changes = null }, edited);
            }
        }
        catch (NemoException) when (run.Options.AllowUnchanged && State.LastMessage is { State: JobStepState.Done })
        {
            // The video may have been rendered already. Then, the timeline isn't needed.
        }
        catch (NemoException gone) when (gone.Kind == NemoErrorKind.SessionNotFound)
        {
            // The message stays as it was recorded, because the session can exist for another token.
            if (State.LastMessage is { State: JobStepState.Failed })
            {
                throw gone.Restate(
                    "The video can't be resumed after its failed edit, because the service can't find the session.",
                    "If you used another token before, connect with that token again. Otherwise, create the video again.",
                    action: NemoAction.RestartJob,
                    target: State.SessionId);
            }
        }
    }

    /// <summary>Whether the timeline has changed since the last message ended without an effect, such as because of an answer.</summary>
    public async Task<bool> HasChangedAsync() => State.LastMessage is { State: JobStepState.Done, IsChanged: false, Before: { } before }
        && (await ReadStateAsync().ConfigureAwait(false)).Fingerprint != before;

    /// <summary>Throws if a message ended so that the job can't continue.</summary>
    /// <param name="excerptOf">The beginning of a message by its number, without secrets; null if it is the only one.</param>
    /// <param name="isPreview">Whether the timeline isn't read, so that an edit that the options accept counts as present.</param>
    public void CheckIsResumable(Func<int, string?> excerptOf, bool isPreview)
    {
        if (!(isPreview && run.Options.AcceptFailedEdits)
            && State.Messages.LastOrDefault(static message => message.State == JobStepState.Failed) is { } failed)
        {
            throw FailedWith(
                failed,
                "The message won't be sent again automatically, because the service may have charged you for it. Check whether the timeline contains the edit.",
                NemoAction.AcceptFailedEdit);
        }

        var unchanged = State.Messages.FirstOrDefault(static message => message is { State: JobStepState.Done, IsChanged: false });
        if (unchanged?.Question is { } question && !(run.Options.AllowUnchanged && _earlier.Contains(unchanged)))
        {
            throw new NemoException(
                NemoErrorKind.AwaitingInput,
                $"The agent asked a question instead of creating the video: '{question}'.",
                "Answer it in the same session. Then run the same job again. It continues with the changed timeline and doesn't send its "
                    + "message again.")
            { Action = NemoAction.AnswerQuestion, ActionTarget = State.SessionId };
        }

        if (!run.Options.AllowUnchanged && unchanged is not null)
        {
            var text = unchanged.Number is { } number && excerptOf(number) is { } excerpt ? $" '{excerpt}'" : "";
            throw new NemoException(
                NemoErrorKind.Unchanged,
                $"The message{text} hasn't changed the timeline, so no video was created. {Quote(unchanged.AgentText)}",
                "The service may still be changing the timeline, so run the same job again later. Running the job again "
                    + "doesn't send the message again, so it costs no credits. If the error persists, rephrase the message.")
            { Action = NemoAction.AllowUnchanged };
        }
    }

    /// <summary>What the agent said about an edit without an effect.</summary>
    private static string Quote(string? agentText) => string.IsNullOrWhiteSpace(agentText)
        ? "The agent sent no text." : $"The agent replied: '{ControlCharacters.OneLine(agentText!.Trim()).Shorten(MaxQuoteCharacters)}'.";

    private NemoException FailedWith(JobLine failed, string nextStep, NemoAction action) => new(
        NemoErrorKind.ServiceFailure,
        $"The service reported an error while processing the message: {failed.Error?.TrimEnd('.')}."
            + (failed.IsChanged is { } isChanged ? $" The timeline {(isChanged ? "changed" : "didn't change")}." : ""),
        nextStep)
    { Action = action, ActionTarget = State.SessionId };

    /// <summary>
    /// The timeline after a message; null if it hasn't changed. A changed timeline is polled until two consecutive states are equal, because
    /// the raw clip can appear before music and titles. The time alone doesn't show that the edit is complete, because the clock can be wrong.
    /// An unchanged timeline is polled until the service must have ended the stream. The service doesn't know the timeout of the run, so a
    /// shorter one doesn't matter.
    /// </summary>
    /// <param name="sent">The message.</param>
    /// <param name="waitsForChange">Whether a timeline that hasn't changed is polled, too.</param>
    /// <exception cref="NemoException">The timeline is still changing.</exception>
    private async Task<TimelineState?> FindEditAsync(JobLine sent, bool waitsForChange)
    {
        var (transport, limits) = (run.Services.Transport, run.Services.Transport.Limits);
        TimeSpan[] timeouts = [ServiceTimeout, limits.StreamTimeout, run.Options.MessageTimeout ?? default];
        waitsForChange &= transport.Time.GetUtcNow() - sent.At <= timeouts.Max();
        var state = await ReadStateAsync().ConfigureAwait(false);
        for (var poll = 0; poll <= limits.RecoveryCount && (waitsForChange || state.Fingerprint != sent.Before); poll++)
        {
            await transport.PauseAsync(poll == 0 ? limits.RecoveryDelay : limits.RecoveryInterval, run.Ending).ConfigureAwait(false);
            var next = await ReadStateAsync().ConfigureAwait(false);
            if (next.Fingerprint != sent.Before && next.Matches(state))
            {
                return next;
            }

            state = next;
        }

        return state.Fingerprint == sent.Before ? null
            : throw new NemoException(
                NemoErrorKind.ConnectionLost,
                "The response to a message was not received, and the timeline is still changing.",
                "Run the same job again later. It continues without sending the message again.")
            { Action = NemoAction.ReadState, ActionTarget = State.SessionId };
    }

    private async Task<TimelineState> ReadStateAsync()
    {
        try
        {
            return await run.Services.States.GetReadableAsync(State.SessionId!, run.Ending).ConfigureAwait(false);
        }
        catch (NemoException unreadable) when (unreadable.Kind == NemoErrorKind.InvalidResponse)
        {
            throw unreadable.Restate(
                $"A message was sent, but the timeline couldn't be read afterward: {unreadable.Message}",
                "Run the same job again later. It continues without sending the message again.",
                action: NemoAction.ReadState,
                target: State.SessionId);
        }
    }

    private void RecordEdit(JobLine message, TimelineState state)
    {
        record.Append(message with
        {
            State = JobStepState.Done,
            IsChanged = true,
            After = state.Fingerprint,
            TracksAfter = Describe(state.Tracks),
            Timelines = WithAfter(message, state),
        });
    }

    private static string WithAfter(JobLine line, TimelineState state) =>
        (JobTimelines.Parse(line.Timelines) with { After = JobTimelines.Limit(state.Tracks) }).ToJson();

    private static IReadOnlyList<string> Describe(IReadOnlyList<Track> tracks) => Limit(tracks.Select(static track => track.ToString()));

    private static IReadOnlyList<string> Limit(IEnumerable<string> items) =>
        [.. items.Take(MaxItems).Select(static item => UrlText.Hide(item).Shorten(MaxItemCharacters))];
}
