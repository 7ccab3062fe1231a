using static NemoVideo.Pictures.Tests.Reports.ReportSamples;

namespace NemoVideo.Pictures.Tests.Reports;

public sealed class BatchReportTests
{
    [Fact]
    public void Totals_Batch_CountOnlyVideosThatAreReady()
    {
        var report = BatchReport.Of([.. Batch, Batch[3] with { Duration = TimeSpan.FromHours(1), Length = 1 }]);

        Assert.Equal(2, report.ReadyCount);
        Assert.Equal(TimeSpan.FromSeconds(16), report.Duration);
        Assert.Equal((3 * 1024 * 1024) + 1024, report.Length);
        Assert.Equal([1, 1, 2, 0, 1, 1], BatchReport.Statuses.Select(report.CountOf));
        Assert.Equal(Created.StartTime, report.StartTime);
    }

    [Theory]
    [InlineData(0, 0, "No videos")]
    [InlineData(1, 0, "The video is ready")]
    [InlineData(0, 1, "The video wasn’t created")]
    [InlineData(3, 0, "All 3 videos are ready")]
    [InlineData(0, 3, "None of the 3 videos is ready")]
    [InlineData(1, 2, "1 of 3 videos is ready")]
    public void Headline_Counts_IsASentence(int ready, int failed, string expected)
    {
        var jobs = Enumerable.Repeat(Created, ready).Concat(Enumerable.Repeat(Batch[3], failed));

        Assert.Equal(expected, BatchReport.Of(jobs).Headline);
    }

    [Theory]
    [InlineData(0, "0.0s")]
    [InlineData(0.01, "<0.1s")]
    [InlineData(7.24, "7.2s")]
    [InlineData(59.97, "1m 0s")]
    [InlineData(67, "1m 7s")]
    [InlineData(3723, "1h 2m")]
    public void Time_Seconds_HasItsUnit(double seconds, string expected) => Assert.Equal(expected, ReportText.Time(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(5.4, "5.4s")]
    [InlineData(59.94, "59.9s")]
    [InlineData(59.97, "1:00")]
    [InlineData(67, "1:07")]
    [InlineData(3723, "1:02:03")]
    public void Length_Seconds_HasDecimalsBelowOneMinute(double seconds, string expected) =>
        Assert.Equal(expected, ReportText.Length(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(3 * 1024 * 1024, "3.0 MB")]
    [InlineData(1L << 49, "512.0 TB")]
    public void Size_Bytes_HasItsUnit(long bytes, string expected) => Assert.Equal(expected, ReportText.Size(bytes));
}
