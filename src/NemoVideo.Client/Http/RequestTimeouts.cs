namespace NemoVideo.Client.Http;

/// <summary>The timeouts of one call, total and idle, and a token that is canceled if one of them expires or the caller cancels.</summary>
internal sealed class RequestTimeouts : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationToken _closed;
    private readonly Countdown _total;
    private readonly Countdown _idle;
    private readonly CancellationTokenSource _linked;
    private long _bytes;
    private volatile string? _waitsFor;

    public RequestTimeouts(TimeSpan total, TimeSpan idle, TimeProvider time, CancellationToken caller, CancellationToken closed = default)
    {
        (_caller, _closed) = (caller, closed);
        (_total, _idle) = (new Countdown(total, time), new Countdown(idle, time));
        _linked = CancellationTokenSource.CreateLinkedTokenSource([caller, closed, _total.Token, _idle.Token]);
    }

    public CancellationToken Token => _linked.Token;

    /// <summary>The number of bytes that must be transferred to restart the idle timeout.</summary>
    public long MinBytes { get; init; }

    /// <summary>Restarts the idle timeout. It doesn't include the pause that follows.</summary>
    public void ReportActivity(TimeSpan pause = default)
    {
        _bytes = 0;
        _idle.Restart(pause);
    }

    /// <summary>Restarts the idle timeout after enough bytes, so that a very slow transfer also times out.</summary>
    public void ReportActivity(int byteCount)
    {
        _bytes += byteCount;
        if (_bytes >= MinBytes)
        {
            ReportActivity();
        }
    }

    /// <summary>Reports what the call waits for besides the response, for the text of a timeout; null for the response.</summary>
    public void ReportWait(string? what) => _waitsFor = what;

    /// <summary>Raises the idle timeout after the last byte of a request that the service processes for a while.</summary>
    public void ReportSent(TimeSpan work)
    {
        _idle.Limit = work > _idle.Limit ? work : _idle.Limit;
        ReportActivity();
    }

    /// <summary>Suspends the timeouts while the caller works, or during a rate limit pause.</summary>
    public void Suspend()
    {
        _total.Suspend();
        _idle.Suspend();
    }

    public void Resume()
    {
        _total.Resume();
        _idle.Resume();
    }

    /// <summary>Converts a cancellation to its cause: the caller, the closed connection, or an expired timeout.</summary>
    /// <remarks>The exception isn't the inner exception of the result: it can contain parts of a response, and so the token.</remarks>
    public Exception ToException(Exception exception) =>
        _caller.IsCancellationRequested ? new OperationCanceledException(_caller)
        : _closed.IsCancellationRequested ? new NemoException(
            NemoErrorKind.Closed,
            "The connection was closed while a request was in progress.",
            "Connect again and check the session. The request may have taken effect.")
        { Outcome = Outcome.Unknown, Action = NemoAction.ReadState }
        : _idle.HasEnded ? new NemoTimeoutException(_idle.Limit, isIdle: true, _waitsFor, _bytes)
        : _total.HasEnded ? new NemoTimeoutException(_total.Limit, isIdle: false, _waitsFor)
        : exception;

    public void Dispose()
    {
        _linked.Dispose();
        _idle.Dispose();
        _total.Dispose();
    }

    private sealed class Countdown : IDisposable
    {
        private readonly CancellationTokenSource _source = new();
        private readonly TimeProvider _time;
        private readonly ITimer _timer;
        private TimeSpan _remaining;
        private long _start;

        // Not CancelAfter: before .NET 8, it can't restart a timer that a time provider created.
        public Countdown(TimeSpan limit, TimeProvider time)
        {
            (Limit, _remaining, _time, _start) = (limit, limit, time, time.GetTimestamp());
            _timer = time.CreateTimer(static countdown => ((Countdown)countdown!).End(), this, limit, Timeout.InfiniteTimeSpan);
        }

        public TimeSpan Limit { get; set; }
        public CancellationToken Token => _source.Token;
        public bool HasEnded => _source.IsCancellationRequested;

        private bool IsRunning => !HasEnded && Limit != Timeout.InfiniteTimeSpan;

        public void Restart(TimeSpan pause)
        {
            _remaining = Limit + pause;
            Resume();
        }

        public void Suspend()
        {
            if (IsRunning)
            {
                _remaining -= _time.GetElapsedTime(_start);
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }

        public void Resume()
        {
            if (IsRunning)
            {
                _start = _time.GetTimestamp();
                _timer.Change(_remaining > TimeSpan.Zero ? _remaining : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }

        public void Dispose()
        {
            _timer.Dispose();
            _source.Dispose();
        }

        private void End()
        {
            try
            {
                _source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The call ended at the same time.
            }
        }
    }
}
