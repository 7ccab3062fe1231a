namespace NemoVideo.Client.Transport;

/// <summary>One deadline that can be begun anew, and stopped while the time is not the service's.</summary>
internal sealed class Countdown : IDisposable
{
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _source;
    private TimeSpan _left;
    private long _since;

    public Countdown(TimeSpan limit, TimeProvider time)
    {
        Limit = limit;
        _time = time;
        _left = limit;
        _since = time.GetTimestamp();
        _source = Delay.CancelAfter(limit, time);
    }

    public TimeSpan Limit { get; }

    public CancellationToken Token => _source.Token;

    public bool HasEnded => _source.IsCancellationRequested;

    private bool IsEndless => Limit == Timeout.InfiniteTimeSpan;

    public void Restart()
    {
        if (!HasEnded && !IsEndless)
        {
            _left = Limit;
            Resume();
        }
    }

    public void Suspend()
    {
        if (!HasEnded && !IsEndless)
        {
            _left -= _time.GetElapsedTime(_since);
            _source.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public void Resume()
    {
        if (!HasEnded && !IsEndless)
        {
            _since = _time.GetTimestamp();
            _source.CancelAfter(_left > TimeSpan.Zero ? _left : TimeSpan.Zero);
        }
    }

    public void Dispose() => _source.Dispose();
}
