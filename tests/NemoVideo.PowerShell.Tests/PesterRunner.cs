using System.Collections.Concurrent;
using System.Text.Json;
using NemoVideo.Demo;

namespace NemoVideo.PowerShell.Tests;

/// <summary>Runs the Pester suite in PowerShell processes.</summary>
/// <param name="powerShell">The PowerShell to run it in.</param>
internal sealed class PesterRunner(PowerShellCommand powerShell)
{
    /// <summary>The payload for Windows PowerShell 5.1, and PowerShell 7.4 and 7.5. Any PowerShell can load it.</summary>
    private const string OtherPayload = "netstandard2.0";

    private static readonly TimeSpan GroupTimeout = TimeSpan.FromMinutes(30);
    private static readonly int ProcessesAtOnce = 2 * Environment.ProcessorCount;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Runs groups of test files, each in a process of its own, several at a time.</summary>
    /// <param name="cancellationToken">Kills the run.</param>
    /// <returns>
    /// The results of the files in the order of their names, at least one for each file. If long tests were left out, the last result is skipped
    /// and has their number. In a run of all tests, the results of the payload for earlier versions of PowerShell follow.
    /// </returns>
    /// <exception cref="PesterRunException">The run of a file timed out, failed, or wrote no usable report.</exception>
    public async Task<IReadOnlyList<PesterTest>> RunAsync(CancellationToken cancellationToken)
    {
        var reports = await RunPayloadAsync(null, cancellationToken).ConfigureAwait(false);
        var longCount = reports.Sum(static report => report.LongCount);
        var reason = $"LONG TESTS SKIPPED: {longCount} Pester tests. To run all tests, use ./build.ps1 -Task TestAll.";
        IEnumerable<PesterTest> left = longCount == 0 ? [] : [new("Pester", "the long tests", "Skipped", reason, null)];
        var others = LongTest.IsRequested ? await RunPayloadAsync(OtherPayload, cancellationToken).ConfigureAwait(false) : [];
        return [.. Sort(reports), .. left, .. Sort(others).Select(static test => test with { File = $"{OtherPayload}: {test.File}" })];
    }

    private static IEnumerable<PesterTest> Sort(IEnumerable<PesterReport> reports) =>
        reports.SelectMany(static report => report.Tests).OrderBy(static test => test.File, StringComparer.Ordinal);

    /// <summary>
    /// Creates three groups for each process that runs at a time. Importing the module and Pester takes longer than most small files. Each
    /// group begins with a large file, so that no large file is left for the end.
    /// </summary>
    private static IEnumerable<string[]> GroupFiles()
    {
        var files = new DirectoryInfo(TestPaths.Suite).GetFiles("*.Tests.ps1").OrderByDescending(static file => file.Length).ToList();
        var count = Math.Min(3 * ProcessesAtOnce, files.Count);
        return Enumerable.Range(0, count).Select(group => files.Where((_, index) => index % count == group).Select(static file => file.FullName).ToArray());
    }

    /// <summary>Runs the suite with a payload, or with the default one if it is null. Only the default one gets the long tests.</summary>
    private async Task<IReadOnlyCollection<PesterReport>> RunPayloadAsync(string? payload, CancellationToken cancellationToken)
    {
        var reports = new ConcurrentBag<PesterReport>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ProcessesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            GroupFiles(),
            parallel,
            async (group, token) => reports.Add(await RunGroupAsync(group, payload, token).ConfigureAwait(false)))
            .ConfigureAwait(false);
        return reports;
    }

    private async Task<PesterReport> RunGroupAsync(string[] paths, string? payload, CancellationToken cancellationToken)
    {
        var reportPath = Path.Combine(Path.GetTempPath(), $"nemo-pester-{Guid.NewGuid():N}.json");
        try
        {
            var start = powerShell.CreateStart(
            [
                "-NoLogo", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass",
                "-File", Path.Combine(TestPaths.Suite, "Invoke-Suite.ps1"), "-PesterPath", TestPaths.Pester, "-ReportPath", reportPath, .. paths,
            ]);
            start.Environment["NEMO_MODULE_PATH"] = TestPaths.Module;
            start.Environment["NEMO_EMULATOR_PATH"] = TestPaths.Emulator;
            if (Path.GetFileName(start.FileName).Equals("powershell.exe", StringComparison.OrdinalIgnoreCase))
            {
                // Windows PowerShell can't load the modules of PowerShell 7 (PowerShell 18108), whose folders pwsh adds.
                start.Environment.Remove("PSModulePath");
            }

            // Most of these processes, and those that they start, are too short for code that is compiled twice.
            start.Environment["DOTNET_TieredCompilation"] = "0";
            start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
            // A node of MSBuild that waits for the next build would keep the output of dotnet pack open for 15 minutes.
            start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
            if (payload is not null)
            {
                start.Environment["NEMO_PAYLOAD"] = payload;
                start.Environment.Remove("NEMO_TEST_ALL");
            }

            var outcome = await QuietProcess.RunAsync(start, GroupTimeout, cancellationToken).ConfigureAwait(false);
            return await ReadReportAsync(reportPath, outcome, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            File.Delete(reportPath);
        }
    }

    private static async Task<PesterReport> ReadReportAsync(string path, ProcessOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.ExitCode is not { } exitCode)
        {
            throw new PesterRunException($"The Pester run was killed after {GroupTimeout.TotalMinutes} minutes.", outcome);
        }

        if (exitCode != 0 || !File.Exists(path))
        {
            throw new PesterRunException($"The Pester run failed with exit code {exitCode}.", outcome);
        }

        await using var stream = File.OpenRead(path);
        var report = await JsonSerializer.DeserializeAsync<PesterReport>(stream, Json, cancellationToken).ConfigureAwait(false);
        if (report is not { Tests.Count: > 0 })
        {
            throw new PesterRunException("The Pester run found no tests.", outcome);
        }

        // If Pester reports a failure, one result must have failed. Otherwise, nobody would see the failure.
        if (report.Result != "Passed" && report.Tests.All(test => test.Result != "Failed"))
        {
            throw new PesterRunException($"The result of the Pester run is {report.Result}, but no test failed.", outcome);
        }

        return report;
    }
}
