using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace NemoVideo.PowerShell;

/// <summary>Passes jobs to the client as they can start, and writes their results as they end.</summary>
internal sealed class VideoBatch : IAsyncDisposable
{
    /// <summary>The most jobs that wait for the client, so that neither side waits for the other one after each job.</summary>
    private const int MaxAhead = 16;

    private readonly PipelineWriter _output;
    private readonly VideoSummary _summary;
    private readonly VideoOutput _results;
    private readonly BatchProgress _progress;
    private readonly Channel<VideoJob> _waiting;
    private readonly Task _run;
    private int _begun;
    private bool _hasEnded;

    public VideoBatch(
        PipelineWriter output, CommandConnection connection, NemoClient client, JobOptions options, VideoSummary summary)
    {
        (_output, _summary, _progress) = (output, summary, new BatchProgress(output));
        _results = new VideoOutput(output, connection, summary);

        // While a later command asks about a result, no more jobs start than the user allows at once.
        _waiting = Channel.CreateBounded<VideoJob>(output.CanEnd("Error") ? 1 : Math.Min(MaxAhead, options.ThrottleLimit));
        output.Failures.NotProcessedText = "videos were not created";
        _run = RunAsync(client, options with { StopAfterFailure = output.StopsAtError });
    }

    /// <summary>Why no job can start; null if one can. Without credits, the client completes what was charged before.</summary>
    private NemoException? FatalError =>
        _output.Failures.Fatal is { } fatal && (_hasEnded || fatal.Kind != NemoErrorKind.OutOfCredits) ? fatal : null;

    /// <summary>Adds a job, and waits while too many others wait. After an error that all videos would have, it is only reported.</summary>
    public async Task AddAsync(VideoJob job)
    {
        while (FatalError is null && !_run.IsCompleted)
        {
            await _output.Running.Resumed;
            if (_waiting.Writer.TryWrite(job))
            {
                _begun++;
                _output.Running.Begin();
                _progress.Add();
                return;
            }

            await Task.WhenAny(_run, _waiting.Writer.WaitToWriteAsync().AsTask());
        }

        if (FatalError is { } fatal)
        {
            ClearWaiting(fatal);
            Reject(job, fatal);
        }
        else
        {
            await _run;
        }
    }

    /// <summary>Waits until all jobs have ended.</summary>
    public async Task CompleteAsync()
    {
        _progress.EndInput();
        _waiting.Writer.TryComplete();
        await _run;
        _progress.Dispose();
    }

    /// <summary>Ends all jobs. They can be resumed.</summary>
    public async ValueTask DisposeAsync()
    {
        _progress.Dispose();
        _waiting.Writer.TryComplete();
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

        _hasEnded = true;
        ClearWaiting(FatalError);

        // The client took it, but didn't start it because of -ErrorAction Stop.
        while (_begun > 0)
        {
            EndOne();
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

    private void Process(JobUpdate update)
    {
        switch (update)
        {
            case JobStageUpdate { Stage: var stage }:
                _progress.Report(update.Job, stage, percent: null);
                break;
            case JobProgressUpdate progress:
                _progress.Report(update.Job, progress.Stage, progress.Percent);
                break;
            case JobCheckUpdate:
                _progress.ReportCheck(update.Job);
                break;
            case JobEventUpdate received:
                _results.Write(received);
                break;
            case JobFinishedUpdate { Result: var result } finished:
                _summary.ReportCredits(finished.AvailableBefore);
                _progress.End(update.Job, isCreated: result.Status == JobStatus.Succeeded);
                _results.Write(result);
                if (FatalError is { } fatal)
                {
                    ClearWaiting(fatal);
                }

                if (result.Error is not null && _output is { Running.IsPaused: true, StopsAtError: true })
                {
                    _waiting.Writer.TryComplete();
                    ClearWaiting(fatal: null);
                }

                EndOne();
                break;
        }
    }

    /// <summary>
    /// Takes back the jobs that the client hasn't taken. They fail after an error that all videos would have; null for none.
    /// </summary>
    private void ClearWaiting(NemoException? fatal)
    {
        while (_waiting.Reader.TryRead(out var job))
        {
            _progress.Remove();
            if (fatal is not null)
            {
                Reject(job, fatal);
            }

            EndOne();
        }
    }

    private void Reject(VideoJob job, NemoException fatal) =>
        _results.Write(new JobResult(job, JobStatus.NotStarted) { Error = fatal });

    private void EndOne()
    {
        _begun--;
        _output.Running.End();
    }
}
