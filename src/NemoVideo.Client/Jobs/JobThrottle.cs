using NemoVideo.Client.Http;

namespace NemoVideo.Client.Jobs;

/// <summary>
/// Limits the number of jobs between their start and the end of their last edit. A rate limit halves the number, and each job that ends
/// increases it by one.
/// </summary>
internal sealed class JobThrottle(int maximum)
{
    private readonly LinkedList<TaskCompletionSource<int>> _waiting = new();
    private readonly int _maximum = maximum;
    private int _limit = maximum;
    private int _active;
    private int _rateLimits;

    /// <summary>Waits for a slot. A job that returns goes before new ones. A canceled wait can keep a slot: it ends the run.</summary>
    /// <returns>The value for <see cref="ReportRateLimit"/>.</returns>
    public Task<int> EnterAsync(bool isReturning, CancellationToken cancellationToken)
    {
        var entry = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_waiting)
        {
            _ = isReturning ? _waiting.AddFirst(entry) : _waiting.AddLast(entry);
            Admit();
        }

        return Delay.UntilAsync(entry.Task, cancellationToken);
    }

    public void Leave(bool isSuccess)
    {
        lock (_waiting)
        {
            _active--;
            _limit = isSuccess ? Math.Min(_maximum, _limit + 1) : _limit;
            Admit();
        }
    }

    /// <summary>Halves the number of jobs once for all jobs that started before the rate limit.</summary>
    public void ReportRateLimit(int entered)
    {
        lock (_waiting)
        {
            if (entered == _rateLimits)
            {
                _rateLimits++;
                _limit = Math.Max(1, _limit / 2);
            }
        }
    }

    private void Admit()
    {
        while (_active < _limit && _waiting.First is { } first)
        {
            _waiting.RemoveFirst();
            _active++;
            first.Value.SetResult(_rateLimits);
        }
    }
}
