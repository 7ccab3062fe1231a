namespace NemoVideo.Client.Transport;

/// <summary>How fast a transfer is and how long it still takes, from what is told of it. Safe for several threads.</summary>
public sealed class TransferMeter : IProgress<TransferProgress>
{
    /// <summary>Before so much time has passed, a rate would only tell of buffers.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly TimeProvider _time;
    private readonly long _start;
    private TransferProgress _latest;
    private TimeSpan _elapsed;

    /// <param name="time">The clock; it runs from now on.</param>
    public TransferMeter(TimeProvider time)
    {
        _time = time ?? throw new ArgumentNullException(nameof(time));
        _start = time.GetTimestamp();
    }

    /// <summary>What was told last.</summary>
    public TransferProgress Latest
    {
        get
        {
            lock (_gate)
            {
                return _latest;
            }
        }
    }

    /// <summary>The mean rate; null in the first second.</summary>
    public double? BytesPerSecond
    {
        get
        {
            lock (_gate)
            {
                return _elapsed >= Settled ? _latest.Bytes / _elapsed.TotalSeconds : null;
            }
        }
    }

    /// <summary>The time left at that rate; null where the rate or the total is not known.</summary>
    public TimeSpan? TimeLeft =>
        BytesPerSecond is > 0 and var rate && Latest is { TotalBytes: { } total } latest
            ? TimeSpan.FromSeconds(Math.Max(0, total - latest.Bytes) / rate)
            : null;

    /// <inheritdoc/>
    public void Report(TransferProgress value)
    {
        lock (_gate)
        {
            _latest = value;
            _elapsed = _time.GetElapsedTime(_start);
        }
    }
}
