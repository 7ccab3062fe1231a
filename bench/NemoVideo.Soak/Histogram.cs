namespace NemoVideo.Soak;

/// <summary>A histogram of durations with a fixed size, so that measuring doesn't use more and more memory.</summary>
internal sealed class Histogram
{
    // Each bucket is 10 % wider than the previous one. They range from 0.1 ms to several hours.
    private const double Ratio = 1.1;
    private const double FirstMs = 0.1;

    private readonly long[] _counts = new long[200];
    private long _count;

    public void Add(TimeSpan time)
    {
        var bucket = (int)Math.Log(Math.Max(time.TotalMilliseconds, FirstMs) / FirstMs, Ratio);
        _counts[Math.Min(bucket, _counts.Length - 1)]++;
        _count++;
    }

    /// <summary>The quantile with an accuracy of 10 %. Zero if there are no values.</summary>
    public TimeSpan Quantile(double share)
    {
        var remaining = share * _count;
        for (var bucket = 0; bucket < _counts.Length; bucket++)
        {
            remaining -= _counts[bucket];
            if (remaining <= 0 && _count > 0)
            {
                return TimeSpan.FromMilliseconds(FirstMs * Math.Pow(Ratio, bucket));
            }
        }

        return TimeSpan.Zero;
    }
}
