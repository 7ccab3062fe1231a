namespace NemoVideo.Tests;

/// <summary>Tests that need more than five seconds of CPU time by their nature.</summary>
internal static class LongTest
{
    /// <summary>Whether all tests are run: the environment variable NEMO_TEST_ALL is set.</summary>
    public static bool IsRequested => Environment.GetEnvironmentVariable("NEMO_TEST_ALL") is { Length: > 0 };

    /// <summary>Skips the test, unless the environment variable NEMO_TEST_ALL is set.</summary>
    /// <param name="name">What is tested, such as <c>the training of the models</c>.</param>
    public static void Require(string name) => Xunit.Assert.SkipUnless(IsRequested, Reason(name));

    /// <summary>The reason for skipping.</summary>
    /// <param name="name">What is tested, such as <c>the training of the models</c>.</param>
    public static string Reason(string name) => $"LONG TEST SKIPPED: {name}. To run all tests, use ./build.ps1 -Task TestAll.";
}
