using NemoVideo.Client.Jobs;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>Messages that end with an error in their stream, or after which the timeline can't be read: they aren't sent again.</summary>
public sealed class JobErrorTests
{
    [Fact]
    public async Task Run_OutOfCreditsInStream_StartsNoOtherJob()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("""POST /run_sse: flood 200 1 text/event-stream data: {"code":2001,"message":"no credits"}\n\n""");

        var results = await service.RunAsync([service.Job("a.mp4"), service.Job("b.mp4"), service.Job("c.mp4")], new JobOptions { ThrottleLimit = 1 });

        Assert.Equal([JobStatus.Failed, JobStatus.NotStarted, JobStatus.NotStarted], results.Select(static result => result.Status));
        Assert.EndsWith(" The timeline didn't change.", results[0].Error!.Message, StringComparison.Ordinal);
        Assert.Single(service.Work.RequestsTo("POST", "/run_sse"));
    }
}
