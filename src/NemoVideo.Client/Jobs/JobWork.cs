using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Jobs;

/// <summary>One job in a run: its log, what this run knows besides it, and the credits that it may still spend.</summary>
internal sealed class JobWork(VideoJob job, JobRun run)
{
    private long _reserved;

    public VideoJob Job => job;

    public JobRun Run => run;

    /// <summary>The operations, with the skill of the job.</summary>
    public ServiceOperations Service { get; } = run.Services.For(job.Skill);

    /// <summary>The stage of the job, and its progress.</summary>
    public JobStages Stages => field ??= new JobStages(this);

    /// <summary>The open log; null before it was opened.</summary>
    public JobLog? Log { get; set; }

    public JobState State => Log?.State ?? JobState.Empty;

    public JobFacts Facts { get; set; } = new();

    /// <summary>The number of messages that don't have to be sent anymore.</summary>
    public int SentCount => Facts.Restart ? 0 : State.Messages.Count;

    /// <summary>The credits of the messages that were not sent.</summary>
    public long Estimate => JobOptions.EstimateCredit(job, SentCount);

    /// <summary>The timeline that the last message of this run left, after two equal reads; null if it must be read.</summary>
    public TimelineState? Edited { get; set; }

    /// <summary>Whether this run created the session.</summary>
    public bool HasNewSession { get; set; }

    /// <summary>The number of messages that this run sent.</summary>
    public int MessageCount { get; set; }

    /// <summary>Appends a line to the log, which is on the disk then.</summary>
    public void Append(JobLine line) => Log!.Append(line);

    /// <summary>Logs that the service rejected what was logged last, so that it can be sent again.</summary>
    public void LogRefusal()
    {
        if (State.HasOpenUpload)
        {
            Append(new JobLine(JobLineKind.Upload) { Number = State.UploadCount, State = JobLineState.Refused });
        }
        else if (State.LastMessage is { State: JobLineState.Sending } sent)
        {
            Append(new JobLine(JobLineKind.Message) { Number = sent.Number, State = JobLineState.Refused, Before = sent.Before });
        }
        else
        {
            return;
        }

        Facts = Facts with { IsResolved = false };
    }

    /// <summary>Reserves the credits of the messages that were not sent.</summary>
    public async Task ReserveAsync()
    {
        var estimate = Estimate;
        if (estimate > 0)
        {
            await run.Budget.ReserveAsync(estimate, run.Ending).ConfigureAwait(false);
        }

        (_reserved, Facts) = (estimate, Facts with { IsReserved = true });
    }

    /// <summary>Turns the reservation of a message into a cost.</summary>
    public void Spend(int number)
    {
        if (Facts.IsReserved)
        {
            var credits = JobOptions.EstimateMessage(job, number);
            _reserved -= credits;
            run.Budget.Release(credits, isSpent: true);
        }
    }

    /// <summary>Ends what is left of the reservation.</summary>
    public void ReleaseCredits() => run.Budget.Release(_reserved, isSpent: false);

    /// <summary>Reads the timeline after a message.</summary>
    public async Task<TimelineState> ReadStateAsync()
    {
        try
        {
            return await Service.States.GetReadableAsync(State.SessionId!, run.Ending).ConfigureAwait(false);
        }
        catch (NemoException unreadable) when (unreadable.Kind == NemoErrorKind.InvalidResponse)
        {
            throw JobErrors.Unreadable(unreadable, State.SessionId);
        }
        catch (NemoException gone) when (gone.Kind == NemoErrorKind.SessionNotFound)
        {
            throw JobErrors.Gone(gone, State.SessionId);
        }
    }

    /// <summary>The beginning of a message, without secrets.</summary>
    public string Excerpt(string message) => JobMessage.Excerpt(Service.Transport.Redaction.Redact(message));
}
