using System.Collections.Concurrent;

namespace NemoVideo.Client.Jobs;

/// <summary>The updates that the caller hasn't read yet. If there are too many, the jobs wait.</summary>
internal sealed class UpdateQueue(int capacity) : IDisposable
{
    private readonly ConcurrentQueue<JobUpdate?> _updates = new();
    private readonly SemaphoreSlim _free = new(capacity);
    private readonly SemaphoreSlim _filled = new(0);

    public async Task WriteAsync(JobUpdate update, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        _updates.Enqueue(update);
        _filled.Release();
    }

    public void Complete()
    {
        _updates.Enqueue(null);
        _filled.Release();
    }

    /// <summary>Waits for the next update; null at the end.</summary>
    public async Task<JobUpdate?> ReadAsync(CancellationToken cancellationToken)
    {
        await _filled.WaitAsync(cancellationToken).ConfigureAwait(false);
        _updates.TryDequeue(out var update);
        _free.Release();
        return update;
    }

    public void Dispose()
    {
        _free.Dispose();
        _filled.Dispose();
    }
}
