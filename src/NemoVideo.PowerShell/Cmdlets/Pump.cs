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
    /// <summary>Work can be so much faster than the rest of the pipeline.</summary>
    private const int Capacity = 64;

    private readonly Channel<Posted> _posted = Channel.CreateBounded<Posted>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly List<T> _running = [];
    private Task? _arrival;

    /// <summary>What is running, in the order of its start.</summary>
    public IReadOnlyList<T> Running => _running;

    /// <summary>Starts work. The action that it returns is the last one; its failure is thrown there.</summary>
    public void Start(T item, Func<PumpOutput, CancellationToken, Task<Action>> work)
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
        while (!TryRunNext())
        {
            _arrival ??= _posted.Reader.WaitToReadAsync().AsTask();
            command.WaitFor(_arrival, progress);
            _arrival = null;
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

        run(posted.Item, posted.Action);
        posted.Done?.SetResult(true);
        return true;
    }

    /// <summary>Forgets the running work, which was canceled.</summary>
    public IReadOnlyList<T> Abandon()
    {
        T[] running = [.. _running];
        _running.Clear();
        return running;
    }

    private async Task<bool> RunAsync(T item, Func<PumpOutput, CancellationToken, Task<Action>> work, CancellationToken cancellationToken)
    {
        Action last;
        try
        {
            var output = new PumpOutput((action, done) => _posted.Writer.WriteAsync(new Posted(item, action, done), cancellationToken));
            last = await work(output, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            last = ExceptionDispatchInfo.Capture(failure).Throw;
        }

        await _posted.Writer.WriteAsync(new Posted(item, last, IsLast: true), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private readonly record struct Posted(T Item, Action Action, TaskCompletionSource<bool>? Done = null, bool IsLast = false);
}

/// <summary>Takes what work has to do on the pipeline thread.</summary>
internal sealed class PumpOutput(Func<Action, TaskCompletionSource<bool>?, ValueTask> post)
{
    /// <summary>Posts an action. Waits only if the pipeline thread has much to do.</summary>
    public ValueTask PostAsync(Action action) => post(action, null);

    /// <summary>Posts an action, and waits until it is done.</summary>
    public async Task RunAsync(Action action)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await post(action, done).ConfigureAwait(false);
        await done.Task.ConfigureAwait(false);
    }
}
