using NemoVideo.Client.Errors;
using NemoVideo.Client.Jobs;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>Edits that the service reported an error for, although the timeline has changed: the caller can accept them.</summary>
public sealed class JobAcceptanceTests
{
    private static readonly JobOptions Accepting = new() { AcceptTimeline = true };

    [Fact]
    public async Task Run_TimelineChanged_CreatesTheVideoWithoutSendingAgain()
    {
        await using var bench = await JobBench.StartAsync();
        var failed = await FailAsync(bench, bench.Job());

        var rejected = await bench.RunAsync(bench.Job());
        var accepted = await bench.RunAsync(bench.Job(), Accepting);
        var repeated = await bench.RunAsync(bench.Job());

        Assert.Equal((JobStatus.Failed, NemoAction.AcceptTimeline), (failed.Status, failed.Error!.Action));
        Assert.Equal(failed.SessionId, failed.Error.ActionTarget);
        Assert.Equal((JobStatus.Failed, failed.Error.Message), (rejected.Status, rejected.Error!.Message));
        Assert.Equal((JobStatus.Succeeded, null), (accepted.Status, accepted.Error));
        Assert.Equal((failed.SessionId, JobStatus.AlreadyDone), (accepted.SessionId, repeated.Status));
        Assert.Contains(accepted.Timelines.After!, static track => track.ToString().Contains("Hi", StringComparison.Ordinal));
        Assert.Single(bench.Work.RequestsTo("POST", "/run_sse"));
    }

    [Fact]
    public async Task Run_TimelineUnchanged_FailsAgain()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault("POST /run_sse: error event \"no\"");
        var job = bench.Job("a.mp4", "hello");
        var failed = await bench.RunAsync(job);
        var reads = bench.Work.RequestsTo("GET", "/api/state").Count;

        var result = await bench.RunAsync(job, Accepting);

        Assert.Equal((JobStatus.Failed, failed.Error!.Message), (result.Status, result.Error!.Message));
        Assert.Equal(NemoAction.RestartJob, result.Error.Action);
        Assert.Equal(0, bench.Work.Host.RenderCount);
        Assert.Equal(reads + 1, bench.Work.RequestsTo("GET", "/api/state").Count);
        Assert.Single(bench.Work.RequestsTo("POST", "/run_sse"));
    }

    [Fact]
    public async Task Run_FirstOfSeveralMessages_SendsOnlyTheOthers()
    {
        await using var bench = await JobBench.StartAsync();
        var job = bench.Job("a.mp4", JobBench.Title, "add music");
        await FailAsync(bench, job);

        var result = await bench.RunAsync(job, Accepting);

        Assert.Equal((JobStatus.Succeeded, 2), (result.Status, bench.MessageCount));
        var second = bench.Work.RequestsTo("POST", "/run_sse")[1];
        Assert.Contains("add music", second.Body!, StringComparison.Ordinal);
    }

    /// <summary>Nor by an equal job of the run.</summary>
    [Fact]
    public async Task Run_ErrorInTheSameRun_IsNotAccepted()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault("POST /run_sse: error event \"no\" after 3 events");

        var results = await bench.RunAsync([bench.Job(), bench.Job() with { Quality = "low" }], Accepting);

        Assert.All(results, static result => Assert.Equal((JobStatus.Failed, NemoAction.AcceptTimeline), (result.Status, result.Error!.Action)));
        Assert.Equal((1, 0), (bench.MessageCount, bench.Work.Host.RenderCount));
    }

    private static async Task<JobResult> FailAsync(JobBench bench, VideoJob job)
    {
        bench.Work.Host.AddFault("POST /run_sse: error event \"no\" after 3 events");
        return await bench.RunAsync(job);
    }
}
