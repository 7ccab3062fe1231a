using System.Runtime.CompilerServices;

namespace NemoVideo.Client.Tests.Support;

/// <summary>Cancels the waits of a test after a minute, so that a test that hangs fails.</summary>
internal static class TestDeadline
{
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(60);
    private static readonly ConditionalWeakTable<object, CancellationTokenSource> Running = new();

    public static CancellationToken Token
    {
        get
        {
            var context = TestContext.Current;
            return context.Test is { } test
                ? Running.GetValue(test, _ => Start(context.CancellationToken)).Token
                : context.CancellationToken;
        }
    }

    private static CancellationTokenSource Start(CancellationToken run)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(run);
        source.CancelAfter(MaxTime);
        return source;
    }
}
