using System.Diagnostics;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Uploads;

namespace NemoVideo.Client.Jobs;

/// <summary>Runs one job: asks <see cref="JobPlan"/> what is next, logs what must be known before, does it, logs what happened.</summary>
internal sealed class JobExecution(VideoJob job, JobRun run)
{
    private readonly JobServices _services = run.Services;
    private readonly Dictionary<JobStage, TimeSpan> _times = [];
    private readonly Stopwatch _clock = new();
    private readonly DateTimeOffset _startTime = run.Services.Transport.Time.GetUtcNow();
    private JobStage? _stage;
    private JobFacts _facts = new();
    private JobTurn _turn = new();
    private IReadOnlyList<JobInput> _inputs = [];
    private long _identifiedAt;

    private VideoJob? _reordered;
    private JobOutput? _output;
    private JobLog? _log;
    private JobResult? _result;
    private SemaphoreSlim? _held = run.Slots;
    private long _reserved;

    private JobState State => _log?.State ?? JobState.Empty;

    /// <summary>The job with its inputs in the order of the log.</summary>
    private VideoJob Ordered => _reordered ?? job;

    private int SentCount => _facts.Restart ? 0 : State.Messages.Count;

    /// <summary>Writes the updates of the job, which has a slot. The last one has its result, unless the run stopped before.</summary>
    public async Task RunAsync()
    {
        AttributionHandler.Current.Value = job.Skill;
        try
        {
            await EnterAsync(JobStage.Session).ConfigureAwait(false);
            await ProcessAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NemoException || !run.Ending.IsCancellationRequested)
        {
            var failure = exception as NemoException ?? new NemoException(
                NemoErrorKind.Unexpected, $"An unexpected error occurred ({exception.GetType().Name}).", "Report this problem.", exception);
            Fail(failure);
        }
        finally
        {
            run.Budget.Release(_reserved, isSpent: false);
            _held?.Release();
        }

        if (_result is not null)
        {
            await run.Updates.Writer.WriteAsync(
                new JobFinishedUpdate(job, _result) { AvailableBefore = run.Budget.AvailableBefore }, run.Ending).ConfigureAwait(false);
        }
    }

    /// <summary>Estimates what the job costs, without a lock on its log.</summary>
    public JobEstimate Estimate()
    {
        var identity = Identify();
        using var log = _log = _services.Logs.Read(identity);
        var restart = UseLoggedOrder(run.Options.Restart);
        var output = log is null ? null : new JobOutput(Ordered, run, log);
        _facts = output is null ? new JobFacts { Restart = restart } : Find(output, restart);
        var order = JobIdentity.OrderOf(_inputs);
        var isOther = _reordered is not null || !(_turn.Order ??= order).SequenceEqual(order);
        var step = JobPlan.Next(State, job, _facts);

        // The first of equal jobs pays.
        var credits = step is JobStep.Done or JobStep.Copy || _turn.IsStarted ? 0 : JobOptions.EstimateCredit(job, SentCount);
        _turn.IsStarted = true;
        var path = (step as JobStep.Done)?.Video.Path ?? output?.FindPath() ?? JobOutput.FindFreePath(job, run);
        return new JobEstimate(credits, SentCount, path, IsComplete: step is JobStep.Done, HasOtherOrder: isOther);
    }

    /// <summary>
    /// The same clips in another order are the same job. If a message was sent, the video keeps its order; otherwise, the job starts again.
    /// </summary>
    /// <returns>Whether the job starts from the beginning.</returns>
    private bool UseLoggedOrder(bool restart)
    {
        var order = JobIdentity.OrderOf(_inputs);
        if (restart || State.Order is null || State.Order.SequenceEqual(order))
        {
            return restart;
        }

        if (State is { Messages.Count: 0, Refused: null })
        {
            return true;
        }

        if (State.LastMessage?.State == JobLineState.Done && SentCount < job.Messages.Count)
        {
            throw JobErrors.OtherOrder(State.SessionId);
        }

        // Inputs with the same identity are interchangeable.
        var indexes = State.Order.Select(input => order.IndexOf(input)).ToList();
        _reordered = job with { Inputs = [.. indexes.Select(index => job.Inputs[index])] };
        _inputs = [.. indexes.Select(index => _inputs[index])];
        return false;
    }

    /// <summary>Finds the video. In another order, it is never a copy under the name of this one, and never replaces it.</summary>
    private JobFacts Find(JobOutput output, bool restart) =>
        output.Find(restart) is var facts && _reordered is null ? facts : facts with { IsVideoNamed = true };

    /// <summary>An equal job of this run doesn't settle the message either.</summary>
    private void SetResolved() => (_turn.IsResolved, _facts) = (true, _facts with { IsResolved = true });

    private string Identify()
    {
        _identifiedAt = _services.Transport.Time.GetTimestamp();
        _inputs = JobIdentity.ReadInputs(job, _services.Hashes, run.Ending);
        var identity = JobIdentity.Hash(job, _inputs, _services.Api, _services.Skill);
        _turn = run.TurnOf(identity);
        return identity;
    }

    private async Task ProcessAsync()
    {
        var identity = Identify();
        if (!_turn.Gate.Wait(0, CancellationToken.None))
        {
            // The other job can be waiting for its export. The slot is for others then.
            await HoldAsync(null).ConfigureAwait(false);
            await _turn.Gate.WaitAsync(run.Ending).ConfigureAwait(false);
            await HoldAsync(run.Slots).ConfigureAwait(false);
        }

        try
        {
            if (run.IsStopping)
            {
                return;
            }

            using var log = _log = await _services.Logs.OpenAsync(identity, run.Ending).ConfigureAwait(false);
            if (log is null)
            {
                _result = Create(JobStatus.InUse);
                return;
            }

            var restart = UseLoggedOrder(run.Options.Restart && !_turn.IsStarted);
            var output = _output = new JobOutput(Ordered, run, log);
            _facts = Find(output, restart) with { IsResolved = _turn.IsResolved };
            while (_result is null)
            {
                await StepAsync(JobPlan.Next(State, job, _facts), output).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Gate.Release();
        }
    }

    /// <summary>Does a step. After a rate limit, it is repeated.</summary>
    private async Task StepAsync(JobStep step, JobOutput output)
    {
        try
        {
            await EnterAsync(step switch
            {
                JobStep.Upload => JobStage.Upload,
                JobStep.Send => JobStage.Edit,
                JobStep.Submit or JobStep.Wait => JobStage.Render,
                JobStep.Download or JobStep.Copy => JobStage.Download,
                _ => _stage ?? JobStage.Session,
            }).ConfigureAwait(false);
            await DoAsync(step, output).ConfigureAwait(false);
        }
        catch (NemoException limited) when (limited.Kind == NemoErrorKind.RateLimited && run.IsWorthWaiting(PauseOf(limited)))
        {
            // The slot is kept during the pause. Otherwise, the next job would take it and be rejected, too.
            await _services.Transport.PauseAsync(PauseOf(limited), run.Ending, limited.Message.TrimEnd('.')).ConfigureAwait(false);
        }
    }

    private async Task DoAsync(JobStep step, JobOutput output)
    {
        switch (step)
        {
            case JobStep.Done { Video: var video }:
                if (!State.Videos.Contains(video))
                {
                    // It was moved.
                    _log!.Append(video);
                }

                _result = Create(JobStatus.AlreadyDone, video);
                break;
            case JobStep.Copy { Video: var video }:
                _result = Create(JobStatus.Succeeded, await output.CopyAsync(video).ConfigureAwait(false));
                break;
            case JobStep.Resolve { Message: var message }:
                await ResolveAsync(message).ConfigureAwait(false);
                break;
            case JobStep.Fail { Message: var message }:
                throw ErrorOf(message);
            case JobStep.Reserve:
                output.CheckFolder();
                await ReserveAsync().ConfigureAwait(false);
                break;
            case JobStep.Start:
                Start();
                break;
            case JobStep.CreateSession:
                await CreateSessionAsync().ConfigureAwait(false);
                break;
            case JobStep.Upload { Number: var number }:
                await InSessionAsync(() => UploadAsync(number), _log!.Append).ConfigureAwait(false);
                break;
            case JobStep.Send { Number: var number }:
                await InSessionAsync(() => SendAsync(number), edit => Record(number, edit)).ConfigureAwait(false);
                break;
            case JobStep.Submit:
                await SubmitAsync().ConfigureAwait(false);
                break;
            case JobStep.Wait { Render: var id }:
                await UseRenderAsync(id, () => WaitAsync(id)).ConfigureAwait(false);
                break;
            case JobStep.Download { Render: var render }:
                await UseRenderAsync(render.Id, async () => _result = Create(
                    JobStatus.Succeeded, await output.DownloadAsync(render).ConfigureAwait(false))).ConfigureAwait(false);
                run.ReportProgress();
                break;
        }
    }

    /// <summary>Reserves the credits of the messages that were not sent.</summary>
    private async Task ReserveAsync()
    {
        var estimate = JobOptions.EstimateCredit(job, SentCount);
        if (estimate > 0)
        {
            await run.Budget.ReserveAsync(estimate, run.Ending).ConfigureAwait(false);
        }

        (_reserved, _facts) = (estimate, _facts with { IsReserved = true });
    }

    /// <summary>Only now, because a job that can't be paid keeps what a previous run did.</summary>
    private void Start()
    {
        _log!.Append(new JobLine(JobLineKind.Start)
        {
            Api = _services.Api.GetLeftPart(UriPartial.Authority),
            Inputs = [.. job.Inputs.Select(static input =>
                JobIdentity.UrlOf(input) is { } url ? UrlText.WithoutSecrets(url) : Path.GetFileName(input))],
            Order = _inputs.Count > 1 ? JobIdentity.OrderOf(_inputs) : null,
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
        catch (NemoException refused) when (refused.Outcome == Outcome.NotDone && refused.Kind != NemoErrorKind.Closed)
        {
            LogRefusal();

            // Whoever says that the session of a message is gone, the next run asks for its timeline first.
            if (refused.Kind != NemoErrorKind.SessionNotFound || _facts.LostSession is not null || State.Refused is not null)
            {
                throw;
            }

            _facts = SentCount == 0 ? _facts with { LostSession = State.SessionId } : throw JobErrors.Gone(refused, State.SessionId);
            return;
        }

        // If this fails, the request isn't refused.
        record(sent);
    }

    private void LogRefusal()
    {
        if (State.HasOpenUpload || State.LastMessage?.State == JobLineState.Sending)
        {
            _log!.Append(State.HasOpenUpload
                ? new JobLine(JobLineKind.Upload) { Number = State.UploadCount, State = JobLineState.Refused }
                : new JobLine(JobLineKind.Message)
                {
                    Number = State.LastMessage!.Number,
                    State = JobLineState.Refused,
                    Before = State.LastMessage.Before,
                });
            _facts = _facts with { IsResolved = false };
        }
    }

    private async Task<JobLine> UploadAsync(int number)
    {
        var (input, session) = (Ordered.Inputs[number], State.SessionId!);
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

        var line = new JobLine(JobLineKind.Upload) { Number = number, State = JobLineState.Sending };
        _log!.Append(line);
        await send().ConfigureAwait(false);
        return line with { State = JobLineState.Done };
    }

    /// <summary>A copy that isn't complete can have the time of its source (camel 10131), but it changes.</summary>
    private async Task CheckNotChangingAsync()
    {
        var pause = _services.Transport.Limits.StateSettleInterval - _services.Transport.Time.GetElapsedTime(_identifiedAt);
        foreach (var file in _inputs.Select(static input => input.File).OfType<MediaFile>())
        {
            await _services.Transport.PauseAsync(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, run.Ending).ConfigureAwait(false);
            pause = TimeSpan.Zero;
            file.CheckNotChanging();
        }
    }

    private async Task<EditResult> SendAsync(int number)
    {
        if (number == 0)
        {
            await CheckNotChangingAsync().ConfigureAwait(false);
        }

        EditResult? result = null;
        var events = _services.Edits.RunAsync(
            State.SessionId!,
            job.Messages[number],
            run.Options.MessageTimeout,
            progress: null,
            withoutMedia: null,
            LogSending,
            LogRefusal,
            run.Ending);
        SetResolved();
        await foreach (var current in events.ConfigureAwait(false))
        {
            result = current as EditResult;

            // Without media, the message generates a clip.
            if (run.Options.IncludeEvents)
            {
                await run.Updates.Writer.WriteAsync(
                    new JobEventUpdate(job, State.SessionId!, job.Messages[number], current), run.Ending).ConfigureAwait(false);
            }
        }

        return result!;

        void LogSending(TimelineState before)
        {
            if (State.Refused?.Before is { } expected && expected != before.Fingerprint)
            {
                throw JobErrors.StillChanging(State.SessionId, "The timeline has changed since the service refused the message.");
            }

            _log!.Append(new JobLine(JobLineKind.Message) { Number = number, State = JobLineState.Sending, Before = before.Fingerprint });
        }
    }

    private void Spend(int number)
    {
        var credits = JobOptions.EstimateMessage(job, number);
        _reserved -= credits;
        run.Budget.Release(credits, isSpent: true);
    }

    private void Record(int number, EditResult result)
    {
        run.ReportProgress();
        Spend(number);
        if (result.Error?.Exception?.Kind == NemoErrorKind.OutOfCredits)
        {
            run.Budget.ReportExhausted();
        }

        if (result.Status == EditStatus.Unknown)
        {
            // The next run reads the outcome from the timeline.
            throw result.Error!.Exception!;
        }

        if (result is { Status: EditStatus.Succeeded, Interruption: { } lost })
        {
            _services.Transport.Warn($"{JobOutput.NameOf(job)}: {lost.Message} The timeline changed, so the video contains the edit.");
        }

        _log!.Append(JobMessage.Describe(number, result));
    }

    /// <summary>Finds out whether a message of an earlier run has changed the timeline. The caller can accept the timeline.</summary>
    private async Task ResolveAsync(JobLine message)
    {
        var (accepts, state) = (run.Options.AcceptTimeline, message.State);
        if (state is JobLineState.Sending or JobLineState.Refused)
        {
            await run.Updates.Writer.WriteAsync(new JobCheckUpdate(job, State.SessionId!), run.Ending).ConfigureAwait(false);
        }

        var edited = state is JobLineState.Sending or JobLineState.Refused || accepts == (state == JobLineState.Failed)
            ? await FindEditAsync(message).ConfigureAwait(false) : null;
        if (edited is not null || (accepts && state is not (JobLineState.Failed or JobLineState.Refused)))
        {
            _log!.Append(JobMessage.Settle(message, edited));
            if (_facts.IsReserved)
            {
                Spend(message.Number!.Value);
            }
        }
        else if (accepts && state != JobLineState.Refused)
        {
            throw JobErrors.NothingToAccept(message, State.SessionId);
        }

        SetResolved();
    }

    /// <summary>The timeline after a message; null if it hasn't changed.</summary>
    /// <exception cref="NemoException">The timeline is still changing.</exception>
    private async Task<TimelineState?> FindEditAsync(JobLine sent)
    {
        var state = await ReadStateAsync().ConfigureAwait(false);
        var time = sent.State == JobLineState.Sending ? _services.Transport.Time.GetUtcNow() - sent.At : TimeSpan.MaxValue;
        var (last, isStable) = await _services.Edits.FindEarlierAsync(state, sent.Before!, time, run.Options.MessageTimeout, run.Ending)
            .ConfigureAwait(false);
        return isStable ? last : last.Fingerprint == sent.Before ? null : throw JobErrors.StillChanging(State.SessionId);
    }

    private async Task<TimelineState> ReadStateAsync()
    {
        try
        {
            return await _services.States.GetReadableAsync(State.SessionId!, run.Ending).ConfigureAwait(false);
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

    /// <summary>A replica behind a load balancer can have the timeline before the message (adalite 195), which isn't exported.</summary>
    private async Task<TimelineState> ReadEditedStateAsync()
    {
        var limits = _services.Transport.Limits;
        for (var read = 1; ; read++)
        {
            var state = await ReadStateAsync().ConfigureAwait(false);
            if (state.Fingerprint != State.LastMessage!.Before)
            {
                return state;
            }

            if (read >= limits.StatePollCount)
            {
                throw JobErrors.StillChanging(State.SessionId, "The timeline is the one before the message, without its edit.");
            }

            await _services.Transport.PauseAsync(limits.StatePollInterval, run.Ending).ConfigureAwait(false);
        }
    }

    private async Task SubmitAsync()
    {
        var state = await ReadEditedStateAsync().ConfigureAwait(false);
        if (job.Inputs.Count == 0 && !state.IsReady)
        {
            throw JobErrors.NothingGenerated();
        }

        var render = await _services.Renders.SubmitAsync(state, job.Output, Log, run.Ending).ConfigureAwait(false);
        if (render.Id != State.Renders[State.Renders.Count - 1].Render)
        {
            Log(render.Id);
        }

        _facts = _facts with { IsSubmitted = true, UnusableRender = null };

        // The next run can find the render even if the response is lost.
        void Log(string id) => _log!.Append(new JobLine(JobLineKind.Render)
        {
            Render = id,
            Before = state.Fingerprint,
            Quality = job.Quality,
            Options = job.Output.Options,
        });
    }

    private async Task WaitAsync(string id)
    {
        var limits = _services.Transport.Limits;
        var interval = run.Options.PollInterval ?? limits.RenderPollInterval;
        var render = await _services.Renders.WaitAsync(id, interval, limits.RenderTimeout, null, run.Ending).ConfigureAwait(false);
        _facts = render.Status != RenderStatus.Completed ? throw JobErrors.RenderFailed(render)
            : await IsOutdatedAsync().ConfigureAwait(false) ? _facts with { UnusableRender = id, IsReplaced = true }
            : _facts with { Completed = render };
    }

    /// <summary>Whether another render, which is free, must replace a complete one, because the timeline has changed. Once.</summary>
    private async Task<bool> IsOutdatedAsync()
    {
        var submitted = State.Renders.Where(line => line.IsFor(job)).Select(static line => line.Before).Distinct().ToList();
        return !_facts.IsReplaced && submitted.Count == 1 && submitted[0] is { } before
            && await _services.States.HasChangedAsync(State.SessionId!, before, run.Ending).ConfigureAwait(false);
    }

    /// <summary>Uses a render. If that of an earlier run can't be used, a new one replaces it, which is free.</summary>
    private async Task UseRenderAsync(string id, Func<Task> use)
    {
        try
        {
            await use().ConfigureAwait(false);
        }
        catch (NemoException failure) when (!_facts.IsSubmitted && failure.Kind
            is not (NemoErrorKind.FileAccess or NemoErrorKind.Closed or NemoErrorKind.RateLimited or NemoErrorKind.ConnectionFailed))
        {
            _facts = _facts with { Completed = null, UnusableRender = id };
        }
    }

    private NemoException ErrorOf(JobLine message) => JobErrors.Of(
        message, job.Messages.Count > 1 ? Excerpt(job.Messages[message.Number!.Value]) : null, State.SessionId);

    /// <summary>The beginning of a message, without secrets.</summary>
    private string Excerpt(string message) => JobMessage.Excerpt(_services.Transport.Redaction.Redact(message));

    /// <summary>Enters a stage. Those after the last edit don't need a slot.</summary>
    private async Task EnterAsync(JobStage stage)
    {
        await HoldAsync(stage >= JobStage.Render ? run.Waiting : run.Slots).ConfigureAwait(false);
        if (_stage != stage)
        {
            CountTime();
            _stage = stage;
            await run.Updates.Writer.WriteAsync(new JobStageUpdate(job, stage, State.SessionId), run.Ending).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a place before it gives the other one back.</summary>
    private async Task HoldAsync(SemaphoreSlim? places)
    {
        if (_held != places)
        {
            await (places?.WaitAsync(run.Ending) ?? Task.CompletedTask).ConfigureAwait(false);
            _held?.Release();
            _held = places;
        }
    }

    private void Fail(NemoException error)
    {
        var status = error.Kind switch
        {
            NemoErrorKind.AwaitingInput => JobStatus.AwaitingInput,
            NemoErrorKind.OutOfCredits when !_facts.IsReserved && SentCount == 0 => JobStatus.NotStarted,
            _ => JobStatus.Failed,
        };
        if (error.Kind == NemoErrorKind.OutOfCredits && _facts.IsReserved)
        {
            run.Budget.ReportExhausted();
        }

        run.HasFailed |= status != JobStatus.NotStarted;
        _result = Create(status) with
        {
            Error = error switch
            {
                // The next run repeats the download.
                { Action: NemoAction.DownloadAgain } => error.Restate(
                    error.Message, "Run the same job again later. It downloads the video without sending the messages again."),
                { Action: NemoAction.ReadState } => error.Restate(
                    error.Message, error.NextStep, target: error.ActionTarget ?? State.SessionId),
                _ => error,
            },
        };
    }

    private JobResult Create(JobStatus status, JobLine? video = null)
    {
        CountTime();
        var messages = State.Messages;
        return new JobResult(job, status)
        {
            OutputPath = video?.Path,
            TakenPath = _output?.TakenPath,
            HasOtherOrder = _reordered is not null,
            Duration = video?.Duration,
            Length = video?.Length,
            AgentText = string.Join("\n", messages.Select(static line => line.AgentText).Where(static text => text is { Length: > 0 })),
            Changes = [.. messages.SelectMany(static message => message.Changes ?? [])],
            Timelines = new TimelineComparison(messages.Count > 0 ? messages[0].TracksBefore : null, State.LastMessage?.TracksAfter),
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
        new[] { limited.RetryAfter ?? TimeSpan.Zero, _services.Transport.Limits.RateLimitDelay, TimeSpan.FromSeconds(1) }.Max();
}
