using NemoVideo.Client.Files;

namespace NemoVideo.Client.Tests.NetFramework;

/// <summary>
/// Tests of this project with the client for .NET Framework, as Windows PowerShell loads it, in Mono. Each of them is a result of
/// <c>dotnet test</c> with its own name.
/// </summary>
public sealed class MonoTests
{
    /// <summary>Runs the tests. Without Mono, or without a request for long tests, returns one skipped result.</summary>
    public static async Task<IReadOnlyCollection<TheoryDataRow<MonoTest>>> Results()
    {
        const string Name = "all tests";
        if (!LongTest.IsRequested)
        {
            return [Row(new MonoTest(Name, IsPassed: true), LongTest.Reason("the client in Mono"))];
        }

        if (ProgramPath.Find("mono", Environment.GetEnvironmentVariable("PATH")) is not { } mono || !File.Exists(MonoRun.Facade(mono)))
        {
            return [Row(new MonoTest(Name, IsPassed: true), "MONO TESTS SKIPPED: Mono was not found. On Debian, it is in the package mono-devel.")];
        }

        var tests = await MonoRun.RunAsync(mono, TestContext.Current.CancellationToken);
        return [.. tests.Select(static test => Row(MonoLimits.Check(test, out var reason), reason)), .. MonoLimits.FindUnused(tests).Select(static test => Row(test, null))];
    }

    [Theory]
    [MemberData(nameof(Results), DisableDiscoveryEnumeration = true)]
    public void Passes(MonoTest test)
    {
        ArgumentNullException.ThrowIfNull(test);

        Assert.True(test.IsPassed, test.Message);
    }

    private static TheoryDataRow<MonoTest> Row(MonoTest test, string? skip) =>
        new(test) { TestDisplayName = $"Mono: {test.Name}", Label = "", Skip = skip };
}

/// <summary>The result of a test in Mono.</summary>
/// <param name="Name">The name with its namespace below that of the tests, and its arguments.</param>
/// <param name="IsPassed">Whether it passed.</param>
/// <param name="Message">The failure with its stack trace.</param>
/// <param name="SkipReason">The reason if the test skipped itself.</param>
public sealed record MonoTest(string Name, bool IsPassed, string? Message = null, string? SkipReason = null);
