namespace NemoVideo.Soak;

/// <summary>Injects faults that the client must recover from: each affects one request of all sessions.</summary>
/// <param name="emulator">The emulator.</param>
/// <param name="rounds">A permit for each session. Tokens are revoked while no round is running: a render belongs to its token.</param>
/// <param name="sessions">The number of sessions.</param>
internal sealed class FaultInjector(Emulator emulator, SemaphoreSlim rounds, int sessions)
{
    private const int FaultsBetweenRevocations = 30;

    private static readonly string[] Faults =
    [
        "GET /api/state/*: status 503",
        "POST /api/upload-video/*: drop before answer",
        "GET /api/render/proxy/lambda/*: drop before answer",
        "POST /run_sse: drop after 2 events",
        "GET /output/*: status 500",
        "POST /api/render/proxy/lambda: drop before answer",
        "GET /api/state/*: reset",
        "POST /run_sse: status 429 retry-after 1",
        "GET /output/*: drop after 10000 bytes",
        "POST /api/tasks/*: status 429 retry-after 1",
    ];

    public int FaultCount { get; private set; }

    public int RevocationCount { get; private set; }

    /// <summary>Injects one fault each second. Two that follow each other are of different calls: a retry must not fail again.</summary>
    public async Task RunAsync(CancellationToken timeUp)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(timeUp))
            {
                await emulator.AddFaultAsync(Faults[FaultCount % Faults.Length]);
                if (++FaultCount % FaultsBetweenRevocations == 0)
                {
                    await Task.WhenAll(Enumerable.Range(0, sessions).Select(_ => rounds.WaitAsync(CancellationToken.None)));
                    await emulator.RevokeTokensAsync();
                    rounds.Release(sessions);
                    RevocationCount++;
                }
            }
        }
        catch (OperationCanceledException)
        {
            await emulator.ClearFaultsAsync();
        }
    }
}
