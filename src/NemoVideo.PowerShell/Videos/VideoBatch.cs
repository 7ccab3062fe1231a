using System.Runtime.CompilerServices;
using System.Threading.Channels;
using NemoVideo.Client.Jobs;

namespace NemoVideo.PowerShell;

/// <summary>Passes jobs to the client as they can start, and writes their results as they end.</summary>
internal sealed class VideoBatch : IAsyncDisposable
{
    /// <summary>The most jobs that wait for the client, so that neither side waits for the other one after each job.</summary>
    private const int MaxAhead = 16;

    private readonly PipelineWriter _output;
    private readonly InputFailures _failures;
    private readonly VideoSummary _summary;
    private readonly VideoOutput _results;
    private readonly BatchProgress _progress;
    private readonly Channel<VideoJob> _waiting;
    private readonly Queue<VideoJob> _paused = [];
    private readonly Task _run;

    public VideoBatch(PipelineWriter output, NemoClient client, InputFailures failures, JobOptions options, VideoSummary summary)
    {
        (_output, _failures, _summary, _progress) = (output, failures, summary, new BatchProgress(output));
        _results = new VideoOutput(output, failures, summary);

        // While a later command asks about a result, no more jobs start than the user allows at once.
        _waiting = Channel.CreateBounded<VideoJob>(Math.Min(MaxAhead, options.ThrottleLimit));
        failures.NotProcessedText = "videos were not created";
        _run = RunAsync(client, options with { StopAfterFailure = output.StopsAtError });
    }

    /// <summary>Why no job can start; null if one can. Without credits, the client completes what was charged before.</summary>
    private NemoException? FatalError =>
        _failures.Fatal is { } fatal && (_run.IsCompleted || fatal.Kind != NemoErrorKind.OutOfCredits) ? fatal : null;

    /// <summary>Adds a job, and waits while too many others wait. After an error that all videos would have, it is only reported.</summary>
    public async Task AddAsync(VideoJob job)
    {
        await ResumeAsync();
        _progress.Add();
        await PassAsync(job);
    }

    /// <summary>Waits until all jobs have ended.</summary>
    public async Task CompleteAsync()
    {
        await ResumeAsync();
        _progress.EndInput();
        _waiting.Writer.TryComplete();
        await _run;
        RejectWaiting();
        _progress.Dispose();
    }

    /// <summary>Ends all jobs. They can be resumed.</summary>
    public async ValueTask DisposeAsync()
    {
        _progress.Dispose();
        var started = _progress.OpenCount - _waiting.Reader.Count;
        if (_run.Status != TaskStatus.RanToCompletion && started > 0)
        {
            _output.WarnIfStopped(
                $"The command stopped while it was creating {VideoInputs.Count(started)}. The service may "
                + "complete the edits and charge for them. To continue without sending any message twice, run the same command again (without -Restart).");
        }

        await Task.WhenAny(_run);
    }

    private async Task RunAsync(NemoClient client, JobOptions options)
    {
        await foreach (var update in client.RunJobsAsync(ReadJobs(_output.StopToken), options, _output.StopToken))
        {
            Process(update);
        }

        // Those that the client didn't start because of -ErrorAction Stop.
        for (var open = _progress.OpenCount - _paused.Count; open > 0; open--)
        {
            _progress.Remove();
            _output.Running.End();
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

    private async Task PassAsync(VideoJob job)
    {
        while (FatalError is null && !_run.IsCompleted && !_output.Running.IsPaused)
        {
            if (_waiting.Writer.TryWrite(job))
            {
                _output.Running.Begin();
                return;
            }

            await Task.WhenAny(_run, _waiting.Writer.WaitToWriteAsync().AsTask());
        }

        if (FatalError is { } fatal)
        {
            RejectWaiting();
            Reject(job, fatal);
        }
        else if (_output.Running.IsPaused)
        {
            _paused.Enqueue(job);
        }
        else if (_run.IsCompleted)
        {
            await _run;
        }
    }

    /// <summary>Waits while an error can end the command, and then passes the jobs that waited for that.</summary>
    private async Task ResumeAsync()
    {
        await _output.Running.Resumed;
        while (_paused.Count > 0)
        {
            await PassAsync(_paused.Dequeue());
        }
    }

    /// <summary>Starts no more jobs, because the error of one may end the command.</summary>
    private void Pause()
    {
        while (_waiting.Reader.TryRead(out var job))
        {
            _paused.Enqueue(job);
            _output.Running.End();
        }

        if (_output.StopsAtError)
        {
            _waiting.Writer.TryComplete();
        }
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
                _results.Write(received);
                break;
            case JobFinishedUpdate { Result: var result } finished:
                _summary.ReportCredits(finished.AvailableBefore);
                _progress.End(update.Job, isEarlier: result.Status == JobStatus.AlreadyDone);
                _results.Write(result);
                RejectWaiting();
                if (result.Error is not null && _output.Running.IsPaused)
                {
                    Pause();
                }

                _output.Running.End();
                break;
        }
    }

    /// <summary>Rejects the jobs that the client hasn't taken after an error that all videos would have.</summary>
    private void RejectWaiting()
    {
        while (FatalError is { } fatal && _waiting.Reader.TryRead(out var job))
        {
            Reject(job, fatal);
            _output.Running.End();
        }
    }

    private void Reject(VideoJob job, NemoException fatal)
    {
        _progress.Remove();
        _results.Write(new JobResult(job, JobStatus.NotStarted) { Error = fatal });
    }
}
