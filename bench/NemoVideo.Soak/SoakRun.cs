using System.Collections.Concurrent;
using System.Diagnostics;
using NemoVideo.Client;
using NemoVideo.Client.Http;

namespace NemoVideo.Soak;

/// <summary>One run: the load, the measurements and the verdict.</summary>
internal sealed class SoakRun(SoakOptions options, TextWriter output)
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    /// <summary>Short pauses, as in the emulator. The timeouts are the defaults.</summary>
    private static readonly NemoLimits Limits = new()
    {
        RetryDelay = Short,
        StatePollInterval = Short,
        RecoveryDelay = Short,
        RecoveryInterval = Short,
    };

    /// <returns>Whether no work was lost and no resource leaked. Leaks are checked only if the run was long enough.</returns>
    public async Task<bool> RunAsync(CancellationTokenSource timeUp, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("nemo-soak-");
        try
        {
            await using var emulator = await EmulatorProcess.StartAsync(options, Path.Combine(folder.FullName, "server"), stop);
            using var control = new EmulatorControl(emulator.Url);

            // Notices come from any thread.
            var notices = new ConcurrentQueue<string>();
            var home = Path.Combine(folder.FullName, "home");
            using var client = await NemoClient.ConnectAsync(
                new NemoClientOptions { ApiUrl = emulator.Url, DataDirectory = home, UseCache = options.HasHistory, Limits = Limits, Notice = notices.Enqueue }, stop);
            await output.WriteLineAsync($"{options.Sessions} concurrent sessions for {options.Duration.TotalMinutes:0.##} minutes, {Environment.ProcessorCount} processors");

            var tally = new Tally();
            var rounds = new AsyncReaderWriterLock();
            var ledger = new RequestLedger();
            var checker = new RoundChecker(control, ledger, tally, options.HasFaults);
            var sampler = new Sampler(control, emulator.Id, tally, Path.Combine(home, "history"));
            var injector = new FaultInjector(control, rounds, options.Seed);
            var clock = Stopwatch.StartNew();
            using var allDone = new CancellationTokenSource();
            var checking = checker.RunAsync(allDone.Token, stop);
            timeUp.CancelAfter(options.Duration);
            var sampling = sampler.RunAsync(timeUp.Token);
            var injecting = options.HasFaults ? injector.RunAsync(timeUp.Token) : Task.CompletedTask;
            await Task.WhenAll(Enumerable.Range(0, options.Sessions).Select(_ => new Worker(client, rounds, tally, folder.FullName).RunAsync(timeUp.Token, stop)));
            var elapsed = clock.Elapsed;
            await Task.WhenAll(sampling, injecting);
            await allDone.CancelAsync();
            await checking;

            var work = new WorkReport(output, tally, ledger, checker);
            var isComplete = work.Write(elapsed, options.HasFaults, injector);
            foreach (var failure in await control.ReadFailuresAsync(stop))
            {
                await output.WriteLineAsync($"  LOST: the emulator failed: {failure}");
                isComplete = false;
            }

            isComplete &= await new HistoryReport(output, client).WriteAsync(sampler, checker.Right, elapsed, notices);
            var growth = new GrowthReport(output);
            GrowthVerdict[] verdicts = [growth.Write("Client", sampler.Client), growth.Write("Emulator", sampler.Emulator)];
            var verdict = verdicts.Max();
            await output.WriteLineAsync($"\n{(isComplete ? "No work was lost" : "WORK WAS LOST")}, {Format(verdict)}.");
            return isComplete && verdict != GrowthVerdict.Grows;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Format(GrowthVerdict verdict) => verdict switch
    {
        GrowthVerdict.Holds => "and no resource leaked",
        GrowthVerdict.Grows => "and RESOURCES LEAKED",
        _ => $"and the run was too short to detect resource leaks (minimum: {Growth.MinDuration.TotalMinutes} minutes)",
    };
}
