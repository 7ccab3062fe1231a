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
        await using var service = await JobService.StartAsync();
        var failed = await FailAsync(service, service.Job());

        var rejected = await service.RunAsync(service.Job());
        var accepted = await service.RunAsync(service.Job(), Accepting);
        var repeated = await service.RunAsync(service.Job());

        Assert.Equal((JobStatus.Failed, NemoAction.AcceptTimeline), (failed.Status, failed.Error!.Action));
        Assert.Equal(failed.SessionId, failed.Error.ActionTarget);
        Assert.Equal((JobStatus.Failed, failed.Error.Message), (rejected.Status, rejected.Error!.Message));
        Assert.Equal((JobStatus.Succeeded, null), (accepted.Status, accepted.Error));
        Assert.Equal((failed.SessionId, JobStatus.AlreadyDone), (accepted.SessionId, repeated.Status));
        Assert.Contains(accepted.Timelines.After!, static track => track.ToString().Contains("Hi", StringComparison.Ordinal));
        Assert.Single(service.Work.RequestsTo("POST", "/run_sse"));
    }

    [Fact]
    public async Task Run_TimelineUnchanged_FailsAgain()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /run_sse: error event \"no\"");
        var job = service.Job("a.mp4", "hello");
        var failed = await service.RunAsync(job);
        var reads = service.Work.RequestsTo("GET", "/api/state").Count;

        var result = await service.RunAsync(job, Accepting);

        Assert.Equal((JobStatus.Failed, failed.Error!.Message), (result.Status, result.Error!.Message));
        Assert.Equal((NemoAction.RestartJob, NemoAction.RestartJob), (failed.Error.Action, result.Error.Action));
        Assert.Contains("there is no edit to accept", result.Error.NextStep, StringComparison.Ordinal);
        Assert.Equal(0, service.Work.Host.RenderCount);
        Assert.Equal(reads + 1, service.Work.RequestsTo("GET", "/api/state").Count);
        Assert.Single(service.Work.RequestsTo("POST", "/run_sse"));
    }

    [Fact]
    public async Task Run_FirstOfSeveralMessages_SendsOnlyTheOthers()
    {
        await using var service = await JobService.StartAsync();
        var job = service.Job("a.mp4", JobService.Title, "add music");
        await FailAsync(service, job);

        var result = await service.RunAsync(job, Accepting);

        Assert.Equal((JobStatus.Succeeded, 2), (result.Status, service.MessageCount));
        var second = service.Work.RequestsTo("POST", "/run_sse")[1];
        Assert.Contains("add music", second.Body!, StringComparison.Ordinal);
    }

    /// <summary>A message that the service rejected is sent, although the timeline is accepted.</summary>
    [Fact]
    public async Task Run_MessageWasRejected_SendsIt()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /run_sse: status 429 retry-after 3600 x*");
        await service.RunAsync(service.Job());
        service.Work.Host.ClearFaults();
        var reads = service.Work.RequestsTo("GET", "/api/state").Count;

        var result = await service.RunAsync(service.Job(), Accepting);

        // No wait for a message that was rejected: the comparison, the state before the message, two after it, and before the download.
        Assert.Equal((JobStatus.Succeeded, 1), (result.Status, service.MessageCount));
        Assert.Equal(reads + 5, service.Work.RequestsTo("GET", "/api/state").Count);
    }

    /// <summary>Nor by an equal job of the run.</summary>
    [Fact]
    public async Task Run_ErrorInTheSameRun_IsNotAccepted()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /run_sse: error event \"no\" after 3 events");

        var results = await service.RunAsync([service.Job(), service.Job() with { Quality = "low" }], Accepting);

        Assert.All(results, static result => Assert.Equal((JobStatus.Failed, NemoAction.AcceptTimeline), (result.Status, result.Error!.Action)));
        Assert.Equal((1, 0), (service.MessageCount, service.Work.Host.RenderCount));
    }

    private static async Task<JobResult> FailAsync(JobService service, VideoJob job)
    {
        service.Work.Host.AddFault("POST /run_sse: error event \"no\" after 3 events");
        return await service.RunAsync(job);
    }
}
