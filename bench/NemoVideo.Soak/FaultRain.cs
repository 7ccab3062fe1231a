namespace NemoVideo.Soak;

/// <summary>Light faults: each befalls one request of 200 sessions, and the client must get over it unseen.</summary>
internal sealed class FaultRain(EmulatorControl control, RoundGate gate, int seed)
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);
    private const int FaultsBetweenRevocations = 30;

    private static readonly string[] Faults =
    [
        "GET /api/state/*: status 503",
        "GET /api/state/*: reset",
        "GET /api/render/proxy/lambda/*: drop before answer",
        "GET /output/*: drop after 10000 bytes",
        "GET /output/*: status 500",
        "POST /run_sse: drop after 2 events",
        "POST /run_sse: status 429 retry-after 1",
        "POST /api/upload-video/*: drop before answer",
        "POST /api/render/proxy/lambda: drop before answer",
        "POST /api/tasks/*: status 429 retry-after 1",
    ];

    /// <summary>Faults that were ordered.</summary>
    public int Count { get; private set; }

    /// <summary>How often all tokens were revoked.</summary>
    public int Revocations { get; private set; }

    public async Task FallAsync(CancellationToken timeUp)
    {
#pragma warning disable CA5394 // Which fault comes next is no secret, and a seed brings the same again.
        var random = new Random(seed);
        var last = -1;
        using var timer = new PeriodicTimer(Delay);
        try
        {
            while (await timer.WaitForNextTickAsync(timeUp))
            {
                // Never the same twice in a row: the repeat of a request that was refused must not be refused again.
                var next = random.Next(Faults.Length);
                last = next == last ? (next + 1) % Faults.Length : next;
                await control.AddFaultAsync(Faults[last], CancellationToken.None);
                if (++Count % FaultsBetweenRevocations == 0)
                {
                    await gate.StandStillAsync(() => control.RevokeTokensAsync(CancellationToken.None));
                    Revocations++;
                }
            }
        }
        catch (OperationCanceledException) when (timeUp.IsCancellationRequested)
        {
            await control.ClearFaultsAsync(CancellationToken.None);
        }
#pragma warning restore CA5394
    }
}
