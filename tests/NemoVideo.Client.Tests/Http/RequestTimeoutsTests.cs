using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

/// <summary>What the error says of a transfer that was given up.</summary>
public sealed class RequestTimeoutsTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(60);

    [Fact]
    public void ToException_NoBytesSinceLastActivity_IgnoresEarlierBytes()
    {
        var time = new ManualTime();
        using var timeouts = Create(time);
        timeouts.ReportActivity(500);
        timeouts.ReportActivity();

        time.Advance(Idle);

        Assert.DoesNotContain("500", MessageOf(timeouts), StringComparison.Ordinal);
    }

    [Fact]
    public void ToException_FewBytesInInterval_ReportsByteCount()
    {
        var time = new ManualTime();
        using var timeouts = Create(time);
        timeouts.ReportActivity(1000);
        timeouts.ReportActivity(500);

        time.Advance(Idle);

        Assert.Contains("500", MessageOf(timeouts), StringComparison.Ordinal);
    }

    private static RequestTimeouts Create(ManualTime time) =>
        new(Timeout.InfiniteTimeSpan, Idle, time, CancellationToken.None) { MinBytes = 1000 };

    private static string MessageOf(RequestTimeouts timeouts) =>
        Assert.IsType<NemoTimeoutException>(timeouts.ToException(new OperationCanceledException())).Message;
}
