using NemoVideo.Client.Edits;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Jobs;

/// <summary>The messages of a job: sends them, and finds out what those of earlier runs did.</summary>
internal sealed class JobMessages(JobWork work)
{
    private readonly JobRun _run = work.Run;
    private readonly ServiceOperations _service = work.Service;

    /// <summary>Sends a message. Its line is logged first.</summary>
    public async Task<EditResult> SendAsync(int number)
    {
        EditResult? result = null;
        work.Edited = null;
        var (session, message) = (work.State.SessionId!, work.Job.Messages[number]);

        // Without media, the message generates a clip.
        var events = _service.Edits.RunAsync(
            session, message, _run.Options.MessageTimeout, progress: null, withoutMedia: null, LogSending, work.LogRefusal, _run.Ending);
        SetResolved();
        await foreach (var current in events.ConfigureAwait(false))
        {
            result = current as EditResult;
            if (_run.Options.IncludeEvents)
            {
                await _run.Updates.Writer.WriteAsync(new JobEventUpdate(work.Job, session, message, current), _run.Ending)
                    .ConfigureAwait(false);
            }
        }

        return result!;

        void LogSending(TimelineState before)
        {
            if (work.State.Refused?.Before is { } expected && expected != before.Fingerprint)
            {
                throw JobErrors.StillChanging(session, "The timeline has changed since the service refused the message.");
            }

            work.Append(new JobLine(JobLineKind.Message) { Number = number, State = JobLineState.Sending, Before = before.Fingerprint });
        }
    }

    /// <summary>Logs the result of a message that was sent.</summary>
    public void Record(int number, EditResult result)
    {
        _run.ReportProgress();
        work.Spend(number);
        work.MessageCount++;
        if (result.Error?.Exception?.Kind == NemoErrorKind.OutOfCredits)
        {
            _run.Budget.ReportExhausted();
        }

        if (result.Status == EditStatus.Unknown)
        {
            // The next run reads the outcome from the timeline.
            throw result.Error!.Exception!;
        }

        if (result is { Status: EditStatus.Succeeded, Interruption: { } lost })
        {
            _service.Transport.Warn($"{work.Job.Name}: {lost.Message} The timeline changed, so the video contains the edit.");
        }

        work.Append(JobMessage.Describe(number, result));
        work.Edited = result.Status == EditStatus.Succeeded ? result.After : null;
    }

    /// <summary>Finds out whether a message of an earlier run has changed the timeline. The caller can accept the timeline.</summary>
    public async Task ResolveAsync(JobLine message)
    {
        var (accepts, state) = (_run.Options.AcceptTimeline, message.State);
        var isOpen = state is JobLineState.Sending or JobLineState.Refused;
        if (isOpen)
        {
            await _run.Updates.Writer.WriteAsync(new JobCheckUpdate(work.Job, work.State.SessionId!), _run.Ending).ConfigureAwait(false);
        }

        var edited = isOpen || accepts == (state == JobLineState.Failed) ? await FindEditAsync(message).ConfigureAwait(false) : null;
        if (edited is not null || (accepts && state is not (JobLineState.Failed or JobLineState.Refused)))
        {
            work.Append(JobMessage.Settle(message, edited));
            work.Spend(message.Number!.Value);
        }
        else if (accepts && state != JobLineState.Refused)
        {
            throw JobErrors.NothingToAccept(message, work.State.SessionId);
        }

        SetResolved();
    }

    /// <summary>The error for a message that doesn't let the job continue.</summary>
    public NemoException ErrorOf(JobLine message) => JobErrors.Of(
        message, work.Job.Messages.Count > 1 ? work.Excerpt(work.Job.Messages[message.Number!.Value]) : null, work.State.SessionId);

    private void SetResolved() => work.Facts = work.Facts with { IsResolved = true };

    /// <summary>The timeline after a message; null if it hasn't changed.</summary>
    /// <exception cref="NemoException">The timeline is still changing.</exception>
    private async Task<TimelineState?> FindEditAsync(JobLine sent)
    {
        var state = await work.ReadStateAsync().ConfigureAwait(false);
        var time = sent.State == JobLineState.Sending ? _service.Transport.Time.GetUtcNow() - sent.At : TimeSpan.MaxValue;
        var (last, isStable) = await _service.Edits.FindEarlierAsync(state, sent.Before!, time, _run.Options.MessageTimeout, _run.Ending)
            .ConfigureAwait(false);
        return isStable ? last : last.Fingerprint == sent.Before ? null : throw JobErrors.StillChanging(work.State.SessionId);
    }
}
