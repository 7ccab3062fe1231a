using NemoVideo.Client.Edits;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Timeline;
using NemoVideo.Client.Uploads;

namespace NemoVideo.Client.Jobs;

/// <summary>
/// The charged part of a job: its session, uploads and messages. A message whose outcome isn't known is never sent again.
/// </summary>
/// <param name="job">The job.</param>
/// <param name="run">The run.</param>
/// <param name="execution">Reports the stages.</param>
/// <param name="record">The record of the job.</param>
/// <param name="inputs">The inputs when the job was identified.</param>
internal sealed class JobEdits(VideoJob job, JobRun run, JobExecution execution, JobRecord record, IReadOnlyList<JobInput> inputs)
{
    private readonly JobServices _services = run.Services;
    private readonly JobMessages _messages = new(run, record);
    private bool _isNew = !record.State.IsStarted || run.Options.Restart;
    private long _reserved;
    private int _acceptedUploads = -1;

    /// <summary>Whether a message was sent since the start of the job.</summary>
    public bool HasSent => !_isNew && State.Messages.Count > 0;

    /// <summary>The estimated credits of the messages that were not sent.</summary>
    public long Estimate => run.Options.EstimateCredit(job, HasSent ? State.Messages.Count : 0);

    private JobState State => record.State;

    /// <summary>Returns false if the credits don't suffice to send the messages.</summary>
    public async Task<bool> RunAsync()
    {
        if (!_isNew)
        {
            await _messages.UpdateAsync().ConfigureAwait(false);
        }

        CheckIsResumable();
        if (_isNew || State.EditCount < job.Messages.Count)
        {
            _reserved = Estimate;
            if (_reserved > 0 && !await run.Budget.TryReserveAsync(_reserved, run.Ending).ConfigureAwait(false))
            {
                return false;
            }

            try
            {
                Start();
                await SendAllAsync().ConfigureAwait(false);
            }
            catch (NemoException failure) when (failure.Kind == NemoErrorKind.OutOfCredits)
            {
                run.Budget.ReportExhausted();
                throw;
            }
            finally
            {
                run.Budget.Release(_reserved, isSpent: false);
            }
        }

        return true;
    }

    /// <summary>The beginning of a message, without secrets.</summary>
    private string Excerpt(string message) => JournalText.Excerpt(_services.Transport.Redaction.Redact(message));

    /// <summary>The beginning of a message by its number; null if the job has no other message.</summary>
    private string? ExcerptOf(int number) => job.Messages.Count > 1 ? job.Messages.Select(Excerpt).ElementAtOrDefault(number) : null;

    /// <summary>Throws if a message ended so that the job can't continue, without changing the record.</summary>
    public async Task CheckPreviewAsync()
    {
        if (!_isNew && !await _messages.HasChangedAsync().ConfigureAwait(false))
        {
            _messages.CheckIsResumable(ExcerptOf, isPreview: true);
        }
    }

    private void CheckIsResumable()
    {
        if (!_isNew)
        {
            _messages.CheckIsResumable(ExcerptOf, isPreview: false);
        }
    }

    /// <summary>Only now, because a job that isn't started keeps what a previous run did.</summary>
    private void Start()
    {
        if (_isNew)
        {
            record.Append(new JobLine(JobStep.Start)
            {
                Api = _services.Api.GetLeftPart(UriPartial.Authority),
                Inputs = [.. job.Inputs.Select(static input =>
                    JobIdentity.UrlOf(input) is { } url ? UrlText.WithoutSecrets(url) : Path.GetFileName(input))],
                Messages = [.. job.Messages.Select(Excerpt)],
            });
            _isNew = false;
        }
    }

    private async Task SendAllAsync()
    {
        var isNew = State.SessionId is null || State.HasOpenUpload;
        try
        {
            await (isNew ? CreateSessionAsync() : Task.CompletedTask).ConfigureAwait(false);
            await UploadAndEditAsync().ConfigureAwait(false);
        }
        catch (NemoException gone) when (gone.Kind == NemoErrorKind.SessionNotFound && State.Messages.Count > 0)
        {
            throw gone.Restate(
                "The service can't find the session for this video. At least one message was already sent in that session.",
                "If you used another token before, connect with that token again. Otherwise, create the video again.",
                action: NemoAction.RestartJob,
                target: State.SessionId);
        }
        catch (NemoException gone) when (gone.Kind == NemoErrorKind.SessionNotFound && !isNew)
        {
            // No message was sent in the session.
            await CreateSessionAsync().ConfigureAwait(false);
            await UploadAndEditAsync().ConfigureAwait(false);
        }
    }

    private async Task CreateSessionAsync()
    {
        var language = JobIdentity.LanguageOf(job, _services.Skill);
        var name = ControlCharacters.OneLine(JobOutput.NameOf(job)) is var line && !string.IsNullOrWhiteSpace(line) ? line : "video";
        var session = await _services.Sessions.CreateAsync(name, language, run.Ending).ConfigureAwait(false);
        record.Append(new JobLine(JobStep.Session) { Session = session.Id });
        ReportAccepted();
    }

    /// <summary>A session that replaces a lost one isn't progress, nor are its uploads. Otherwise, a job could wait forever.</summary>
    private void ReportAccepted()
    {
        if (State.UploadCount > _acceptedUploads)
        {
            _acceptedUploads = State.UploadCount;
            execution.ReportAccepted();
        }
    }

    private async Task UploadAndEditAsync()
    {
        if (State.UploadCount < job.Inputs.Count)
        {
            await execution.EnterAsync(JobStage.Upload).ConfigureAwait(false);
        }

        while (State.UploadCount < job.Inputs.Count)
        {
            var number = State.UploadCount;
            await AnnounceAsync(JobStep.Upload, number, UploadAsync).ConfigureAwait(false);
            record.Append(new JobLine(JobStep.Upload) { Number = number, State = JobStepState.Done });
            ReportAccepted();
        }

        await execution.EnterAsync(JobStage.Edit).ConfigureAwait(false);
        while (State.EditCount < job.Messages.Count)
        {
            var number = State.EditCount;
            var sent = State.Messages.ElementAtOrDefault(number);
            await (sent is null ? SendAsync(number) : ResolveAsync(sent)).ConfigureAwait(false);
            CheckIsResumable();
        }
    }

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
            var (file, (hash, identified)) = (MediaFile.Check(input), inputs[number]);
            if (!file.IsUnchangedSince(identified!) && _services.Hashes.Of(file, run.Ending) != hash)
            {
                // The changed file is another job, which would not find what was charged here.
                throw file.Changed();
            }

            send = () => _services.Uploads.UploadFileAsync(session, file, progress: null, run.Ending);
        }

        record.Append(new JobLine(JobStep.Upload) { Number = number, State = JobStepState.Sending });
        await send().ConfigureAwait(false);
    }

    private async Task SendAsync(int number)
    {
        var credits = run.Options.EstimateMessage(job, number);
        EditResult? result = null;
        var isOutOfCredits = false;
        await AnnounceAsync(JobStep.Message, number, SendMessageAsync).ConfigureAwait(false);
        run.ReportProgress();
        _reserved -= credits;
        run.Budget.Release(credits, isSpent: true);
        if (result!.Status == EditStatus.Unknown)
        {
            // The next run reads the outcome from the timeline.
            throw result.Error!.Exception!;
        }

        record.Append(JobMessages.Describe(number, result, isOutOfCredits));

        async Task SendMessageAsync(int index)
        {
            var events = _services.Edits.RunAsync(
                State.SessionId!, job.Messages[index], run.Options.MessageTimeout, progress: null, Announce, Refuse, run.Ending);
            await foreach (var current in events.ConfigureAwait(false))
            {
                result = current as EditResult;
                if (current is NoMediaEvent)
                {
                    // The message generates a clip.
                    continue;
                }

                if (current is ErrorEvent { Exception.Kind: NemoErrorKind.OutOfCredits })
                {
                    // This is true for all other jobs, even if the service did some of the work for this one.
                    isOutOfCredits = true;
                    run.Budget.ReportExhausted();
                }

                await execution.ReportAsync(job.Messages[index], current).ConfigureAwait(false);
            }
        }

        void Announce(TimelineState before) =>
            record.Append(new JobLine(JobStep.Message) { Number = number, State = JobStepState.Sending, Before = before.Fingerprint });

        void Refuse() => record.Append(new JobLine(JobStep.Message) { Number = number, State = JobStepState.Refused });
    }

    private async Task ResolveAsync(JobLine sent)
    {
        await execution.ReportCheckAsync().ConfigureAwait(false);
        await _messages.ResolveAsync(sent).ConfigureAwait(false);
        await execution.EnterAsync(JobStage.Edit).ConfigureAwait(false);
    }

    /// <summary>Sends a request that is recorded first. If the service rejects it, that is recorded too: it can be sent again.</summary>
    private async Task AnnounceAsync(JobStep step, int number, Func<int, Task> send)
    {
        try
        {
            await send(number).ConfigureAwait(false);
        }
        catch (NemoException refused) when (refused.Outcome == Outcome.NotDone && refused.Kind != NemoErrorKind.Closed
            && (step == JobStep.Upload ? State.HasOpenUpload : State.LastMessage?.State == JobStepState.Sending))
        {
            record.Append(new JobLine(step) { Number = number, State = JobStepState.Refused });
            throw;
        }
    }
}
