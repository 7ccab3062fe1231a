using System.Collections.Concurrent;
using System.Diagnostics;
using NemoVideo.Client;
using NemoVideo.Client.Transport;

namespace NemoVideo.Soak;

/// <summary>One run: the load, the watch over both processes, and the verdict.</summary>
internal sealed class SoakRun(SoakOptions options, TextWriter output)
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    /// <summary>Pauses as short as the emulator's own; deadlines as they are.</summary>
    private static readonly NemoLimits Limits = new()
    {
        RetryDelay = Short,
        StatePollInterval = Short,
        RecoveryDelay = Short,
        RecoveryInterval = Short,
    };

    /// <returns>Whether nothing was lost, and nothing has grown as far as that was judged.</returns>
    public async Task<bool> RunAsync(CancellationTokenSource timeUp, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("nemo-soak-");
        try
        {
            await using var emulator = await EmulatorProcess.StartAsync(options, Path.Combine(folder.FullName, "server"), stop);
            using var control = new EmulatorControl(emulator.Url);

            // They come on any thread.
            var notices = new ConcurrentQueue<string>();
            var home = Path.Combine(folder.FullName, "home");
            using var client = await NemoClient.ConnectAsync(
                new NemoClientOptions { ApiUrl = emulator.Url, DataDirectory = home, UseCache = options.HasJournal, Limits = Limits, Notice = notices.Enqueue }, stop);
            await output.WriteLineAsync($"{options.Sessions} sessions at once for {options.Duration.TotalMinutes:0.##} minutes, {Environment.ProcessorCount} processors");

            var tally = new Tally();
            var gate = new RoundGate();
            var ledger = new RequestLedger();
            var checker = new RoundChecker(control, ledger, tally, options.HasFaults);
            var sampler = new Sampler(control, emulator.Id, tally, Path.Combine(home, "journal"));
            var rain = new FaultRain(control, gate, options.Seed);
            var clock = Stopwatch.StartNew();
            using var allDone = new CancellationTokenSource();
            var checking = checker.RunAsync(allDone.Token, stop);
            timeUp.CancelAfter(options.Duration);
            var watching = sampler.RunAsync(timeUp.Token);
            var raining = options.HasFaults ? rain.FallAsync(timeUp.Token) : Task.CompletedTask;
            await Task.WhenAll(Enumerable.Range(0, options.Sessions).Select(_ => new Worker(client, gate, tally, folder.FullName).RunAsync(timeUp.Token, stop)));
            var elapsed = clock.Elapsed;
            await Task.WhenAll(watching, raining);
            await allDone.CancelAsync();
            await checking;

            var work = new WorkReport(output, tally, ledger, checker);
            var isWhole = work.Write(elapsed, options.HasFaults, rain);
            foreach (var failure in await control.ReadFailuresAsync(stop))
            {
                await output.WriteLineAsync($"  LOST: the emulator failed: {failure}");
                isWhole = false;
            }

            isWhole &= await new JournalReport(output, client).WriteAsync(sampler, checker.Right, elapsed, notices, stop);
            var growth = new GrowthReport(output);
            GrowthVerdict[] verdicts = [growth.Write("Client", sampler.Client), growth.Write("Emulator", sampler.Emulator)];
            var verdict = verdicts.Max();
            await output.WriteLineAsync($"\n{(isWhole ? "Nothing was lost" : "SOMETHING WAS LOST")}, {Tell(verdict)}.");
            return isWhole && verdict != GrowthVerdict.Grows;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Tell(GrowthVerdict verdict) => verdict switch
    {
        GrowthVerdict.Holds => "and nothing grows",
        GrowthVerdict.Grows => "and SOMETHING GROWS",
        _ => $"and whether anything grows was not judged: that takes {Growth.Least.TotalMinutes} minutes",
    };
}
