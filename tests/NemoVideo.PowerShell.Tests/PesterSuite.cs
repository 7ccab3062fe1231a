using Xunit;

namespace NemoVideo.PowerShell.Tests;

/// <summary>
/// The Pester tests of the module, which run in a real PowerShell, as results of <c>dotnet test</c>: one for each Pester
/// test, with its own name.
/// </summary>
public sealed class PesterSuite
{
    /// <summary>Runs the suite and returns its results. Throws an exception if the suite can't run.</summary>
    /// <returns>A row for each Pester test.</returns>
    public static async Task<IReadOnlyCollection<TheoryDataRow<PesterTest>>> Results()
    {
        var runner = new PesterRunner(await TestPowerShell.FindAsync());
        return [.. (await runner.RunAsync(TestContext.Current.CancellationToken)).Select(Row)];
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
}
