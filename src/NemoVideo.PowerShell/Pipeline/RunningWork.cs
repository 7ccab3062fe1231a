namespace NemoVideo.PowerShell;

/// <summary>
/// What a command has started. An error or a warning that can end the command waits here until all of it has ended, because it can have
/// been charged. Meanwhile, nothing more is started.
/// </summary>
internal sealed class RunningWork(CancellationToken stop)
{
    private readonly Queue<Action> _waiting = [];
    private Task? _resumed;
    private Action? _resume;
    private int _count;

    /// <summary>Whether something waits that can end the command.</summary>
    public bool IsPaused => _waiting.Count > 0;

    /// <summary>Completed when nothing waits that can end the command; canceled if it ends.</summary>
    public Task Resumed => !IsPaused ? Task.CompletedTask : _resumed ??= CreateTask(out _resume);

    /// <summary>Begins something that must end before the command can.</summary>
    /// <param name="mustEnd">Whether it must; for false, nothing happens.</param>
    public void Begin(bool mustEnd = true) => _count += mustEnd ? 1 : 0;

    /// <summary>Ends it, and runs the actions that waited for it.</summary>
    /// <param name="mustEnd">The same value as at its begin.</param>
    public void End(bool mustEnd = true)
    {
        _count -= mustEnd ? 1 : 0;
        while (_count == 0 && _waiting.Count > 0)
        {
            _waiting.Dequeue()();
        }

        if (_count == 0)
        {
            _resume?.Invoke();
            (_resumed, _resume) = (null, null);
        }
    }

    /// <summary>Runs an action that can end the command, when nothing is running.</summary>
    public void WhenIdle(Action action)
    {
        _waiting.Enqueue(action);
        Begin();
        End();
    }

    /// <summary>Runs the last action, when nothing is running, instead of those that wait for it.</summary>
    public void EndWhenIdle(Action end)
    {
        _waiting.Clear();
        WhenIdle(end);
    }

    /// <summary>The same as <see cref="WhenIdle"/> between <see cref="Begin"/> and <see cref="End"/>, before what follows.</summary>
    public async Task WhenIdleAsync(Action action)
    {
        var done = CreateTask(out var complete);
        _waiting.Enqueue(() => { action(); complete(); });
        End();
        try
        {
            await done;
        }
        finally
        {
            Begin();
        }
    }

    private Task<bool> CreateTask(out Action complete)
    {
        var source = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        stop.Register(() => source.TrySetCanceled());
        complete = () => source.TrySetResult(true);
        return source.Task;
    }
}
