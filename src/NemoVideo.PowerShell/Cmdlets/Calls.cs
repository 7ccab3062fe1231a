using NemoVideo.PowerShell.Connections;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The calls of the client that a command has started. It waits for them on the pipeline thread, and ends them all.</summary>
internal sealed class Calls(NemoCommand command) : IDisposable
{
    private static readonly TimeSpan WaitInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    // Never disposed, because StopProcessing can come at any time.
    private readonly CancellationTokenSource _stop = new();
    private readonly RequestLog _log = new();
    private readonly HashSet<Task> _running = [];
    private volatile bool _isStopped;

    public CancellationToken StopToken => _stop.Token;

    /// <summary>Whether the user stopped the command, as with Ctrl+C.</summary>
    public bool IsStopped => _isStopped;

    /// <summary>Cancels the calls. It can run on another thread, so it doesn't wait or write.</summary>
    public void Stop()
    {
        _isStopped = true;
        _stop.Cancel();
    }

    /// <summary>Waits for a call on the pipeline thread, and shows its progress.</summary>
    public T Wait<T>(Func<CancellationToken, Task<T>> call, IProgressDisplay? progress = null)
    {
        var task = Begin(call);
        WaitForAny([task], progress);
        try
        {
            return task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            WriteLog();
        }
    }

    public void Wait(Func<CancellationToken, Task> call, IProgressDisplay? progress = null) =>
        Wait(async token => { await call(token).ConfigureAwait(false); return true; }, progress);

    /// <summary>Starts a call without waiting for it.</summary>
    public Task<T> Begin<T>(Func<CancellationToken, Task<T>> call)
    {
        _log.Listen();
        var task = call(StopToken);
        _running.RemoveWhere(static one => one.IsCompleted);
        _running.Add(task);
        return task;
    }

    /// <summary>Before what has arrived is written: throws if the user stopped the command, and writes what the client logged.</summary>
    public void CheckStop()
    {
        if (_isStopped)
        {
            Cancel();
            throw new PipelineStoppedException();
        }

        WriteLog();
    }

    /// <summary>Waits until a task is completed. Doesn't throw its exception, but a stop, even if the stop itself ended the task.</summary>
    public void WaitForAny(Task[] tasks, IProgressDisplay? progress)
    {
        using var retryProgress = new ProgressLine(command, "Waiting", () => (_log.Retry?.Status, -1));
        for (var isCompleted = false; !isCompleted;)
        {
            isCompleted = Task.WaitAny(tasks, WaitInterval) >= 0;
            if (isCompleted ? _isStopped : StopToken.IsCancellationRequested)
            {
                Cancel();
                throw new PipelineStoppedException();
            }

            progress?.Show();
            if (!isCompleted)
            {
                retryProgress.Show();
            }

            WriteLog();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Cancel();

    /// <summary>Cancels all started calls. It waits up to two seconds for them to delete their partial files.</summary>
    public void Cancel()
    {
        _stop.Cancel();
        Task.WhenAll(_running).ContinueWith(static _ => { }, TaskScheduler.Default).Wait(StopTimeout);
        _running.Clear();
    }

    /// <summary>Writes the client's traces and warnings since the last call.</summary>
    private void WriteLog()
    {
        while (_log.TryTakeLine(out var line))
        {
            command.WriteVerbose(line);
        }

        while (_log.TryTakeWarning(out var warning))
        {
            command.WriteWarning(warning);
        }
    }
}
