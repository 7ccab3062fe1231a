using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NemoVideo.Client.Jobs;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Passes jobs to the client as they can start, and writes their results as they end.</summary>
internal sealed class VideoBatch : IDisposable
{
    /// <summary>The most jobs that wait for the client, so that neither side waits for the other one after each job.</summary>
    private const int MaxAhead = 16;

    private readonly NemoCommand _command;
    private readonly VideoSummary _summary;
    private readonly BatchProgress _progress;
    private readonly Dictionary<VideoJob, EventFactory> _events = [];
    private readonly Channel<VideoJob> _waiting;
    private readonly Pump<VideoBatch> _pump;
    private readonly List<object?> _notCreated = [];
    private NemoException? _fatalError;

    public VideoBatch(NemoCommand command, NemoClient client, JobOptions options, VideoSummary summary)
    {
        _command = command;
        _summary = summary;
        _progress = new BatchProgress(command);

        // While a later command asks about a result, no more jobs start than the user allows at once.
        _waiting = Channel.CreateBounded<VideoJob>(Math.Min(MaxAhead, options.ThrottleLimit));
        _pump = new Pump<VideoBatch>(command, static (_, write) => write(), _progress, readsAhead: true);
        _pump.Start(this, Run(client, options with { StopAfterFailure = command.StopsAtError }));
    }

    /// <summary>Adds a job, and waits while too many others wait. After an error that all videos would have, it is only reported.</summary>
    public void Add(VideoJob job)
    {
        _pump.RunArrived();
        while (FatalError is null && !IsComplete && !_waiting.Writer.TryWrite(job))
        {
            _pump.RunNext();
        }

        if (FatalError is { } fatal)
        {
            RejectWaiting();
            Reject(job, fatal);
            return;
        }

        _progress.Add();
        _progress.Show();

        // The error of a later input starts no more videos, but those before it.
        while (_command.StopsAtError && !IsComplete && _waiting.Reader.Count > 0)
        {
            _pump.RunNext();
        }

        _pump.RunArrived();
    }

    /// <summary>Waits until all jobs have ended.</summary>
    public void Complete()
    {
        End();
        RejectWaiting();
        if (_notCreated.Count == 1)
        {
            _command.WriteError(ErrorRecords.From(_fatalError!, (string)_notCreated[0]!));
        }
        else if (_notCreated.Count > 1)
        {
            _command.WriteError(ErrorRecords.NotProcessed(_fatalError!, _notCreated, static name => $"{name}", "videos were not created"));
        }
    }

    /// <summary>Starts no more jobs, and waits for the running ones.</summary>
    public void FinishStarted()
    {
        while (_waiting.Reader.TryRead(out _))
        {
            _progress.Remove();
        }

        End();
    }

    /// <summary>Ends all jobs. They can be resumed.</summary>
    public void Dispose()
    {
        _progress.Dispose();
        var isComplete = IsComplete;
        _pump.Abandon();
        var started = _progress.OpenCount - _waiting.Reader.Count;
        if (!isComplete && started > 0)
        {
            _command.WarnIfStopped(
                $"The command stopped while it was creating {VideoInputs.Count(started)}. The service may "
                + "complete the edits and charge for them. To continue without sending any message twice, run the same command again (without -Restart).");
        }
    }

    private bool IsComplete => _pump.Count == 0;

    /// <summary>Why no job can start; null if one can. Without credits, the client completes what was charged before.</summary>
    private NemoException? FatalError =>
        _fatalError is { } fatal && (IsComplete || fatal.Kind != NemoErrorKind.OutOfCredits) ? fatal : null;

    /// <summary>Whether no further job can succeed. A rate limit is an error only if no job made progress for half an hour.</summary>
    private static bool EndsRun(NemoErrorKind kind) => Inputs.AreAllAffected(kind) || kind == NemoErrorKind.RateLimited;

    private async IAsyncEnumerable<Action> Run(
        NemoClient client, JobOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in client.RunJobsAsync(ReadJobs(cancellationToken), options, cancellationToken).ConfigureAwait(false))
        {
            yield return () => Process(update);
        }
    }

    /// <summary>The jobs in their order. It runs on other threads.</summary>
    private async IAsyncEnumerable<VideoJob> ReadJobs([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _waiting.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_waiting.Reader.TryRead(out var job))
            {
                yield return job;
            }
        }
    }

    private void End()
    {
        _progress.EndInput();
        _waiting.Writer.TryComplete();
        _pump.WaitUntilRunning(0);
        _progress.Dispose();
    }

    private void Process(JobUpdate update)
    {
        switch (update)
        {
            case JobStageUpdate { Stage: var stage }:
                _progress.Report(update.Job, stage);
                break;
            case JobCheckUpdate:
                _progress.ReportCheck(update.Job);
                break;
            case JobEventUpdate received:
                WriteEvent(received);
                break;
            case JobFinishedUpdate { Result: var result } finished:
                _summary.ReportCredits(finished.AvailableBefore);
                _progress.End(update.Job, isEarlier: result.Status == JobStatus.AlreadyDone);
                _events.Remove(update.Job);
                WriteResult(result);
                RejectWaiting();
                break;
        }
    }

    /// <summary>Rejects the jobs that the client hasn't taken after an error that all videos would have.</summary>
    private void RejectWaiting()
    {
        while (FatalError is { } fatal && _waiting.Reader.TryRead(out var job))
        {
            _progress.Remove();
            Reject(job, fatal);
        }
    }

    private void Reject(VideoJob job, NemoException fatal) => WriteResult(new JobResult(job, JobStatus.NotStarted) { Error = fatal });

    private void WriteEvent(JobEventUpdate update)
    {
        if (!_events.TryGetValue(update.Job, out var events))
        {
            _events[update.Job] = events = new EventFactory(update.SessionId, update.Message, ownsSession: true, VideoInputs.FileOf(update.Job.Inputs));
        }

        var output = events.Create(update.Event);
        if (new EventFilter().Passes(update.Event))
        {
            var shown = PSObject.AsPSObject(output);
            shown.Properties.Add(new PSNoteProperty(nameof(NemoVideoResult.SourceName), NemoVideoResult.NameOf(update.Job)));
            _command.WriteObject(shown);
        }

        if (update.Event is EditResult)
        {
            _events.Remove(update.Job);
        }
    }

    private void WriteResult(JobResult result)
    {
        var target = VideoInputs.Describe(result.Job.Inputs, result.Job.Messages[0]);
        _command.WriteObject(NemoVideoResult.Create(result, result.Error is { } failure ? Advice.For(failure) : null));
        var affectsAll = result.Error is { } cause && (result.Status == JobStatus.NotStarted || EndsRun(cause.Kind));
        _summary.Add(result, target, affectsAll);
        if (result.HasOtherOrder)
        {
            _command.WriteWarning(VideoPlan.OtherOrder(target));
        }

        if (result is { TakenPath: { } taken, OutputPath: { } path })
        {
            _command.WriteWarning(
                $"'{taken}' was kept. It can be an earlier video of '{target}', whose new video is '{path}'. With -Force, a "
                    + "new video replaces such a file.");
        }

        if (result.Status == JobStatus.InUse)
        {
            _command.WriteWarning($"'{target}' was skipped, because another run is creating the video from this input.");
        }
        else if (affectsAll)
        {
            _fatalError ??= result.Error;
            _notCreated.Add(target);
        }
        else if (result.Error is not null)
        {
            _command.WriteError(ErrorRecords.InRow(ErrorRecords.From(result.Error, target), ((JobSource)result.Job.Tag!).Name));
        }
    }
}
