namespace NemoVideo.Soak;

/// <summary>
/// Rounds share the lock. To revoke all tokens, the soak test takes it exclusively, because a render belongs to its token. New
/// rounds wait for the lock, and then all of them start at once with a revoked token.
/// </summary>
internal sealed class AsyncReaderWriterLock
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _released;
    private TaskCompletionSource? _noReaders;
    private int _readers;

    public async Task EnterAsync()
    {
        while (true)
        {
            Task wait;
            lock (_lock)
            {
                if (_released is null)
                {
                    _readers++;
                    return;
                }

                wait = _released.Task;
            }

            await wait;
        }
    }

    public void Exit()
    {
        lock (_lock)
        {
            if (--_readers == 0)
            {
                _noReaders?.TrySetResult();
            }
        }
    }

    public async Task RunExclusiveAsync(Func<Task> work)
    {
        Task noReaders;
        lock (_lock)
        {
            _released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _noReaders = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_readers == 0)
            {
                _noReaders.TrySetResult();
            }

            noReaders = _noReaders.Task;
        }

        try
        {
            await noReaders;
            await work();
        }
        finally
        {
            lock (_lock)
            {
                _released.TrySetResult();
                _released = null;
                _noReaders = null;
            }
        }
    }
}
