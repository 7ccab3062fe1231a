using NemoVideo.Demo;
using Xunit;

namespace NemoVideo.PowerShell.Tests;

/// <summary>
/// The Pester tests of the module, which run in a real PowerShell, as results of <c>dotnet test</c>: one for each Pester
/// test, with its own name.
/// </summary>
public sealed class PesterSuite
{
    /// <summary>
    /// Runs the suite and returns its results. If PowerShell or Pester is missing, returns one skipped result. All other
    /// problems are exceptions and cause a failure.
    /// </summary>
    /// <returns>A row for each Pester test.</returns>
    public static async Task<IReadOnlyCollection<TheoryDataRow<PesterTest>>> Results()
    {
        var cancellationToken = TestContext.Current.CancellationToken;

        var finder = new PowerShellFinder(TestPaths.PowerShellTool, Environment.GetEnvironmentVariable);
        var powerShell = await finder.FindAsync(cancellationToken);
        if (!powerShell.IsFound)
        {
            return [SkippedSuite($"PowerShell was not found: {powerShell.Reason}")];
        }

        var runner = new PesterRunner(powerShell);
        var (pesterPath, reason) = await runner.FindPesterAsync(cancellationToken);
        if (pesterPath is null)
        {
            return [SkippedSuite(reason)];
        }

        return [.. (await runner.RunAsync(pesterPath, cancellationToken)).Select(Row)];
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
