using NemoVideo.Demo;
using Xunit;

namespace NemoVideo.PowerShell.Tests;

/// <summary>
/// The tests of the module, which are written in Pester and run in a real PowerShell, as results of
/// <c>dotnet test</c>: one for each Pester test, by its own name.
/// </summary>
public sealed class PesterSuite
{
    /// <summary>
    /// Runs the suite and gives its results. Where it cannot run for want of PowerShell or Pester, that is one skipped
    /// result; every other trouble is thrown, and so fails.
    /// </summary>
    /// <returns>A row for each Pester test.</returns>
    public static async Task<IReadOnlyCollection<TheoryDataRow<PesterTest>>> Results()
    {
        var cancellationToken = TestContext.Current.CancellationToken;

        var finder = new PowerShellFinder(TestPaths.PowerShellTool, Environment.GetEnvironmentVariable);
        var powerShell = await finder.FindAsync(cancellationToken);
        if (!powerShell.IsFound)
        {
            return [SkippedSuite($"no PowerShell: {powerShell.Reason}")];
        }

        var runner = new PesterRunner(powerShell);
        var (pesterPath, reason) = await runner.FindPesterAsync(cancellationToken);
        if (pesterPath is null)
        {
            return [SkippedSuite(reason)];
        }

        var report = await runner.RunAsync(pesterPath, cancellationToken);
        return [.. report.Tests.Select(Row)];
    }

    [Theory]
    [MemberData(nameof(Results), DisableDiscoveryEnumeration = true)]
    public void Passes(PesterTest test)
    {
        ArgumentNullException.ThrowIfNull(test);

        if (test.Result != "Passed")
        {
            Assert.Fail($"{test.Message}\n{test.Stack}".Trim());
        }
    }

    private static TheoryDataRow<PesterTest> Row(PesterTest test) =>
        new(test)
        {
            TestDisplayName = $"{test.File}: {test.Name}",
            Label = "",
            Skip = test.Result == "Skipped" ? test.Message : null,
        };

    private static TheoryDataRow<PesterTest> SkippedSuite(string reason) =>
        Row(new PesterTest("Pester", "the whole suite", "Skipped", $"PESTER SUITE SKIPPED: {reason}", null));
}
