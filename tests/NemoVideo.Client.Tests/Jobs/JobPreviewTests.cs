using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>The estimate of jobs that previous runs started. It sends and writes nothing.</summary>
public sealed class JobPreviewTests
{
    [Fact]
    public async Task Estimate_JobsOfPreviousRuns_CountsOnlyMessagesThatWereNotSent()
    {
        await using var service = await JobService.StartAsync();
        var complete = service.Job("a.mp4");
        var withoutFile = service.Job("b.mp4");
        var partly = service.Job("c.mp4", "add music", JobService.Title);
        await service.RunAsync(complete);
        File.Delete((await service.RunAsync(withoutFile)).OutputPath!);
        await service.RunAsync(partly, recording: static (name, isWritten) => _ = name == "Message Done" && isWritten ? throw new IOException("killed") : 0);

        var estimates = await EstimateAsync(service, null, complete, withoutFile, partly, service.Job("d.mp4"), complete with { OutputName = "second" });

        Assert.Equal([(0, 1, true), (0, 1, false), (50, 1, false), (50, 0, false), (0, 1, false)], Facts(estimates));
        Assert.Equal(["a.mp4", "b.mp4", "c.mp4", "d.mp4", "second.mp4"], estimates.Select(static one => Path.GetFileName(one.OutputPath)));
    }

    private static IEnumerable<(long Credit, int SentCount, bool IsComplete)> Facts(IEnumerable<JobEstimate> estimates) =>
        estimates.Select(static one => (one.Credit, one.SentCount, one.IsComplete));

    private static async Task<List<JobEstimate>> EstimateAsync(JobService service, JobOptions? options, params VideoJob[] jobs)
    {
        using var client = await service.ConnectAsync();
        var requests = service.Work.Requests.Count;
        using var preview = client.PreviewJobs(options ?? new JobOptions(), TestService.Ending);
        var estimates = new List<JobEstimate>();
        foreach (var job in jobs)
        {
            estimates.Add(preview.Estimate(job));
        }

        Assert.Equal(requests, service.Work.Requests.Count);
        return estimates;
    }
}
