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

    private readonly Queue<(Round Round, int Look)> _waiting = new();
    private int _look;

    /// <summary>Rounds that are as they must be.</summary>
    public long Right { get; private set; }

    public async Task RunAsync(CancellationToken end, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (!end.IsCancellationRequested || _waiting.Count > 0)
        {
            await timer.WaitForNextTickAsync(stop);
            await LookAsync(stop);
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        _look++;
        foreach (var round in tally.TakeUnchecked())
        {
            _waiting.Enqueue((round, _look));
        }

        ledger.Take(await control.ReadRequestsAsync(ledger.Cursor, stop));
        while (_waiting.TryPeek(out var first) && _look - first.Look >= LeastLooks)
        {
            var problem = RoundCheck.OnRecord(first.Round, ledger.Done, hasFaults);
            if (problem is not null && _look - first.Look < MostLooks)
            {
                return;
            }

            _waiting.Dequeue();
            problem ??= RoundCheck.OfHolding(first.Round, await control.ForgetSessionAsync(first.Round.SessionId, stop));
            Forget(first.Round);
            if (problem is null)
            {
                Right++;
            }
            else
            {
                tally.Failed($"Session {first.Round.SessionId}: {problem}");
            }
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
