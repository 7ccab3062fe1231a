using NemoVideo.Client.Http;
using NemoVideo.Client.Sessions;

namespace NemoVideo.Client.Jobs;

/// <summary>Decides which jobs may spend credits: those whose estimate fits in the maximum of the run and in the balance.</summary>
internal sealed class JobBudget(long? maximum, Func<CancellationToken, Task<CreditBalance>> readBalance)
{
    private readonly object _gate = new();
    private TaskCompletionSource<bool> _changed = NewSignal();
    private long _spent;
    private long _reserved;
    private bool _isExhausted;

    /// <summary>The credits that were available before the first message; null if none was to be sent.</summary>
    public long? AvailableBefore { get; private set; }

    /// <summary>
    /// Reserves credits. If they don't fit, waits until the reservations of other jobs have become costs or are released. Returns false if
    /// they still don't fit.
    /// </summary>
    public async Task<bool> TryReserveAsync(long credits, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task<bool> changed;
            long spentBefore;
            lock (_gate)
            {
                (changed, spentBefore) = (_changed.Task, _spent);
            }

            var balance = await readBalance(cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                AvailableBefore ??= balance.Available;

                // The balance may not include what was spent while it was read.
                var available = balance.Available - (_spent - spentBefore);
                if (!_isExhausted && !(_spent + _reserved + credits > maximum) && _reserved + credits <= available)
                {
                    _reserved += credits;
                    return true;
                }

                if (_isExhausted || _reserved == 0 || _spent + credits > maximum)
                {
                    return false;
                }
            }

            await Delay.UntilAsync(changed, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether credits that couldn't be reserved exceed what is left of the maximum, and not only the balance.</summary>
    public bool IsOverMaximum(long credits)
    {
        lock (_gate)
        {
            return _spent + credits > maximum;
        }
    }

    /// <summary>Ends a reservation, or a part of it.</summary>
    public void Release(long credits, bool isSpent)
    {
        lock (_gate)
        {
            _reserved -= credits;
            _spent += isSpent ? credits : 0;
            _changed.SetResult(true);
            _changed = NewSignal();
        }
    }

    /// <summary>The service reported that the credits don't suffice: no further job may spend any.</summary>
    public void ReportExhausted()
    {
        lock (_gate)
        {
            _isExhausted = true;
        }
    }

    private static TaskCompletionSource<bool> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
