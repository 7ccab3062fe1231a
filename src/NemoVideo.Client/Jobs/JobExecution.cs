using NemoVideo.Client.Exports;
using NemoVideo.Client.Sessions;

namespace NemoVideo.Client.Jobs;

/// <summary>Runs one job: asks <see cref="JobPlan"/> what is next, and does it. The log says what must be known after a kill.</summary>
internal sealed class JobExecution
{
    private readonly VideoJob _job;
    private readonly JobRun _run;
    private readonly JobWork _work;
    private readonly JobInputs _inputs;
    private readonly JobMessages _messages;
    private readonly JobRenders _renders;
    private readonly DateTimeOffset _startTime;
    private JobOutput? _output;
    private JobResult? _result;

    public JobExecution(VideoJob job, JobRun run)
    {
        (_job, _run, _work) = (job, run, new JobWork(job, run));
        (_inputs, _messages, _renders) = (new(_work), new(_work), new(_work));
        _startTime = _work.Service.Transport.Time.GetUtcNow();
    }

    private JobState State => _work.State;

    private JobStages Stages => _work.Stages;

    /// <summary>Writes the updates of the job, which has a slot. The last one has its result, unless the run stopped before.</summary>
    public async Task RunAsync()
    {
        try
        {
            if ((_result = _run.FindVideo(_job)) is null)
            {
                await Stages.EnterAsync(JobStage.Session).ConfigureAwait(false);
                await ProcessAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is NemoException || !_run.Ending.IsCancellationRequested)
        {
            var problem = $"An unexpected error occurred ({exception.GetType().Name}).";
            Fail(exception as NemoException
                ?? new NemoException(NemoErrorKind.Unexpected, problem, "Report this problem.", exception));
        }
        finally
        {
            if (_result is not null && _work.MessageCount > 0)
            {
                var credits = await CreditBalance.TryGetAsync(_work.Service.Transport, _run.Ending).ConfigureAwait(false);
                _result = _result with { CreditAfter = credits?.Available };
            }

            _work.ReleaseCredits();
            Stages.Leave();
        }

        if (_result is not null)
        {
            await _run.Updates.Writer.WriteAsync(
                new JobFinishedUpdate(_job, _result) { AvailableBefore = _run.Budget.AvailableBefore }, _run.Ending).ConfigureAwait(false);
        }
    }

    /// <summary>Estimates what the job costs, without a lock on its log.</summary>
    public JobEstimate Estimate()
    {
        var identity = _inputs.Identify();
        var turn = _run.TurnOf(identity);
        using var log = _work.Log = _run.Services.Logs.Read(identity);
        Find(_inputs.UseLoggedOrder(_run.Options.Restart));
        var step = JobPlan.Next(State, _job, _work.Facts);

        // The first of equal jobs pays.
        var credits = step is JobStep.Done or JobStep.Copy || turn.IsEstimated ? 0 : _work.Estimate;
        turn.IsEstimated = true;
        var path = (step as JobStep.Done)?.Video.Path ?? _output?.FindPath() ?? JobOutput.FindFreePath(_job, _run);
        var isOther = _inputs.HasOtherOrder || !(turn.Order ??= _inputs.Order).SequenceEqual(_inputs.Order);
        return new JobEstimate(credits, _work.SentCount, path, IsComplete: step is JobStep.Done, HasOtherOrder: isOther);
    }

    private async Task ProcessAsync()
    {
        var identity = _inputs.Identify();
        var turn = _run.TurnOf(identity);
        await Stages.WaitForTurnAsync(turn).ConfigureAwait(false);
        try
        {
            if (_run.IsStopping)
            {
                return;
            }

            var earlier = _work.Facts = turn.Facts ?? new JobFacts { Restart = _run.Options.Restart };
            using var log = _work.Log = await _run.Services.Logs.OpenAsync(identity, _run.Ending).ConfigureAwait(false);
            if (log is null)
            {
                _result = Create(JobStatus.InUse);
                return;
            }

            // An equal job of this run doesn't settle the message either.
            Find(_inputs.UseLoggedOrder(earlier.Restart));
            _work.Facts = _work.Facts with { IsResolved = earlier.IsResolved };
            while (_result is null)
            {
                await StepAsync(JobPlan.Next(State, _job, _work.Facts)).ConfigureAwait(false);
            }
        }
        finally
        {
            turn.Facts = _work.Facts;
            turn.Gate.Release();
        }
    }

    /// <summary>Finds the video. In another order, it is never a copy under the name of this one, and never replaces it.</summary>
    private void Find(bool restart)
    {
        _output = _work.Log is { } log ? new JobOutput(_inputs.Job, _run, log) : null;
        var facts = _output?.Find(restart) ?? new JobFacts();
        _work.Facts = _inputs.HasOtherOrder ? facts with { IsVideoNamed = true } : facts;
    }

    /// <summary>Does a step. After a rate limit, it is repeated.</summary>
    private async Task StepAsync(JobStep step)
    {
        try
        {
            await Stages.EnterAsync(step switch
            {
                JobStep.Upload => JobStage.Upload,
                JobStep.Send => JobStage.Edit,
                JobStep.Submit or JobStep.Wait => JobStage.Render,
                JobStep.Download or JobStep.Copy => JobStage.Download,
                _ => null,
            }).ConfigureAwait(false);
            await DoAsync(step).ConfigureAwait(false);
        }
        catch (NemoException limited) when (limited is { Kind: NemoErrorKind.RateLimited, Outcome: Outcome.NotDone }
            && _run.IsWorthWaiting(_run.PauseOf(limited)))
        {
            // The slot is kept during the pause. Otherwise, the next job would take it and be rejected, too.
            var reason = limited.Message.TrimEnd('.');
            await _work.Service.Transport.PauseAsync(_run.PauseOf(limited), _run.Ending, reason).ConfigureAwait(false);
        }
    }

    private async Task DoAsync(JobStep step)
    {
        switch (step)
        {
            case JobStep.Done { Video: var video }:
                if (!State.Videos.Contains(video))
                {
                    // It was moved.
                    _work.Append(video);
                }

                _result = Finish(JobStatus.AlreadyDone, video);
                break;
            case JobStep.Copy { Video: var video }:
                _result = Finish(JobStatus.Succeeded, await _output!.CopyAsync(video).ConfigureAwait(false));
                break;
            case JobStep.Resolve { Message: var message }:
                await _messages.ResolveAsync(message).ConfigureAwait(false);
                break;
            case JobStep.Fail { Message: var message }:
                throw _messages.ErrorOf(message);
            case JobStep.Reserve:
                _output!.CheckFolder();
                await _work.ReserveAsync().ConfigureAwait(false);
                break;
            case JobStep.Start:
                // Only now, because a job that can't be paid keeps what a previous run did.
                _work.Append(_inputs.Describe());
                _work.Facts = _work.Facts with { Restart = false };
                break;
            case JobStep.CreateSession:
                await CreateSessionAsync().ConfigureAwait(false);
                break;
            case JobStep.Upload { Number: var number }:
                await InSessionAsync(() => _inputs.UploadAsync(number), _work.Append).ConfigureAwait(false);
                break;
            case JobStep.Send { Number: var number }:
                if (number == 0)
                {
                    await _inputs.CheckNotChangingAsync().ConfigureAwait(false);
                }

                await InSessionAsync(() => _messages.SendAsync(number), edit => _messages.Record(number, edit)).ConfigureAwait(false);
                break;
            case JobStep.Submit:
                await _renders.SubmitAsync().ConfigureAwait(false);
                break;
            case JobStep.Wait { Render: var id }:
                await _renders.UseAsync(id, () => _renders.WaitAsync(id)).ConfigureAwait(false);
                break;
            case JobStep.Download { Render: var render }:
                await _renders.UseAsync(render.Id, () => DownloadAsync(render)).ConfigureAwait(false);
                _run.ReportProgress();
                break;
        }
    }

    private async Task CreateSessionAsync()
    {
        var name = ControlCharacters.OneLine(_job.Name) is var line && !string.IsNullOrWhiteSpace(line) ? line : VideoJob.DefaultName;
        var session = await _work.Service.Sessions.CreateAsync(
            name, JobIdentity.LanguageOf(_job, _run.Services.Skill), _run.Ending).ConfigureAwait(false);
        _work.Append(new JobLine(JobLineKind.Session) { Session = session.Id });
        _work.HasNewSession = true;
    }

    /// <summary>
    /// Sends a request that is logged first. If the service rejects it, that is logged too: it can be sent again. If no message was sent in
    /// a session that is gone, another session replaces it.
    /// </summary>
    private async Task InSessionAsync<T>(Func<Task<T>> send, Action<T> record)
    {
        T sent;
        try
        {
            sent = await send().ConfigureAwait(false);
        }
        catch (NemoException refused) when (refused.Outcome == Outcome.NotDone)
        {
            _work.LogRefusal();

            // Whoever says that the session of a message is gone, the next run asks for its timeline first.
            if (refused.Kind != NemoErrorKind.SessionNotFound || _work.Facts.LostSession is not null || State.Refused is not null)
            {
                throw;
            }

            _work.Facts = _work.SentCount == 0 ? _work.Facts with { LostSession = State.SessionId }
                : throw JobErrors.Gone(refused, State.SessionId);
            return;
        }

        // If this fails, the request isn't refused.
        record(sent);
    }

    private async Task DownloadAsync(RenderJob render) =>
        _result = Finish(JobStatus.Succeeded, await _output!.DownloadAsync(render, Stages).ConfigureAwait(false));

    private JobResult Finish(JobStatus status, JobLine video)
    {
        _inputs.AddToCatalog(video);
        return Create(status, video);
    }

    private void Fail(NemoException error)
    {
        var status = error.Kind switch
        {
            NemoErrorKind.AwaitingInput => JobStatus.AwaitingInput,
            NemoErrorKind.OutOfCredits when !_work.Facts.IsReserved && _work.SentCount == 0 => JobStatus.NotStarted,
            _ => JobStatus.Failed,
        };
        if (error.Kind == NemoErrorKind.OutOfCredits && _work.Facts.IsReserved)
        {
            _run.Budget.ReportExhausted();
        }

        _run.HasFailed |= status != JobStatus.NotStarted;
        _result = Create(status) with { Error = JobErrors.ForResult(error, State) };
    }

    private JobResult Create(JobStatus status, JobLine? video = null)
    {
        var state = State;
        return new JobResult(_job, status)
        {
            OutputPath = video?.Path,
            TakenPath = _output?.TakenPath,
            HasOtherOrder = _inputs.HasOtherOrder,
            Duration = video?.Duration,
            Length = video?.Length,
            StartTime = _startTime,
            StageTimes = Stages.StopClock(),
            MessageCount = _work.MessageCount,
            ReadState = () => state,
        };
    }
}
