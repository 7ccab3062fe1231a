using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

public sealed class TransferMeterTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Report_AfterFirstSecond_HasRateAndRemainingTime()
    {
        var meter = new TransferMeter(_time);
        _time.Advance(TimeSpan.FromSeconds(4));

        meter.Report(new TransferProgress(400, 1000));

        Assert.Equal(100, meter.BytesPerSecond);
        Assert.Equal(TimeSpan.FromSeconds(6), meter.TimeLeft);
    }

    [Fact]
    public void Report_SameBytesLater_DoesNotIncreaseTheRemainingTime()
    {
        var meter = new TransferMeter(_time);
        _time.Advance(TimeSpan.FromSeconds(4));
        meter.Report(new TransferProgress(400, 1000));
        _time.Advance(TimeSpan.FromSeconds(60));

        meter.Report(new TransferProgress(400, 1000));

        Assert.Equal(TimeSpan.FromSeconds(6), meter.TimeLeft);
    }

    [Theory]
    [InlineData(400, null, null)]
    [InlineData(0, 1000L, null)]
    [InlineData(1000, 1000L, 0.0)]
    [InlineData(1200, 1000L, 0.0)]
    [InlineData(1, long.MaxValue, null)]
    public void RemainingTime_UnknownOrFinished_IsNullOrZero(long bytes, long? total, double? seconds)
    {
        var meter = new TransferMeter(_time);
        _time.Advance(TimeSpan.FromSeconds(4));

        meter.Report(new TransferProgress(bytes, total));

        Assert.Equal(seconds, meter.TimeLeft?.TotalSeconds);
    }
}
