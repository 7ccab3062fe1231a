namespace NemoVideo.Soak;

/// <summary>
/// Compares each round with the emulator's state and request log, and then removes it from the emulator, so that the memory use doesn't
/// depend on the duration of the run.
/// </summary>
internal sealed class RoundChecker(EmulatorControl control, RequestLedger ledger, Tally tally, bool hasFaults)
{
    // The client can receive a response before the emulator has recorded it.
    private const int MinPolls = 2;
    private const int MaxPolls = 30;
    private const int MaxConcurrentChecks = 16;

    private readonly Queue<(Round Round, int Poll)> _waiting = new();
    private int _poll;
    private long _right;

    /// <summary>The number of correct rounds.</summary>
    public long Right => Interlocked.Read(ref _right);

    /// <summary>Polls until all rounds that finished before the end are checked.</summary>
    public async Task RunAsync(CancellationToken end, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));

        // The last rounds may finish during a poll that doesn't include them.
        while (!end.IsCancellationRequested || tally.HasUnchecked || _waiting.Count > 0)
        {
            await timer.WaitForNextTickAsync(stop);
            await PollAsync(stop);
        }
    }

    private async Task PollAsync(CancellationToken stop)
    {
        _poll++;
        foreach (var round in tally.TakeUnchecked())
        {
            _waiting.Enqueue((round, _poll));
        }

        ledger.Take(await control.ReadRequestsAsync(ledger.Cursor, stop));
        var due = new List<(Round Round, string? Problem)>();
        for (var count = _waiting.Count; count > 0; count--)
        {
            var (round, since) = _waiting.Dequeue();
            var problem = RoundCheck.OnRecord(round, ledger.Done, hasFaults);
            if (_poll - since < (problem is null ? MinPolls : MaxPolls))
            {
                _waiting.Enqueue((round, since));
            }
            else
            {
                due.Add((round, problem));
            }
        }

        // Concurrently: on a busy computer, sequential checks would be slower than the load, and the log would lose requests.
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentChecks, CancellationToken = stop }, CheckAsync);
        due.ForEach(entry => Forget(entry.Round));
    }

    private async ValueTask CheckAsync((Round Round, string? Problem) entry, CancellationToken stop)
    {
        var holding = await control.ForgetSessionAsync(entry.Round.SessionId, stop);
        if ((entry.Problem ?? RoundCheck.OfHolding(entry.Round, holding)) is { } problem)
        {
            tally.Failed($"Session {entry.Round.SessionId}: {problem}");
        }
        else
        {
            Interlocked.Increment(ref _right);
        }
    }

    private void Forget(Round round)
    {
        ledger.Forget("message " + round.SessionId);
        ledger.Forget("upload " + round.SessionId);
        ledger.Forget("submit " + round.RenderId);
        ledger.Forget("video " + round.VideoPath);
    }
}
