namespace NemoVideo.Client.Http;

/// <summary>The progress of an upload or a download.</summary>
/// <param name="Bytes">The bytes transferred so far.</param>
/// <param name="TotalBytes">The size of the file; null if unknown.</param>
public readonly record struct TransferProgress(long Bytes, long? TotalBytes);

/// <summary>Computes the rate and the remaining time of a transfer from its progress. Thread-safe.</summary>
public sealed class TransferMeter : IProgress<TransferProgress>
{
    private const double MaxSecondsLeft = 100 * 24 * 60 * 60;

    /// <summary>The minimum time before a rate is computed. Before that, it would only measure buffers.</summary>
    private static readonly TimeSpan MinElapsed = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly long _start;
    private volatile Snapshot _latest = new(default, TimeSpan.Zero);

    /// <summary>Starts the measurement.</summary>
    public TransferMeter(TimeProvider time)
    {
        _time = time ?? throw new ArgumentNullException(nameof(time));
        _start = time.GetTimestamp();
    }

    /// <summary>The progress that was reported last.</summary>
    public TransferProgress Latest => _latest.Progress;

    /// <summary>The mean rate; null in the first second.</summary>
    public double? BytesPerSecond => _latest.BytesPerSecond;

    /// <summary>The remaining time at the mean rate; null if the rate or the size is unknown, and for more than 100 days.</summary>
    public TimeSpan? TimeLeft =>
        _latest is { BytesPerSecond: > 0 and var rate, Progress: { TotalBytes: { } total } progress }
        && Math.Max(0, total - progress.Bytes) / rate is <= MaxSecondsLeft and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <inheritdoc/>
    public void Report(TransferProgress value)
    {
        // Without new bytes, the rate would decrease, and the remaining time would increase.
        if (value != Latest)
        {
            _latest = new Snapshot(value, _time.GetElapsedTime(_start));
        }
    }

    private sealed record Snapshot(TransferProgress Progress, TimeSpan Elapsed)
    {
        public double? BytesPerSecond => Elapsed >= MinElapsed ? Progress.Bytes / Elapsed.TotalSeconds : null;
    }
}
