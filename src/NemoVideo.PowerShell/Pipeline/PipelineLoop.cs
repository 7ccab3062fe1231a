namespace NemoVideo.PowerShell;

/// <summary>
/// Runs the asynchronous work of a command on the pipeline thread, the only thread that may use PowerShell. So no two parts of the work run
/// at the same time. What they wait for, such as a request, runs beside them.
/// </summary>
internal sealed class PipelineLoop : SynchronizationContext
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly BlockingCollection<Action> _parts = [];
    private SynchronizationContext? _outer;

    /// <summary>Adds a part of the work. Thread-safe.</summary>
    public override void Post(SendOrPostCallback d, object? state) => _parts.Add(() => d(state));

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs work on the pipeline thread, and waits for its end. Thread-safe.</summary>
    public async Task InvokeAsync(Func<Task> work)
    {
        var started = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(_ => started.SetResult(work()), null);
        await (await started.Task.ConfigureAwait(false)).ConfigureAwait(false);
    }

    /// <summary>Checks the condition of <see cref="RunUntil"/> again. Thread-safe.</summary>
    public void Wake() => _parts.Add(static () => { });

    /// <summary>Starts work, which runs until it waits for the first time.</summary>
    public Task Start(Func<Task> work)
    {
        Task? started = null;
        Within(this, () => started = work());
        return started!;
    }

    /// <summary>Runs the parts of the work as they become ready, until the condition is true.</summary>
    /// <param name="isDone">The condition.</param>
    /// <param name="afterEach">Called after each part, and with true while there is none.</param>
    public void RunUntil(Func<bool> isDone, Action<bool> afterEach)
    {
        while (!isDone())
        {
            RunNext(Interval, afterEach);
        }
    }

    /// <summary>Runs what is ready now. A fast stream mustn't delay the next input.</summary>
    public void RunReady(Func<bool> isDone, Action<bool> afterEach)
    {
        for (var count = _parts.Count; count > 0 && !isDone(); count--)
        {
            RunNext(TimeSpan.Zero, afterEach);
        }
    }

    /// <summary>Calls PowerShell, which can run other commands. Their asynchronous code must not wait for this loop.</summary>
    public void Leave(Action call) => Within(_outer, call);

    private void RunNext(TimeSpan timeout, Action<bool> afterEach)
    {
        var isIdle = !_parts.TryTake(out var part, timeout);
        if (!isIdle)
        {
            Within(this, part!);
        }

        afterEach(isIdle);
    }

    private void Within(SynchronizationContext? context, Action call)
    {
        var before = Current;
        _outer = before == this ? _outer : before;
        SetSynchronizationContext(context);
        try
        {
            call();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}
