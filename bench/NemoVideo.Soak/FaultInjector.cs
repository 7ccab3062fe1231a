namespace NemoVideo.Soak;

/// <summary>Injects faults that the client must recover from: each affects one request of all sessions.</summary>
internal sealed class FaultInjector(EmulatorControl control, AsyncReaderWriterLock rounds, int seed)
{
    private const int FaultsBetweenRevocations = 30;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

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

    public int FaultCount { get; private set; }
    public int RevocationCount { get; private set; }

    public async Task RunAsync(CancellationToken timeUp)
    {
#pragma warning disable CA5394 // The selection isn't security-sensitive, and a seed makes it repeatable.
        var random = new Random(seed);
        var last = -1;
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(timeUp))
            {
                // Never the same fault twice in a row: a retry must not fail again.
                var next = random.Next(Faults.Length);
                last = next == last ? (next + 1) % Faults.Length : next;
                await control.AddFaultAsync(Faults[last], CancellationToken.None);
                if (++FaultCount % FaultsBetweenRevocations == 0)
                {
                    await rounds.RunExclusiveAsync(() => control.RevokeTokensAsync(CancellationToken.None));
                    RevocationCount++;
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
