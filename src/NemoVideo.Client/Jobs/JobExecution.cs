using System.Diagnostics;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Uploads;

namespace NemoVideo.Client.Jobs;

/// <summary>Runs one job: asks <see cref="JobPlan"/> what is next, logs what must be known before, does it, and logs what happened.</summary>
internal sealed class JobExecution(VideoJob job, JobRun run)
{
    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(1);

    private readonly JobServices _services = run.Services;
    private readonly Dictionary<JobStage, TimeSpan> _times = [];
    private readonly Stopwatch _clock = new();
    private readonly DateTimeOffset _startTime = run.Services.Transport.Time.GetUtcNow();
    private JobStage? _stage;
    private JobFacts _facts = new();
    private JobTurn _turn = new();
    private IReadOnlyList<JobInput> _inputs = [];
    private JobLog? _log;
    private string? _createdSession;
    private NemoException? _renderFailure;
    private long _reserved;
    private bool _hasSlot = true;
    private bool _isWaiting;
    private bool _isOutOfCredits;

    private JobState State => _log?.State ?? JobState.Empty;

    /// <summary>Writes the updates of the job, which has a slot. The last one has its result, unless the run stopped before it started.</summary>
    public async Task RunAsync()
    {
        AttributionHandler.Current.Value = job.Skill;
        JobResult? result = null;
        try
        {
            await EnterAsync(JobStage.Session).ConfigureAwait(false);
            result = await ProcessAsync().ConfigureAwait(false);
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
            run.Budget.Release(_reserved, isSpent: false);
            LeaveSlot();
            if (_isWaiting)
            {
                run.Waiting.Release();
            }
        }

        if (result is not null)
        {
            await run.Updates.Writer.WriteAsync(
                new JobFinishedUpdate(job, result) { AvailableBefore = run.Budget.AvailableBefore }, run.Ending).ConfigureAwait(false);
        }
    }

    /// <summary>Estimates what the job costs, without a lock on its log.</summary>
    public async Task<JobEstimate> EstimateAsync()
    {
        var identity = Identify();
        _turn = run.TurnOf(identity);
        if (_turn.IsStarted)
        {
            // An equal job pays.
            return new JobEstimate(0, SentCount: 0, JobOutput.FindFreePath(job, run), IsComplete: false);
        }

        _turn.IsStarted = true;
        using var log = _log = _services.Logs.Read(identity);
        if (log is null)
        {
            return new JobEstimate(run.Options.EstimateCredit(job), SentCount: 0, JobOutput.FindFreePath(job, run), IsComplete: false);
        }

        var output = new JobOutput(job, run, log);
        _facts = await output.FindAsync(new JobFacts { Restart = run.Options.Restart }).ConfigureAwait(false);
        var step = JobPlan.Next(State, job, _facts);
        if (step is JobStep.Resolve { Message: { State: not JobLineState.Sending } message } && !run.Options.AcceptTimeline
            && (message.State == JobLineState.Failed || (await ReadStateAsync().ConfigureAwait(false)).Fingerprint == message.Before))
        {
            throw ErrorOf(message);
        }

        var sent = _facts.Restart ? 0 : State.Messages.Count;
        var isDone = step is JobStep.Done or JobStep.Copy;
        return new JobEstimate(
            isDone ? 0 : run.Options.EstimateCredit(job, sent), sent, (step as JobStep.Done)?.Video.Path ?? output.FindPath(), isDone);
    }

    private string Identify()
    {
        _inputs = JobIdentity.ReadInputs(job, _services.Hashes, run.Ending);
        return JobIdentity.Hash(job, _inputs, _services.Api, _services.Skill);
    }

    private async Task<JobResult?> ProcessAsync()
    {
        var identity = Identify();
        _turn = run.TurnOf(identity);
        if (!_turn.Gate.Wait(0, CancellationToken.None))
        {
            // The other job can be waiting for its export. The slot is for others then.
            LeaveSlot();
            await _turn.Gate.WaitAsync(run.Ending).ConfigureAwait(false);
            await run.Slots.WaitAsync(run.Ending).ConfigureAwait(false);
            _hasSlot = true;
        }

        try
        {
            if (run.IsStopping)
            {
                return null;
            }

            using var log = _log = _services.Logs.Open(identity);
            if (log is null)
            {
                return Create(JobStatus.InUse);
            }

            var output = new JobOutput(job, run, log);
            _facts = await output.FindAsync(
                new JobFacts { Restart = run.Options.Restart && !_turn.IsStarted }).ConfigureAwait(false);
            JobResult? result = null;
            while (result is null)
            {
                result = await StepAsync(JobPlan.Next(State, job, _facts), output).ConfigureAwait(false);
            }

            return result;
        }
        finally
        {
            _turn.Gate.Release();
        }
    }

    /// <summary>Does a step, again after a rate limit. Returns the result of the job at its end.</summary>
    private async Task<JobResult?> StepAsync(JobStep step, JobOutput output)
    {
        try
        {
            return await DoAsync(step, output).ConfigureAwait(false);
        }
        catch (NemoException limited) when (limited.Kind == NemoErrorKind.RateLimited && run.IsWorthWaiting(PauseOf(limited)))
        {
            // The slot is kept during the pause. Otherwise, the next job would take it and be rejected, too.
            _createdSession = null;
            await _services.Transport.PauseAsync(PauseOf(limited), run.Ending).ConfigureAwait(false);
            return null;
        }
    }

    private async Task<JobResult?> DoAsync(JobStep step, JobOutput output)
    {
        switch (step)
        {
            case JobStep.Done { Video: var video }:
                return Create(JobStatus.AlreadyDone, video);
            case JobStep.Copy { Video: var video }:
                await WaitAsync(JobStage.Download).ConfigureAwait(false);
                return Create(JobStatus.Succeeded, await output.CopyAsync(video).ConfigureAwait(false));
            case JobStep.Resolve { Message: var message }:
                await ResolveAsync(message).ConfigureAwait(false);
                return null;
            case JobStep.Fail { Message: var message }:
                throw ErrorOf(message);
            case JobStep.Reserve:
                output.CheckFolder();
                return await ReserveAsync().ConfigureAwait(false);
            case JobStep.Start:
                Start();
                return null;
            case JobStep.CreateSession:
                await CreateSessionAsync().ConfigureAwait(false);
                return null;
            case JobStep.Upload { Number: var number }:
                await EnterAsync(JobStage.Upload).ConfigureAwait(false);
                if (await InSessionAsync(JobLineKind.Upload, () => UploadAsync(number)).ConfigureAwait(false))
                {
                    _log!.Append(new JobLine(JobLineKind.Upload) { Number = number, State = JobLineState.Done });
                }

                return null;
            case JobStep.Send { Number: var number }:
                await EnterAsync(JobStage.Edit).ConfigureAwait(false);
                EditResult? edit = null;
                if (await InSessionAsync(JobLineKind.Message, async () => edit = await SendAsync(number).ConfigureAwait(false)).ConfigureAwait(false))
                {
                    Record(number, edit!);
                }

                return null;
            case JobStep.Submit:
                await WaitAsync(JobStage.Render).ConfigureAwait(false);
                await SubmitAsync().ConfigureAwait(false);
                return null;
            case JobStep.Wait { Render: var id }:
                await WaitAsync(JobStage.Render).ConfigureAwait(false);
                await UseRenderAsync(id, () => PollAsync(id)).ConfigureAwait(false);
                return null;
            case JobStep.Download { Render: var render }:
                await WaitAsync(JobStage.Download).ConfigureAwait(false);
                var saved = await UseRenderAsync(render.Id, async () => Create(
                    JobStatus.Succeeded, await output.DownloadAsync(render).ConfigureAwait(false))).ConfigureAwait(false);
                run.ReportProgress();
                return saved;
            default:
                throw new InvalidOperationException(step.GetType().Name);
        }
    }

    /// <summary>Reserves the credits of the messages that were not sent. Returns a result if they don't suffice.</summary>
    private async Task<JobResult?> ReserveAsync()
    {
        var sent = _facts.Restart ? 0 : State.Messages.Count;
        var estimate = run.Options.EstimateCredit(job, sent);
        if (estimate > 0 && !await run.Budget.TryReserveAsync(estimate, run.Ending).ConfigureAwait(false))
        {
            return Fail(
                sent > 0 ? JobStatus.Failed : JobStatus.NotStarted,
                JobErrors.Unaffordable(estimate, run.Budget.IsOverMaximum(estimate), _services.Transport.Errors.AddCredits));
        }

        (_reserved, _facts) = (estimate, _facts with { IsReserved = true });
        return null;
    }

    /// <summary>Only now, because a job that can't be paid keeps what a previous run did.</summary>
    private void Start()
    {
        _log!.Append(new JobLine(JobLineKind.Start)
        {
            Api = _services.Api.GetLeftPart(UriPartial.Authority),
            Inputs = [.. job.Inputs.Select(static input =>
                JobIdentity.UrlOf(input) is { } url ? UrlText.WithoutSecrets(url) : Path.GetFileName(input))],
            Messages = [.. job.Messages.Select(Excerpt)],
        });
        _turn.IsStarted = true;
        _facts = _facts with { Restart = false };
    }

    private async Task CreateSessionAsync()
    {
        var name = ControlCharacters.OneLine(JobOutput.NameOf(job)) is var line && !string.IsNullOrWhiteSpace(line) ? line : "video";
        var session = await _services.Sessions.CreateAsync(
            name, JobIdentity.LanguageOf(job, _services.Skill), run.Ending).ConfigureAwait(false);
        _log!.Append(new JobLine(JobLineKind.Session) { Session = session.Id });
        _createdSession = session.Id;
    }

    /// <summary>
    /// Sends a request that is logged first. If the service rejects it, that is logged too: it can be sent again. If no message was sent in a
    /// session that is gone, this returns false, and another session replaces it.
    /// </summary>
    private async Task<bool> InSessionAsync(JobLineKind kind, Func<Task> send)
    {
        try
        {
            await send().ConfigureAwait(false);
            return true;
        }
        catch (NemoException refused) when (refused.Outcome == Outcome.NotDone && refused.Kind != NemoErrorKind.Closed)
        {
            if (kind == JobLineKind.Upload ? State.HasOpenUpload : State.LastMessage?.State == JobLineState.Sending)
            {
                LogRefusal(kind);
            }

            if (refused.Kind != NemoErrorKind.SessionNotFound || (State.Messages.Count == 0 && State.SessionId == _createdSession))
            {
                throw;
            }

            _facts = State.Messages.Count == 0 ? _facts with { LostSession = State.SessionId }
                : throw JobErrors.Gone(refused, "At least one message was already sent in that session.", State.SessionId);
            return false;
        }
    }

    private void LogRefusal(JobLineKind kind) => _log!.Append(new JobLine(kind)
    {
        Number = kind == JobLineKind.Upload ? State.UploadCount : State.Messages.Count - 1, State = JobLineState.Refused,
    });

    private async Task UploadAsync(int number)
    {
        var (input, session) = (job.Inputs[number], State.SessionId!);
        Func<Task> send;
        if (JobIdentity.UrlOf(input) is { } url)
        {
            send = () => _services.Uploads.UploadUrlAsync(session, url, run.Ending);
        }
        else
        {
            var (file, (hash, identified)) = (MediaFile.Check(input), _inputs[number]);
            if (!file.IsUnchangedSince(identified!) && _services.Hashes.Of(file, run.Ending) != hash)
            {
                // The changed file is another job, which would not find what was charged here.
                throw file.Changed();
            }

            send = () => _services.Uploads.UploadFileAsync(session, file, progress: null, run.Ending);
        }

        _log!.Append(new JobLine(JobLineKind.Upload) { Number = number, State = JobLineState.Sending });
        await send().ConfigureAwait(false);
    }

    private async Task<EditResult> SendAsync(int number)
    {
        EditResult? result = null;
        var events = _services.Edits.RunAsync(
            State.SessionId!,
            job.Messages[number],
            run.Options.MessageTimeout,
            progress: null,
            before => _log!.Append(
                new JobLine(JobLineKind.Message) { Number = number, State = JobLineState.Sending, Before = before.Fingerprint }),
            () => LogRefusal(JobLineKind.Message),
            run.Ending);
        _facts = _facts with { IsResolved = true };
        try
        {
            await foreach (var current in events.ConfigureAwait(false))
            {
                result = current as EditResult;
                if (current is ErrorEvent { Exception.Kind: NemoErrorKind.OutOfCredits })
                {
                    // This is true for all other jobs, even if the service did some of the work for this one.
                    _isOutOfCredits = true;
                    run.Budget.ReportExhausted();
                }

                // Without media, the message generates a clip.
                if (run.Options.IncludeEvents && current is not NoMediaEvent)
                {
                    await run.Updates.Writer.WriteAsync(
                        new JobEventUpdate(job, State.SessionId!, job.Messages[number], current), run.Ending).ConfigureAwait(false);
                }
            }
        }
        catch (NemoException failure) when (failure.Kind == NemoErrorKind.OutOfCredits)
        {
            run.Budget.ReportExhausted();
            throw;
        }

        return result!;
    }

    private void Record(int number, EditResult result)
    {
        run.ReportProgress();
        var credits = run.Options.EstimateMessage(job, number);
        _reserved -= credits;
        run.Budget.Release(credits, isSpent: true);

        // The next run reads an unknown outcome from the timeline.
        _log!.Append(result.Status == EditStatus.Unknown
            ? throw result.Error!.Exception! : JobMessage.Describe(number, result, _isOutOfCredits));
    }

    /// <summary>Finds out what a message of an earlier run did: whether the timeline has changed. The caller can accept the timeline.</summary>
    private async Task ResolveAsync(JobLine message)
    {
        var (accepts, state) = (run.Options.AcceptTimeline, message.State);
        if (state == JobLineState.Sending)
        {
            await run.Updates.Writer.WriteAsync(new JobCheckUpdate(job, State.SessionId!), run.Ending).ConfigureAwait(false);
        }

        var edited = state == JobLineState.Sending || accepts == (state == JobLineState.Failed)
            ? await FindEditAsync(message).ConfigureAwait(false) : null;
        if (edited is not null || (accepts && state != JobLineState.Failed))
        {
            _log!.Append(JobMessage.Settle(message, edited));
        }
        else if (accepts)
        {
            throw JobErrors.NothingToAccept(message, State.SessionId);
        }

        _facts = _facts with { IsResolved = true };
    }

    /// <summary>
    /// The timeline after a message; null if it hasn't changed. A changed timeline is polled until two consecutive states are equal, because
    /// the raw clip can appear before music and titles. After a lost message, an unchanged one is polled too.
    /// </summary>
    /// <exception cref="NemoException">The timeline is still changing.</exception>
    private async Task<TimelineState?> FindEditAsync(JobLine sent)
    {
        var (transport, limits) = (_services.Transport, _services.Transport.Limits);
        var waits = sent.State == JobLineState.Sending && transport.Time.GetUtcNow() - sent.At <= JobMessage.MaxTime(limits, run.Options);
        var state = await ReadStateAsync().ConfigureAwait(false);
        for (var poll = 0; poll <= limits.RecoveryCount && (waits || state.Fingerprint != sent.Before); poll++)
        {
            await transport.PauseAsync(poll == 0 ? limits.RecoveryDelay : limits.RecoveryInterval, run.Ending).ConfigureAwait(false);
            var next = await ReadStateAsync().ConfigureAwait(false);
            if (next.Fingerprint != sent.Before && next.Matches(state))
            {
                return next;
            }

            state = next;
        }

        return state.Fingerprint == sent.Before ? null : throw JobErrors.StillChanging(State.SessionId);
    }

    private async Task<TimelineState> ReadStateAsync()
    {
        try
        {
            return await _services.States.GetAsync(State.SessionId!, run.Ending).ConfigureAwait(false);
        }
        catch (NemoException unreadable) when (unreadable.Kind == NemoErrorKind.InvalidResponse)
        {
            throw JobErrors.Unreadable(unreadable, State.SessionId);
        }
        catch (NemoException gone) when (gone.Kind == NemoErrorKind.SessionNotFound)
        {
            throw JobErrors.Gone(gone, "At least one message was already sent in that session.", State.SessionId);
        }
    }

    private async Task SubmitAsync()
    {
        try
        {
            var state = await _services.States.GetReadableAsync(State.SessionId!, run.Ending).ConfigureAwait(false);
            var render = await _services.Renders.SubmitAsync(state, job.Output, Log, run.Ending).ConfigureAwait(false);
            if (render.Id != State.Renders[State.Renders.Count - 1].Render)
            {
                Log(render.Id);
            }

            _facts = _facts with { SubmittedRender = render.Id };
        }
        catch (NemoException empty) when (empty.Kind == NemoErrorKind.NotReady)
        {
            throw _renderFailure
                ?? JobErrors.Empty(empty, hadTracks: State.LastMessage?.TracksAfter is { Count: > 0 }, hasInputs: job.Inputs.Count > 0);
        }
        catch (NemoException gone) when (gone.Kind == NemoErrorKind.SessionNotFound)
        {
            // A new session would be charged, and the next run may be able to use the previous render.
            throw _renderFailure ?? JobErrors.Gone(gone, "The video can't be exported.", State.SessionId);
        }

        // The next run can find the render even if the response is lost.
        void Log(string id) => _log!.Append(new JobLine(JobLineKind.Render)
        {
            Render = id, Format = job.Format, Quality = job.Quality, Options = job.Output.Options,
        });
    }

    private async Task<JobResult?> PollAsync(string id)
    {
        // After a render that can't be used, the others are only polled once, because each wait could be long.
        var limits = _services.Transport.Limits;
        var render = _renderFailure is null || id == _facts.SubmittedRender
            ? await _services.Renders.WaitAsync(
                id, run.Options.PollInterval ?? limits.RenderPollInterval, limits.RenderTimeout, progress: null, run.Ending).ConfigureAwait(false)
            : await _services.Renders.GetAsync(id, run.Ending).ConfigureAwait(false);
        _facts = render.Status == RenderStatus.Completed ? _facts with { Completed = render }
            : id == _facts.SubmittedRender ? throw JobErrors.RenderFailed(render)
            : WithUnusable(id);
        return null;
    }

    /// <summary>Uses a render. If that of a previous run can't be used, another one is, or a new one, which is free.</summary>
    private async Task<JobResult?> UseRenderAsync(string id, Func<Task<JobResult?>> use)
    {
        try
        {
            return await use().ConfigureAwait(false);
        }
        catch (NemoException failure) when (id != _facts.SubmittedRender && (failure.Kind switch
        {
            NemoErrorKind.FileAccess or NemoErrorKind.Closed => false,
            NemoErrorKind.RateLimited or NemoErrorKind.ConnectionFailed => _renderFailure is not null,
            _ => true,
        }))
        {
            // If the service doesn't have it, there is nothing to report.
            _renderFailure ??= failure.Kind == NemoErrorKind.RenderNotFound && _facts.Completed is null ? null : failure;
            _facts = WithUnusable(id);
            return null;
        }
    }

    private JobFacts WithUnusable(string id) => _facts with { Completed = null, UnusableRenders = [.. _facts.UnusableRenders, id] };

    private NemoException ErrorOf(JobLine message) => JobErrors.Of(
        message, job.Messages.Count > 1 ? Excerpt(job.Messages[Math.Min(message.Number ?? 0, job.Messages.Count - 1)]) : null, State.SessionId);

    /// <summary>The beginning of a message, without secrets.</summary>
    private string Excerpt(string message) => JobMessage.Excerpt(_services.Transport.Redaction.Redact(message));

    /// <summary>Enters a stage after the last edit, which doesn't need a slot.</summary>
    private async Task WaitAsync(JobStage stage)
    {
        if (!_isWaiting)
        {
            await run.Waiting.WaitAsync(run.Ending).ConfigureAwait(false);
            _isWaiting = true;
            LeaveSlot();
        }

        await EnterAsync(stage).ConfigureAwait(false);
    }

    private void LeaveSlot()
    {
        if (_hasSlot)
        {
            _hasSlot = false;
            run.Slots.Release();
        }
    }

    private async Task EnterAsync(JobStage stage)
    {
        if (_stage != stage)
        {
            CountTime();
            _stage = stage;
            await run.Updates.Writer.WriteAsync(new JobStageUpdate(job, stage, State.SessionId), run.Ending).ConfigureAwait(false);
        }
    }

    private JobResult Fail(JobStatus status, NemoException error)
    {
        run.HasFailed |= status is JobStatus.Failed or JobStatus.AwaitingInput;
        var result = Create(status);
        if (error.Action == NemoAction.DownloadAgain)
        {
            // The next run repeats the download.
            error = error.Restate(error.Message, "Run the same job again later. It downloads the video without sending the messages again.");
        }

        var isOfSession = error is { Action: NemoAction.ReadState, ActionTarget: null };
        return result with { Error = isOfSession ? error.Restate(error.Message, error.NextStep, target: result.SessionId) : error };
    }

    private JobResult Create(JobStatus status, JobLine? video = null)
    {
        CountTime();
        var messages = State.Messages;
        return new JobResult(job, status)
        {
            OutputPath = video?.Path,
            Duration = video?.Duration,
            Length = video?.Length,
            AgentText = string.Join("\n", messages.Select(static line => line.AgentText).Where(static text => text is { Length: > 0 })),
            Changes = [.. messages.SelectMany(static message => message.Changes ?? [])],
            TracksBefore = messages.Count > 0 ? messages[0].TracksBefore ?? [] : [],
            TracksAfter = State.LastMessage?.TracksAfter ?? [],
            FirstTimelines = messages.Count > 0 ? messages[0].Timelines : null,
            LastTimelines = State.LastMessage?.Timelines,
            StartTime = _startTime,
            StageTimes = _times,
            SessionId = State.SessionId,
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
        new[] { limited.RetryAfter ?? TimeSpan.Zero, _services.Transport.Limits.RateLimitDelay, MinPause }.Max();
}
