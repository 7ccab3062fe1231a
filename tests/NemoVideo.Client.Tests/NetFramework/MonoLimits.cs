namespace NemoVideo.Client.Tests.NetFramework;

/// <summary>The tests that fail in Mono, with the reasons. None of them shows an error of the client.</summary>
internal static class MonoLimits
{
    private static readonly (string Name, string Reason)[] All =
    [
        ("Http.TokenTests.Connect_FreeToken_CacheIsAccessibleToOwnerOnly", "The client for .NET Framework has no file modes."),
        ("Edits.MessageInterruptionTests.Send_CanceledWhileServerIsSilent_EndsAtOnce", "Before .NET Core 3.0, ValueTask.AsTask loses the token of a cancellation."),
    ];

    /// <summary>Returns the result, and the reason for skipping it; null for none. A test in the list must fail.</summary>
    public static MonoTest Check(MonoTest test, out string? reason)
    {
        var limit = Array.Find(All, one => test.Name.StartsWith(one.Name, StringComparison.Ordinal)).Reason;
        reason = test.SkipReason ?? (test.IsPassed ? null : limit);
        return limit is not null && test.IsPassed
            ? test with { IsPassed = false, Message = "The test passes in Mono. Remove it from MonoLimits." }
            : test;
    }

    /// <summary>A failure for each entry of the list without a test.</summary>
    public static IEnumerable<MonoTest> FindUnused(IReadOnlyList<MonoTest> tests) =>
        from one in All
        where !tests.Any(test => test.Name.StartsWith(one.Name, StringComparison.Ordinal))
        select new MonoTest(one.Name, IsPassed: false, "There is no such test. Remove it from MonoLimits.");
}
