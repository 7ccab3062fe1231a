using NemoVideo.Client.Http;
using NemoVideo.Client.Sessions;

namespace NemoVideo.Client.Jobs;

/// <summary>Decides which jobs may spend credits: those whose estimate fits in the maximum of the run and in the balance.</summary>
internal sealed class JobBudget(long? maximum, ApiTransport transport) : IDisposable
{
    private readonly object _lock = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SemaphoreSlim _released = new(0);
    private long _available;
    private long _spentBefore;
    private long _spent;
    private long _reserved;
    private bool _isExhausted;

    /// <summary>The credits that were available before the first message; null if none was to be sent.</summary>
    public long? AvailableBefore { get; private set; }

    /// <summary>Reserves credits. If they don't fit, waits until the reservations of other jobs have become costs or end.</summary>
    /// <exception cref="NemoException">The credits don't fit (<see cref="NemoErrorKind.OutOfCredits"/>).</exception>
    public async Task ReserveAsync(long credits, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            AvailableBefore ??= await ReadAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                bool waits;
                lock (_lock)
                {
                    if (!_isExhausted && !(_spent + _reserved + credits > maximum)
                        && _reserved + credits <= _available - (_spent - _spentBefore))
                    {
                        _reserved += credits;
                        return;
                    }

                    waits = _reserved > 0;
                    if (_isExhausted || _spent + credits > maximum || (!waits && _spent == _spentBefore))
                    {
                        throw JobErrors.Unaffordable(credits, isOverMaximum: _spent + credits > maximum, transport.Errors.AddCredits);
                    }
                }

                // An edit can cost less than its estimate, so the balance is read again.
                await (waits ? _released.WaitAsync(cancellationToken) : ReadAsync(cancellationToken)).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends a reservation, or a part of it.</summary>
    public void Release(long credits, bool isSpent)
    {
        lock (_lock)
        {
            _reserved -= credits;
            _spent += isSpent ? credits : 0;
        }

        _released.Release();
    }

    /// <summary>The service reported that the credits don't suffice: no further job may spend any.</summary>
    public void ReportExhausted() => _isExhausted = true;

    public void Dispose()
    {
        _turn.Dispose();
        _released.Dispose();
    }

    /// <summary>Reads the balance. It may not include what is spent while it is read.</summary>
    private async Task<long> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _spentBefore = _spent;
        }

        return _available = (await CreditBalance.GetAsync(transport, cancellationToken).ConfigureAwait(false)).Available;
    }
}
