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
        await service.RunAsync(partly, recording: JobService.KilledAt("Message Done"));

        var estimates = await EstimateAsync(service, null, complete, withoutFile, partly, service.Job("d.mp4"), complete with { OutputName = "second" });

        Assert.Equal([(0, 1, true), (0, 1, false), (50, 1, false), (50, 0, false), (0, 1, false)], Facts(estimates));
        Assert.Equal(["a.mp4", "b.mp4", "c.mp4", "d.mp4", "second.mp4"], estimates.Select(static one => Path.GetFileName(one.OutputPath)));
    }

    [Fact]
    public async Task Estimate_NoRecords_ProtectsTheInputs()
    {
        await using var service = await JobService.StartAsync();
        service.Clip("beach (2).mp4");

        var estimate = Assert.Single(await EstimateAsync(
            service, new JobOptions { Overwrite = true }, service.Job() with { Destination = service.Work.Folder.FullName }));

        Assert.Equal((50, 0, false), (estimate.Credit, estimate.SentCount, estimate.IsComplete));
        Assert.Equal(service.Work.Folder.PathOf("beach (3).mp4"), estimate.OutputPath);
    }

    [Theory]
    [InlineData(false, "beach (2).mp4")]
    [InlineData(true, "beach.mp4")]
    public async Task Estimate_NameIsTaken_IsTheNextOneUnlessItMayBeReplaced(bool overwrite, string expected)
    {
        await using var service = await JobService.StartAsync();
        Directory.CreateDirectory(service.Destination);
        await File.WriteAllTextAsync(service.OutputOf("beach.mp4"), "another", TestService.Ending);

        var estimate = Assert.Single(await EstimateAsync(service, new JobOptions { Overwrite = overwrite }, service.Job()));

        Assert.Equal(service.OutputOf(expected), estimate.OutputPath);
    }

    [Fact]
    public async Task Estimate_EqualNewJobs_OnlyTheFirstCosts()
    {
        await using var service = await JobService.StartAsync();
        await service.RunAsync(service.Job("a.mp4"));
        var job = service.Job() with { Inputs = [service.Clip("b.mp4"), service.Clip("c.mp4")] };
        var other = job with { Inputs = [job.Inputs[1], job.Inputs[0]] };

        var estimates = await EstimateAsync(service, null, job, other, other);

        Assert.Equal([(50, 0, false), (0, 0, false), (0, 0, false)], Facts(estimates));
        Assert.Equal([false, true, true], estimates.Select(static one => one.HasOtherOrder));

        await service.RunAsync(job);
        var complete = Assert.Single(await EstimateAsync(service, null, other));
        Assert.Equal((true, true, service.OutputOf("b.mp4")), (complete.IsComplete, complete.HasOtherOrder, complete.OutputPath));
    }

    [Fact]
    public async Task Estimate_WithoutCache_KnowsTheJobsOfTheConnection()
    {
        await using var service = await JobService.StartAsync();
        using var client = await service.ConnectAsync(useCache: false);
        await JobService.ResultsAsync(client, [service.Job()]);
        using var preview = client.PreviewJobs(new JobOptions(), TestService.Ending);

        Assert.True(preview.Estimate(service.Job()).IsComplete);
        Assert.Equal(50, preview.Estimate(service.Job("new.mp4")).Credit);
    }

    /// <summary>Without clips, the first message generates, which costs more (protocol 7).</summary>
    [Fact]
    public async Task Estimate_NoClips_FirstMessageGenerates()
    {
        await using var service = await JobService.StartAsync();
        var job = service.Job("unused.mp4", "a beach") with { Inputs = [] };

        Assert.Equal([(100, 0, false)], Facts(await EstimateAsync(service, null, job)));
        Assert.Equal((100, 50), (JobOptions.EstimateCredit(job), JobOptions.EstimateCredit(job with { Inputs = ["a.mp4"] })));
    }

    [Fact]
    public async Task Estimate_VideoInCatalog_IsComplete()
    {
        await using var service = await JobService.StartAsync();
        var job = service.OldJob();
        var video = await service.RunAsync(job);

        // Only the log would show that it was written by another version.
        await File.WriteAllTextAsync(service.RecordPath, new string('{', (int)new FileInfo(service.RecordPath).Length), TestService.Ending);
        var estimate = Assert.Single(await EstimateAsync(service, null, job));

        Assert.Equal((0, 1, true), (estimate.Credit, estimate.SentCount, estimate.IsComplete));
        Assert.Equal(video.OutputPath, estimate.OutputPath);
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
