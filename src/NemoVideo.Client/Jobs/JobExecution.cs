using System.Diagnostics;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Jobs;

/// <summary>Runs one job: each stage reads in the record what is done, and does the rest.</summary>
internal sealed class JobExecution(VideoJob job, JobRun run, JobSlot slot)
{
    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<JobStage, TimeSpan> _times = [];
    private readonly Stopwatch _clock = new();
    private DateTimeOffset? _startTime;
    private JobStage? _stage;
    private JobRecord? _record;
    private bool _isLimited;
    private IReadOnlyList<JobInput> _inputs = [];
    private string? _hash;
    private string? _claim;
    private JobResult? _done;
    private IDisposable? _turn;

    /// <summary>Writes the updates of the job. The last one has its result, unless another job failed before this one could start.</summary>
    /// <param name="previous">Ends when the previous job that can be equal has its number.</param>
    /// <param name="numbered">Set when this job has its number.</param>
    public async Task RunAsync(Task previous, TaskCompletionSource<bool> numbered)
    {
        AttributionHandler.Current.Value = job.Skill;
        _startTime = run.Services.Transport.Time.GetUtcNow();
        JobResult? result;
        try
        {
            await EnterAsync(JobStage.Session).ConfigureAwait(false);
            var identity = await IdentifyAsync(previous, numbered).ConfigureAwait(false);
            result = _done ?? await ProcessAsync(identity).ConfigureAwait(false);
        }
        catch (NemoException failure)
        {
            result = Fail(failure.Kind == NemoErrorKind.AwaitingInput ? JobStatus.AwaitingInput : JobStatus.Failed, failure);
        }
        catch (Exception exception) when (!run.Ending.IsCancellationRequested)
        {
            result = Fail(JobStatus.Failed, new NemoException(
                NemoErrorKind.Unexpected, $"An unexpected error occurred ({exception.GetType().Name}).", "Report this problem.", exception));
        }
        finally
        {
            numbered.TrySetResult(true);

            // Only now, so that a job that waits for this one sees its failure.
            _turn?.Dispose();
            slot.Leave();
        }

        // A run can be longer than the journal, which then lists what was started last. Jobs need only their records.
        await run.Services.Journal.CompactAsync().ConfigureAwait(false);
        if (result is not null)
        {
            var finished = new JobFinishedUpdate(job, result) { AvailableBefore = run.Budget.AvailableBefore };
            await run.Updates.WriteAsync(finished, run.Ending).ConfigureAwait(false);
        }
    }

    /// <summary>Estimates what the job costs, without a lease on its record.</summary>
    public async Task<JobEstimate> EstimateAsync()
    {
        var identity = await IdentifyAsync(Task.CompletedTask, new TaskCompletionSource<bool>()).ConfigureAwait(false);
        if (_done is not null)
        {
            return new JobEstimate(0, job.Messages.Count, _done.OutputPath!, IsComplete: true);
        }

        var path = _claim ?? JobOutput.FindFreePath(job, run);
        using var record = run.Services.Records.Read(identity);
        if (record is null)
        {
            return new JobEstimate(run.Options.EstimateCredit(job), SentCount: 0, path, IsComplete: false);
        }

        var edits = new JobEdits(job, run, this, record, _inputs);
        await edits.CheckPreviewAsync().ConfigureAwait(false);
        return new JobEstimate(edits.Estimate, edits.HasSent ? record.State.Messages.Count : 0, path, IsComplete: false);
    }

    /// <summary>Waits out rate limits. The work reads in the record what is done, so that it can be repeated.</summary>
    public async Task<T> WithRateLimitAsync<T>(Func<Task<T>> work, Func<Task>? returnToQueue = null)
    {
        while (true)
        {
            try
            {
                return await work().ConfigureAwait(false);
            }
            catch (NemoException limited) when (limited.Kind == NemoErrorKind.RateLimited && run.IsWorthWaiting(PauseOf(limited)))
            {
                // The slot is kept during the pause. Otherwise, the next job would take it and be rejected, too.
                slot.ReportRateLimit();
                _isLimited = true;
                await run.Services.Transport.PauseAsync(PauseOf(limited), run.Ending).ConfigureAwait(false);
                if (returnToQueue is not null)
                {
                    slot.Leave();
                    await returnToQueue().ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Reports that the service accepted a request. If it rejected one of this job before, the rate limit is over.</summary>
    public void ReportAccepted()
    {
        if (_isLimited)
        {
            _isLimited = false;
            run.ReportProgress();
        }
    }

    public Task EnterAsync(JobStage stage)
    {
        CountTime();
        _stage = stage;
        return run.Updates.WriteAsync(new JobStageUpdate(job, stage, _record?.State.SessionId), run.Ending);
    }

    public Task ReportCheckAsync() => run.Updates.WriteAsync(new JobCheckUpdate(job, _record!.State.SessionId!), run.Ending);

    public Task ReportAsync(string message, AgentEvent current) => run.Options.IncludeEvents
        ? run.Updates.WriteAsync(new JobEventUpdate(job, _record!.State.SessionId!, message, current), run.Ending)
        : Task.CompletedTask;

    private NemoException Unaffordable(long estimate) => run.Budget.IsOverMaximum(estimate)
        ? new NemoException(
            NemoErrorKind.OutOfCredits,
            $"The credit limit for this run doesn't leave enough credits for this video, which costs about {estimate} credits.",
            "Increase the credit limit, and then try again.")
        : new NemoException(
            NemoErrorKind.OutOfCredits,
            $"The account doesn't have enough credits for this video, which costs about {estimate} credits.",
            run.Services.Transport.Errors.AddCredits);

    /// <summary>Runs the stages of the job; null if another job failed before this one could start.</summary>
    private async Task<JobResult?> ProcessAsync(string identity)
    {
        _turn = await run.Turns.WaitAsync(identity, slot, run.Ending).ConfigureAwait(false);
        if (!slot.IsActive)
        {
            // It has waited for another job, so it hasn't started.
            await slot.EnterAsync(isReturning: true, run.Ending).ConfigureAwait(false);
            if (run.IsStopping)
            {
                return null;
            }
        }

        using var record = _record = run.Services.Records.Open(identity);
        if (record is null)
        {
            return Create(JobStatus.InUse);
        }

        _claim ??= new JobOutput(job, run, this, record, claim: null).Claim();
        var output = new JobOutput(job, run, this, record, _claim);
        if (!run.Options.Restart && await output.FindAsync().ConfigureAwait(false) is { } video)
        {
            // Another process has created it since the record was read without the lock.
            return Create(JobStatus.AlreadyDone, video);
        }

        output.CheckFolder();
        var edits = new JobEdits(job, run, this, record, _inputs);
        if (!await WithRateLimitAsync(edits.RunAsync, () => slot.EnterAsync(isReturning: true, run.Ending)).ConfigureAwait(false))
        {
            return Fail(edits.HasSent ? JobStatus.Failed : JobStatus.NotStarted, Unaffordable(edits.Estimate));
        }

        await run.Waiting.WaitAsync(run.Ending).ConfigureAwait(false);
        try
        {
            slot.Leave(isSuccess: true);
            var created = await WithRateLimitAsync(output.CreateAsync).ConfigureAwait(false);
            run.ReportProgress();
            return Create(JobStatus.Succeeded, created);
        }
        finally
        {
            run.Waiting.Release();
        }
    }

    private async Task<string> IdentifyAsync(Task previous, TaskCompletionSource<bool> numbered)
    {
        _inputs = JobIdentity.ReadInputs(job, run.Services.Hashes, run.Ending);
        var hash = _hash = JobIdentity.Hash(job, _inputs, run.Services.Api, run.Services.Skill);

        // Equal jobs are numbered in the order of the input, so that each of them finds its own record in the next run.
        if (!previous.IsCompleted)
        {
            slot.Leave();
            await previous.ConfigureAwait(false);
        }

        var number = await FindNumberAsync(hash).ConfigureAwait(false);
        run.EqualJobs.Use(hash, number);
        numbered.TrySetResult(true);
        return JobIdentity.Of(hash, number);
    }

    /// <summary>
    /// The number of the record that has the video of this job, from a run of this job alone or in another order; otherwise, the next one.
    /// Without this search, a job would get the record of an equal job, or none, and be charged again.
    /// </summary>
    private async Task<int> FindNumberAsync(string hash)
    {
        var (next, known) = run.EqualJobs.Next(hash);
        var numbers = run.Options.Restart ? Enumerable.Repeat(next, 1) : Enumerable.Range(1, known).OrderBy(number => number != next);
        foreach (var number in numbers)
        {
            var identity = JobIdentity.Of(hash, number);
            using var turn = await run.Turns.WaitAsync(identity, slot, run.Ending).ConfigureAwait(false);
            using var record = run.Services.Records.Read(identity);
            if (record is not null && new JobOutput(job, run, this, record, claim: null).Claim() is { } path)
            {
                _claim = path;
                if (!run.Options.Restart && await new JobOutput(job, run, this, record, path).FindAsync().ConfigureAwait(false) is { } video)
                {
                    _record = record;
                    _done = Create(JobStatus.AlreadyDone, video);
                }

                return number;
            }
        }

        return next;
    }

    private JobResult Fail(JobStatus status, NemoException error)
    {
        if (status is JobStatus.Failed or JobStatus.AwaitingInput)
        {
            run.HasFailed = true;
        }

        var result = Create(status);
        error = Advise(error);
        var isOfSession = error is { Action: NemoAction.ReadState, ActionTarget: null };
        return result with { Error = isOfSession ? error.Restate(error.Message, error.NextStep, target: result.SessionId) : error };
    }

    /// <summary>
    /// Recommends another message instead of a restart if there are equal jobs: a restart of this job alone would use the record of the
    /// first one. A download doesn't need its own command, because the next run repeats it.
    /// </summary>
    private NemoException Advise(NemoException error) =>
        error.Action == NemoAction.RestartJob && _hash is not null && run.EqualJobs.HasSeveral(_hash)
            ? error.Restate(error.Message, error.NextStep, action: NemoAction.ChangeMessage)
        : error.Action == NemoAction.DownloadAgain
            ? error.Restate(error.Message, "Run the same job again later. It downloads the video without sending the messages again.")
        : error;

    private JobResult Create(JobStatus status, JobLine? video = null)
    {
        CountTime();
        var messages = _record?.State.Messages ?? [];
        return new JobResult(job, status)
        {
            OutputPath = video?.Path,
            Duration = video?.Duration,
            Length = video?.Length,
            AgentText = string.Join("\n", messages.Select(static line => line.AgentText).Where(static text => text is { Length: > 0 })),
            Changes = [.. messages.SelectMany(static message => message.Changes ?? [])],
            TracksBefore = messages.Count > 0 ? messages[0].TracksBefore ?? [] : [],
            TracksAfter = messages.Count > 0 ? messages[messages.Count - 1].TracksAfter ?? [] : [],
            FirstTimelines = messages.Count > 0 ? messages[0].Timelines : null,
            LastTimelines = messages.Count > 0 ? messages[messages.Count - 1].Timelines : null,
            StartTime = _startTime,
            StageTimes = _times,
            SessionId = _record?.State.SessionId,
        };
    }

    private void CountTime()
    {
        if (_stage is { } last)
        {
            _times[last] = (_times.TryGetValue(last, out var time) ? time : default) + _clock.Elapsed;
        }

        _clock.Restart();
    }

    /// <summary>The requested pause. After a second rejection, it isn't shorter than the default: the service is overloaded.</summary>
    private TimeSpan PauseOf(NemoException limited) =>
        new[] { limited.RetryAfter ?? TimeSpan.Zero, run.Services.Transport.Limits.RateLimitDelay, MinPause }.Max();
}
