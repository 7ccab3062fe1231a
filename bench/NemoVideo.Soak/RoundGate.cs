namespace NemoVideo.Soak;

/// <summary>
/// Lets rounds begin, until somebody wants all of them to stand still: a render belongs to its token, so tokens are revoked
/// between rounds. Then all begin at once, with a token that has gone.
/// </summary>
internal sealed class RoundGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _opening;
    private TaskCompletionSource? _empty;
    private int _inside;

    public async Task EnterAsync()
    {
        while (true)
        {
            Task wait;
            lock (_lock)
            {
                if (_opening is null)
                {
                    _inside++;
                    return;
                }

                wait = _opening.Task;
            }

            await wait;
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            if (--_inside == 0)
            {
                _empty?.TrySetResult();
            }
        }
    }

    /// <summary>Does something while no round is under way.</summary>
    public async Task StandStillAsync(Func<Task> work)
    {
        Task empty;
        lock (_lock)
        {
            _opening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_inside == 0)
            {
                _empty.TrySetResult();
            }

            empty = _empty.Task;
        }

        try
        {
            await empty;
            await work();
        }
        finally
        {
            lock (_lock)
            {
                _opening.TrySetResult();
                _opening = null;
                _empty = null;
            }
        }
    }
}
