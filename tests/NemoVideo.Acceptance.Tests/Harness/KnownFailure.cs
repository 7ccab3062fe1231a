using System.Text.RegularExpressions;
using Xunit.Sdk;

namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>Marks what the module doesn't do right yet.</summary>
internal static partial class KnownFailure
{
    /// <summary>
    /// Runs a test that is expected to fail, and skips it with the reason. Fails if the test passes: its mark must be removed.
    /// </summary>
    /// <param name="source">
    /// Where the right outcome is written: a row of people.md, such as <c>people.md 1</c>, its day of a new user, or <c>design.md 4</c>.
    /// </param>
    /// <param name="test">The test.</param>
    public static async Task RunAsync(string source, Func<Task> test)
    {
        if (!Source().IsMatch(source))
        {
            throw new HarnessException($"'{source}' can't be the source of a mark.");
        }

        string failure;
        try
        {
            await test();
            failure = "";
        }
        catch (XunitException exception)
        {
            failure = exception.Message.ReplaceLineEndings(" ");
        }

        Assert.SkipWhen(failure.Length > 0, $"KNOWN FAILURE, {source}: {failure}");
        Assert.Fail($"The test of {source} passes now. Remove its mark.");
    }

    /// <inheritdoc cref="RunAsync(string, Func{Task})"/>
    public static Task RunAsync(string source, Action test) => RunAsync(source, () =>
    {
        test();
        return Task.CompletedTask;
    });

    [GeneratedRegex(@"^(people\.md \d\d?|people\.md, a day as a new user|design\.md 4)$")]
    private static partial Regex Source();
}
