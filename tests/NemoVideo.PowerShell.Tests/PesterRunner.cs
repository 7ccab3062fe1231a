using System.Diagnostics;
using System.Text.Json;
using NemoVideo.Demo;

namespace NemoVideo.PowerShell.Tests;

/// <summary>Runs the Pester suite in a PowerShell process.</summary>
/// <param name="powerShell">The PowerShell to run it in.</param>
internal sealed class PesterRunner(PowerShellCommand powerShell)
{
    /// <summary>The exit code with which <c>Get-Pester.ps1</c> says that there is none; PowerShell itself has no such code.</summary>
    private const int MissingCode = 5;

    private static readonly TimeSpan FetchLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan SuiteLimit = TimeSpan.FromMinutes(30);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Looks for Pester 5 and fetches it from the Gallery where it is missing.</summary>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The path of Pester's manifest, or why there is none.</returns>
    /// <exception cref="PesterRunException">PowerShell broke off, so that nothing is known.</exception>
    public async Task<(string? Path, string Reason)> FindPesterAsync(CancellationToken cancellationToken)
    {
        var start = CreateStart("Get-Pester.ps1", "-Destination", TestPaths.FetchedModules);
        var outcome = await QuietProcess.RunAsync(start, FetchLimit, cancellationToken).ConfigureAwait(false);

        // The answer is the last line: a profile or an update notice may have written before it.
        var answer = outcome.Output.Split('\n', StringSplitOptions.TrimEntries).Last();
        return outcome.ExitCode switch
        {
            0 when File.Exists(answer) => (answer, ""),
            null => (null, $"no Pester 5 here, and none came from the PowerShell Gallery within {FetchLimit.TotalMinutes} minutes"),
            MissingCode => (null, outcome.FirstLine),
            _ => throw new PesterRunException("The search for Pester broke off.", outcome),
        };
    }

    /// <summary>Runs all test files.</summary>
    /// <param name="pesterPath">Pester's manifest.</param>
    /// <param name="cancellationToken">Kills the run.</param>
    /// <returns>The report, which has at least one test.</returns>
    /// <exception cref="PesterRunException">The run came to no end, or not to a usable one.</exception>
    public async Task<PesterReport> RunAsync(string pesterPath, CancellationToken cancellationToken)
    {
        var reportPath = Path.Combine(Path.GetTempPath(), $"nemo-pester-{Guid.NewGuid():N}.json");
        try
        {
            var start = CreateStart(
                "Invoke-Suite.ps1", "-Path", TestPaths.Suite, "-PesterPath", pesterPath, "-ReportPath", reportPath);
            start.Environment["NEMO_MODULE_PATH"] = TestPaths.Module;
            start.Environment["NEMO_EMULATOR_PATH"] = TestPaths.Emulator;
            var outcome = await QuietProcess.RunAsync(start, SuiteLimit, cancellationToken).ConfigureAwait(false);
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
            throw new PesterRunException($"The Pester run was killed after {SuiteLimit.TotalMinutes} minutes.", outcome);
        }

        if (exitCode != 0 || !File.Exists(path))
        {
            throw new PesterRunException($"The Pester run broke off with exit code {exitCode}.", outcome);
        }

        await using var stream = File.OpenRead(path);
        var report = await JsonSerializer.DeserializeAsync<PesterReport>(stream, Json, cancellationToken).ConfigureAwait(false);
        if (report is not { Tests.Count: > 0 })
        {
            throw new PesterRunException("The Pester run found no tests.", outcome);
        }

        // Whatever made Pester say Failed must be among the results, or the failure would go unseen.
        if (report.Result != "Passed" && report.Tests.All(test => test.Result != "Failed"))
        {
            throw new PesterRunException($"The Pester run ended as {report.Result}, though no test failed.", outcome);
        }

        return report;
    }

    private ProcessStartInfo CreateStart(string script, params string[] arguments) =>
        powerShell.CreateStart(
            ["-NoLogo", "-NoProfile", "-NonInteractive", "-File", Path.Combine(TestPaths.Suite, script), .. arguments]);
}
