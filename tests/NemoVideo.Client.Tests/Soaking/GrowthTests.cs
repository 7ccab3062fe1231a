using NemoVideo.Soak;

namespace NemoVideo.Client.Tests.Soaking;

/// <summary>The growth check of the soak command must be able to fail.</summary>
public sealed class GrowthTests
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public void Judge_StableProcess_FindsNothing() =>
        Assert.DoesNotContain(Growth.Judge(Samples(TimeSpan.FromMinutes(10), static _ => 0)), static growth => growth.IsTooMuch);

    [Fact]
    public void Judge_GrowthInFirstMinuteOnly_FindsNothing() =>
        Assert.DoesNotContain(
            Growth.Judge(Samples(TimeSpan.FromMinutes(10), static at => at < TimeSpan.FromMinutes(1) ? -50 : 0)), static growth => growth.IsTooMuch);

    [Theory]
    [InlineData("managed MB", 100)]
    [InlineData("handles", 15)]
    [InlineData("sockets", 15)]
    [InlineData("threads", 8)]
    [InlineData("working set MB", 400)]
    [InlineData("private MB", 400)]
    public void Judge_SlowGrowth_IsFound(string measure, int perMinute)
    {
        var judged = Growth.Judge(Samples(TimeSpan.FromMinutes(10), at => at.TotalMinutes * perMinute, measure));

        Assert.Equal(measure, Assert.Single(judged, static growth => growth.IsTooMuch).Measure.Name);
    }

    [Fact]
    public void Judge_OneHighSample_FindsNothing() =>
        Assert.DoesNotContain(
            Growth.Judge(Samples(TimeSpan.FromMinutes(10), static at => at > TimeSpan.FromMinutes(9.9) ? 100_000 : 0)), static growth => growth.IsTooMuch);

    [Fact]
    public void Judge_LessThanThreeMinutes_FindsNothing() =>
        Assert.Empty(Growth.Judge(Samples(TimeSpan.FromMinutes(2), static at => at.TotalMinutes * 10_000)));

    [Fact]
    public void Write_Growth_IsReported()
    {
        using var output = new StringWriter();

        Assert.Equal(GrowthVerdict.Grows, new GrowthReport(output).Write("Client", Samples(TimeSpan.FromMinutes(4), static at => at.TotalMinutes * 50, "handles")));
        Assert.Contains("LEAK: handles", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, nameof(GrowthVerdict.Holds))]
    [InlineData(2, nameof(GrowthVerdict.NotJudged))]
    public void Write_StableProcess_IsConfirmedOnlyAfterLongRun(int minutes, string expected)
    {
        using var output = new StringWriter();

        Assert.Equal(expected, new GrowthReport(output).Write("Client", Samples(TimeSpan.FromMinutes(minutes), static _ => 0)).ToString());
    }

    /// <summary>One sample every five seconds. Memory grows by 0.01 MB for each unit of the others.</summary>
    private static List<ProcessSample> Samples(TimeSpan duration, Func<TimeSpan, double> growth, string? only = null)
    {
        var samples = new List<ProcessSample>();
        for (var at = TimeSpan.Zero; at < duration; at += TimeSpan.FromSeconds(5))
        {
            long More(string name) => only is null || only == name ? (long)growth(at) : 0;
            samples.Add(new ProcessSample(
                at, (100 * Megabyte) + (More("working set MB") * Megabyte / 100), (50 * Megabyte) + (More("private MB") * Megabyte / 100),
                (10 * Megabyte) + (More("managed MB") * Megabyte / 100), 300 + More("handles"), 200 + More("sockets"), 20 + More("threads"),
                (long)at.TotalSeconds * 25));
        }

        return samples;
    }
}
