using System.Runtime.ExceptionServices;
using System.Threading.Channels;
using NemoVideo.PowerShell.Progress;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>
/// Runs work beside the pipeline thread, the only thread that writes. Work posts what the pipeline thread does for it, in order of arrival.
/// </summary>
/// <typeparam name="T">What the work is about, such as an upload.</typeparam>
/// <param name="command">The command that starts the work, and stops it.</param>
/// <param name="run">Runs what was posted, and handles its failure.</param>
/// <param name="progress">Shown while the pipeline thread waits.</param>
/// <param name="ended">Called when work has ended, before its last action.</param>
internal sealed class Pump<T>(
    StoppableCommand command, Action<T, Action> run, IProgressDisplay? progress = null, Action<T>? ended = null)
    where T : class
{
    /// <summary>The number of actions that wait for the pipeline thread. After that, the work waits.</summary>
    private const int Capacity = 64;

    private readonly Channel<Posted> _posted = Channel.CreateBounded<Posted>(Capacity);
    private readonly List<T> _running = [];

    /// <summary>What is running, in the order of its start.</summary>
    public IReadOnlyList<T> Running => _running;

    /// <summary>Starts work, which can return a last action. If the work fails, its last action throws the failure.</summary>
    public void Start(T item, Func<PumpOutput, CancellationToken, Task<Action?>> work)
    {
        _running.Add(item);
        command.Begin(token => RunAsync(item, work, token));
    }

    /// <summary>Does what was posted until at most this number of items is running.</summary>
    public void WaitUntilRunning(int count)
    {
        RunArrived();
        while (_running.Count > count)
        {
            RunNext();
        }
    }

    /// <summary>Does what has arrived, without waiting for more.</summary>
    public void RunArrived()
    {
        for (var count = _posted.Reader.Count; count > 0 && TryRunNext(); count--)
        {
            // Only what had arrived at the start: a fast stream mustn't delay the next input.
        }
    }

    /// <summary>Waits for what is posted next, and does it.</summary>
    public void RunNext()
    {
        progress?.Show();
        while (!TryRunNext())
        {
            command.WaitFor(_posted.Reader.WaitToReadAsync().AsTask(), progress);
        }
    }

    /// <summary>Does what arrived first. False if nothing has arrived.</summary>
    public bool TryRunNext()
    {
        if (!_posted.Reader.TryRead(out var posted))
        {
            return false;
        }

        command.CheckStop();
        if (posted.IsLast)
        {
            _running.Remove(posted.Item);
            ended?.Invoke(posted.Item);
        }

        if (posted.Action is not null)
        {
            run(posted.Item, posted.Action);
        }

        return true;
    }

    /// <summary>Forgets the running work, which ends when the command is stopped.</summary>
    public IReadOnlyList<T> Abandon()
    {
        T[] running = [.. _running];
        _running.Clear();
        return running;
    }

    private async Task<bool> RunAsync(
        T item, Func<PumpOutput, CancellationToken, Task<Action?>> work, CancellationToken cancellationToken)
    {
        Action? last;
        try
        {
            var output = new PumpOutput(action => _posted.Writer.WriteAsync(new Posted(item, action), cancellationToken), cancellationToken);
            last = await work(output, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            last = ExceptionDispatchInfo.Capture(failure).Throw;
        }

        await _posted.Writer.WriteAsync(new Posted(item, last, IsLast: true), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private readonly record struct Posted(T Item, Action? Action, bool IsLast = false);
}

/// <summary>Takes what work has to do on the pipeline thread.</summary>
internal sealed class PumpOutput(Func<Action, ValueTask> post, CancellationToken cancellationToken)
{
    /// <summary>Posts an action. Waits only if the pipeline thread has much to do.</summary>
    public ValueTask PostAsync(Action action) => post(action);

    /// <summary>Posts an action, and waits until it is done. If it throws, the work is canceled.</summary>
    public async Task RunAsync(Action action)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = cancellationToken.Register(() => done.TrySetCanceled());
        await post(() =>
        {
            try
            {
                action();
                done.TrySetResult(true);
            }
            finally
            {
                done.TrySetCanceled();
            }
        }).ConfigureAwait(false);
        await done.Task.ConfigureAwait(false);
    }
}
