using System.Diagnostics;

namespace NemoVideo.Soak;

/// <summary>Measures both processes every few seconds during the load.</summary>
internal sealed class Sampler(EmulatorControl control, int emulatorId, Tally tally, string historyFolder)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly List<ProcessSample> _client = [];
    private readonly List<ProcessSample> _emulator = [];

    /// <summary>Samples of this process: client, workers and checks.</summary>
    public IReadOnlyList<ProcessSample> Client => _client;

    public IReadOnlyList<ProcessSample> Emulator => _emulator;
    public string HistoryFolder => historyFolder;

    /// <summary>The maximum size of the history in bytes.</summary>
    public long LargestHistory { get; private set; }

    public async Task RunAsync(CancellationToken timeUp)
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                var managed = GC.GetTotalMemory(forceFullCollection: true);
                _client.Add(ProcessProbe.Take(Environment.ProcessId, clock.Elapsed, managed, tally.FinishedCount));
                managed = await control.CollectAsync(CancellationToken.None);
                _emulator.Add(ProcessProbe.Take(emulatorId, clock.Elapsed, managed, tally.FinishedCount));
                LargestHistory = Math.Max(LargestHistory, HistorySize());
            }
            while (await timer.WaitForNextTickAsync(timeUp));
        }
        catch (OperationCanceledException) when (timeUp.IsCancellationRequested)
        {
        }
    }

    private long HistorySize() => Directory.Exists(historyFolder)
        ? new DirectoryInfo(historyFolder).EnumerateFiles("*.jsonl", SearchOption.AllDirectories).Sum(static file => file.Length)
        : 0;
}
