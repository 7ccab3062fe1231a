namespace NemoVideo.Soak;

/// <summary>Times by their size, in bounded room: whatever is measured of the process must not grow by the measuring.</summary>
internal sealed class Histogram
{
    // Each class is a tenth wider than the one before; the first begins at a tenth of a millisecond, the last at some hours.
    private const double Ratio = 1.1;
    private const double FirstMs = 0.1;

    private readonly long[] _counts = new long[200];
    private long _count;

    public void Add(TimeSpan time)
    {
        var place = (int)Math.Log(Math.Max(time.TotalMilliseconds, FirstMs) / FirstMs, Ratio);
        _counts[Math.Min(place, _counts.Length - 1)]++;
        _count++;
    }

    /// <summary>The time that this share of all stays below, a tenth more or less; zero where there is none.</summary>
    public TimeSpan Quantile(double share)
    {
        var left = share * _count;
        for (var place = 0; place < _counts.Length; place++)
        {
            left -= _counts[place];
            if (left <= 0 && _count > 0)
            {
                return TimeSpan.FromMilliseconds(FirstMs * Math.Pow(Ratio, place));
            }
        }

        return TimeSpan.Zero;
    }
}
