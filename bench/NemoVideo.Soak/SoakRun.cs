using System.Diagnostics;
using System.Globalization;
using NemoVideo.Client;
using NemoVideo.Client.Http;

namespace NemoVideo.Soak;

/// <summary>One run: the load, the measurements and the verdict.</summary>
internal static class SoakRun
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
    public static async Task<bool> RunAsync(SoakOptions options, TextWriter output, CancellationTokenSource timeUp, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("nemo-soak-");
        try
        {
            await using var emulator = await Emulator.StartAsync(Path.Combine(folder.FullName, "server"));
            var tally = new Tally();
            using var client = await NemoClient.ConnectAsync(
                new NemoClientOptions
                {
                    ApiUrl = emulator.Url,
                    DataDirectory = Path.Combine(folder.FullName, "home"),
                    Limits = Limits,
                    Observer = new() { Notice = tally.Problems.Enqueue, Trace = tally.Trace },
                },
                stop);
            await output.WriteLineAsync(
                $"{options.Sessions} sessions for {options.Duration.TotalMinutes:0.##} minutes, {Environment.ProcessorCount} processors");

            using var rounds = new SemaphoreSlim(options.Sessions);
            var injector = new FaultInjector(emulator, rounds, options.Sessions);
            Growth[] growths =
            [
                new("client", Environment.ProcessId, static () => Task.FromResult(GC.GetTotalMemory(forceFullCollection: true))),
                new("emulator", emulator.ProcessId, emulator.CollectAsync),
            ];
            var clock = Stopwatch.StartNew();
            timeUp.CancelAfter(options.Duration);
            await Task.WhenAll(
            [
                .. growths.Select(growth => growth.RunAsync(timeUp.Token)),
                options.HasFaults ? injector.RunAsync(timeUp.Token) : Task.CompletedTask,
                .. Enumerable.Range(0, options.Sessions)
                    .Select(_ => new Worker(client, emulator, rounds, tally, folder.FullName).RunAsync(timeUp.Token, stop)),
            ]);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{tally.Completed} rounds, {tally.Completed / clock.Elapsed.TotalSeconds:0.0} per second; {tally.Requests} requests, "
                + $"{tally.Rejected} rejected or without response; "
                + $"{injector.FaultCount} faults, {injector.RevocationCount} revocations of all tokens"));

            string[] problems = [.. tally.Problems, .. await emulator.ReadFailuresAsync(), .. Check(tally, injector, client)];
            foreach (var problem in problems)
            {
                await output.WriteLineAsync($"  LOST: {problem}");
            }

            var verdicts = growths.Select(growth => growth.Write(output)).ToList();
            var leaks = verdicts.Contains(true) ? "RESOURCES LEAKED"
                : verdicts.Contains(null)
                    ? $"the run was too short to detect resource leaks (minimum: {Growth.MinDuration.TotalMinutes} minutes)"
                : "no resource leaked";
            await output.WriteLineAsync($"{(problems.Length == 0 ? "No work was lost" : "WORK WAS LOST")}, and {leaks}.");
            return problems.Length == 0 && !verdicts.Contains(true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Check(Tally tally, FaultInjector injector, NemoClient client)
    {
        if (tally.Completed == 0 || tally.Completed != tally.Begun)
        {
            yield return $"{tally.Begun} rounds started, {tally.Completed} completed";
        }

        if (injector.FaultCount == 0 && tally.Rejected > 0)
        {
            yield return $"{tally.Rejected} requests were rejected or had no response";
        }

        // All sessions that find the token revoked at the same time share one request for a new one.
        if (tally.Tokens != 1 + injector.RevocationCount)
        {
            yield return $"{tally.Tokens} tokens were requested, not {1 + injector.RevocationCount}";
        }

        var open = client.ReadHistory().Exports.Count(static export => !export.IsLost && !export.IsSaved);
        if (open > 0)
        {
            yield return $"{open} exports are outstanding in the history";
        }
    }
}
