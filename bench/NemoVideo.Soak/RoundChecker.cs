namespace NemoVideo.Soak;

/// <summary>
/// Compares each round with what the server holds and has on record of it, and has the server forget it then: a long run needs no
/// more room than a short one, and what grows all the same is a leak.
/// </summary>
internal sealed class RoundChecker(EmulatorControl control, RequestLedger ledger, Tally tally, bool hasFaults)
{
    // The client has its answer a moment before the server has it on record.
    private const int LeastLooks = 2;
    private const int MostLooks = 30;
    private const int AtATime = 16;

    private readonly Queue<(Round Round, int Look)> _waiting = new();
    private int _look;
    private long _right;

    /// <summary>Rounds that are as they must be.</summary>
    public long Right => Interlocked.Read(ref _right);

    /// <summary>Looks until all rounds are checked that were finished before the end.</summary>
    public async Task RunAsync(CancellationToken end, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));

        // The last rounds, and the end itself, may come while a look is under way that does not see them.
        while (!end.IsCancellationRequested || tally.HasUnchecked || _waiting.Count > 0)
        {
            await timer.WaitForNextTickAsync(stop);
            await PollAsync(stop);
        }
    }

    private async Task PollAsync(CancellationToken stop)
    {
        _look++;
        foreach (var round in tally.TakeUnchecked())
        {
            _waiting.Enqueue((round, _look));
        }

        ledger.Take(await control.ReadRequestsAsync(ledger.Cursor, stop));
        var due = new List<(Round Round, string? Problem)>();
        for (var left = _waiting.Count; left > 0; left--)
        {
            var (round, since) = _waiting.Dequeue();
            var problem = RoundCheck.OnRecord(round, ledger.Done, hasFaults);
            if (_look - since < (problem is null ? LeastLooks : MostLooks))
            {
                _waiting.Enqueue((round, since));
            }
            else
            {
                due.Add((round, problem));
            }
        }

        // Several at a time: on a busy computer one after the other would fall behind the load, and the records go on without them.
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stop }, CheckAsync);
        due.ForEach(one => Forget(one.Round));
    }

    private async ValueTask CheckAsync((Round Round, string? Problem) one, CancellationToken stop)
    {
        var holding = await control.ForgetSessionAsync(one.Round.SessionId, stop);
        if ((one.Problem ?? RoundCheck.OfHolding(one.Round, holding)) is { } problem)
        {
            tally.Failed($"Session {one.Round.SessionId}: {problem}");
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
