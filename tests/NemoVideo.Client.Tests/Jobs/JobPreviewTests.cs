using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>The estimate of jobs that previous runs started. It sends and writes nothing.</summary>
public sealed class JobPreviewTests
{
    [Fact]
    public async Task Estimate_JobsOfPreviousRuns_CountsOnlyMessagesThatWereNotSent()
    {
        await using var bench = await JobBench.StartAsync();
        var complete = bench.Job("a.mp4");
        var withoutFile = bench.Job("b.mp4");
        var partly = bench.Job("c.mp4", "add music", JobBench.Title);
        await bench.RunAsync(complete);
        File.Delete((await bench.RunAsync(withoutFile)).OutputPath!);
        await bench.RunAsync(partly, recording: static (name, isWritten) => _ = name == "Message Done" && isWritten ? throw new IOException("killed") : 0);

        var estimates = await EstimateAsync(bench, null, complete, withoutFile, partly, bench.Job("d.mp4"), complete with { OutputName = "second" });

        Assert.Equal([(0, 1, true), (0, 1, false), (50, 1, false), (50, 0, false), (0, 1, false)], Facts(estimates));
        Assert.Equal(["a.mp4", "b.mp4", "c.mp4", "d.mp4", "second.mp4"], estimates.Select(static one => Path.GetFileName(one.OutputPath)));
    }

    private static IEnumerable<(long Credit, int SentCount, bool IsComplete)> Facts(IEnumerable<JobEstimate> estimates) =>
        estimates.Select(static one => (one.Credit, one.SentCount, one.IsComplete));

    private static async Task<List<JobEstimate>> EstimateAsync(JobBench bench, JobOptions? options, params VideoJob[] jobs)
    {
        using var client = await bench.ConnectAsync();
        var requests = bench.Work.Requests.Count;
        using var preview = client.PreviewJobs(options ?? new JobOptions(), Workbench.Ending);
        var estimates = new List<JobEstimate>();
        foreach (var job in jobs)
        {
            estimates.Add(preview.Estimate(job));
        }

        Assert.Equal(requests, bench.Work.Requests.Count);
        return estimates;
    }
}
