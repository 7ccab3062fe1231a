using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using NemoVideo.Client.Jobs;
using NemoVideo.PowerShell.Errors;
using NemoVideo.PowerShell.Output;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>Passes jobs to the client as they can start, and writes their results as they end.</summary>
internal sealed class VideoBatch : IDisposable
{
    private readonly NemoCommand _command;
    private readonly BatchProgress _progress;
    private readonly Dictionary<VideoJob, EventFactory> _events = [];
    private readonly ConcurrentQueue<VideoJob> _waiting = new();
    private readonly SemaphoreSlim _added = new(0);
    private readonly IAsyncEnumerator<JobUpdate> _updates;
    private readonly bool _stopsAtError;
    private Task<bool> _next;
    private ErrorRecord? _firstError;
    private bool _isComplete;

    public VideoBatch(NemoCommand command, NemoClient client, JobOptions options)
    {
        _command = command;
        _progress = new BatchProgress(command);
        _stopsAtError = StopsAtError(command);
        _updates = client.RunJobsAsync(ReadJobs(), options, command.StopToken).GetAsyncEnumerator(command.StopToken);
        _next = MoveNext();
    }

    /// <summary>Adds a job, and waits until it can start.</summary>
    public void Add(VideoJob job)
    {
        if (_firstError is null)
        {
            _progress.Add();
            _waiting.Enqueue(job);
            _added.Release();
            Receive(untilEnd: false);
        }
    }

    /// <summary>Waits until all jobs have ended.</summary>
    public void Complete()
    {
        _progress.EndInput();
        _added.Release();
        Receive(untilEnd: true);
        _progress.Dispose();
        if (_firstError is not null)
        {
            _command.WriteError(_firstError);
        }
    }

    /// <summary>Ends all jobs. They can be resumed.</summary>
    public void Dispose()
    {
        _progress.Dispose();
        if (!_isComplete)
        {
            _command.WarnIfStopped(
                $"The command stopped before {VideoInputs.Count(_progress.OpenCount)} ended. The service may complete edits that were sent, "
                + "and charge for them. To continue, run the same command again; what was sent is not sent again.");
        }

        if (_next.IsCompleted)
        {
            _updates.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <summary>Whether -ErrorAction Stop or the preference applies. The running jobs then end before the error is thrown.</summary>
    private static bool StopsAtError(PSCmdlet command) =>
        LanguagePrimitives.TryConvertTo<ActionPreference>(
            command.MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var action) ? action : command.GetVariableValue("ErrorActionPreference"),
            out var preference)
        && preference == ActionPreference.Stop;

    private Task<bool> MoveNext() => _command.Begin(_ => _updates.MoveNextAsync().AsTask());

    /// <summary>The jobs in their order. It runs on other threads.</summary>
    private async IAsyncEnumerable<VideoJob> ReadJobs([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            await _added.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (!_waiting.TryDequeue(out var job))
            {
                yield break;
            }

            yield return job;
        }
    }

    private void Receive(bool untilEnd)
    {
        while (!_isComplete && (untilEnd || !_waiting.IsEmpty || _next.IsCompleted))
        {
            _command.WaitForAny([_next], _progress);
            _isComplete = !_command.Wait(_ => _next);
            if (!_isComplete)
            {
                Process(_updates.Current);
                _next = MoveNext();
            }
        }
    }

    private void Process(JobUpdate update)
    {
        switch (update)
        {
            case JobStageUpdate { Stage: var stage }:
                _progress.Report(update.Job, stage);
                break;
            case JobEventUpdate received:
                WriteEvent(received);
                break;
            case JobFinishedUpdate { Result: var result }:
                _progress.End(update.Job);
                _events.Remove(update.Job);
                WriteResult(result);
                break;
        }
    }

    private void WriteEvent(JobEventUpdate update)
    {
        if (!_events.TryGetValue(update.Job, out var events))
        {
            _events[update.Job] = events = new EventFactory(update.SessionId, update.Message, ownsSession: true, VideoInputs.FileOf(update.Job.Inputs));
        }

        if (new EventFilter().Passes(update.Event))
        {
            _command.WriteObject(events.Create(update.Event));
        }

        if (update.Event is EditResult)
        {
            _events.Remove(update.Job);
        }
    }

    private void WriteResult(JobResult result)
    {
        var target = VideoInputs.Describe(result.Job.Inputs);
        _command.WriteObject(NemoVideoResult.Create(result));
        if (result.Status == JobStatus.InUse)
        {
            _command.WriteWarning($"'{target}' was skipped, because another run is creating this video.");
            return;
        }

        if (result.Error is not { } error)
        {
            return;
        }

        if (result.Status == JobStatus.NotStarted || NemoCommand.AffectsAllInputs(error.Kind))
        {
            _command.EndInputs(error, target);
        }
        else if (_stopsAtError)
        {
            _firstError ??= ErrorRecords.From(error, target, target);
            while (_waiting.TryDequeue(out _))
            {
                // Jobs that didn't start don't start any more.
            }
        }
        else
        {
            _command.WriteError(ErrorRecords.From(error, target, target));
        }
    }
}
