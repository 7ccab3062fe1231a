using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Transport;

/// <summary>
/// The deadlines of one call: the whole of it, and the silence in it. <see cref="Token"/> ends when either runs out or the
/// caller cancels; <see cref="ToException"/> tells which it was.
/// </summary>
internal sealed class RequestTimeouts : IDisposable
{
    private readonly CancellationToken _caller;
    private readonly CancellationToken _closed;
    private readonly Countdown _total;
    private readonly Countdown _idle;
    private readonly CancellationTokenSource _linked;
    private long _bytes;

    /// <param name="total">The longest the call may take; infinite where it may take any time.</param>
    /// <param name="idle">The longest it may stand still; infinite where only the total counts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="caller">The caller's own token.</param>
    /// <param name="closed">Ends when the connection is closed under the call.</param>
    public RequestTimeouts(TimeSpan total, TimeSpan idle, TimeProvider time, CancellationToken caller, CancellationToken closed = default)
    {
        _caller = caller;
        _closed = closed;
        _total = new Countdown(total, time);
        _idle = new Countdown(idle, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource([caller, closed, _total.Token, _idle.Token]);
    }

    public CancellationToken Token => _linked.Token;

    /// <summary>How many bytes of a transfer must pass within the idle time for it to begin anew.</summary>
    public long MinBytes { get; init; }

    /// <summary>Something came or went: the silence begins anew.</summary>
    public void Touch()
    {
        _bytes = 0;
        _idle.Restart();
    }

    /// <summary>Bytes of a transfer passed. A trickle below the least rate counts as silence: otherwise it would have no end.</summary>
    public void Touch(int byteCount)
    {
        _bytes += byteCount;
        if (_bytes >= MinBytes)
        {
            Touch();
        }
    }

    /// <summary>No time of the service's passes: the caller holds what it was given, or a limit is waited for.</summary>
    public void Suspend()
    {
        _total.Suspend();
        _idle.Suspend();
    }

    /// <summary>The service is asked for more.</summary>
    public void Resume()
    {
        _total.Resume();
        _idle.Resume();
    }

    /// <summary>Turns the cancel of a call into what it was: the caller's wish, the connection's end, or a deadline that ran out.</summary>
    public Exception ToException(Exception exception)
    {
        if (_caller.IsCancellationRequested)
        {
            return new OperationCanceledException(exception.Message, exception, _caller);
        }

        if (_closed.IsCancellationRequested)
        {
            return new NemoException(
                NemoErrorKind.Closed,
                "The connection was closed during a request.",
                "The request may have taken effect. Connect again and check the session.",
                exception)
            {
                Action = NemoAction.ReadState,
            };
        }

        return _idle.HasEnded ? new NemoTimeoutException(_idle.Limit, isIdle: true, exception, _bytes)
            : _total.HasEnded ? new NemoTimeoutException(_total.Limit, isIdle: false, exception)
            : exception;
    }

    public void Dispose()
    {
        _linked.Dispose();
        _idle.Dispose();
        _total.Dispose();
    }
}
