using NemoVideo.Client.Jobs;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>Messages that end with an error in their stream, or after which the timeline can't be read: they aren't sent again.</summary>
public sealed class JobErrorTests
{
    [Fact]
    public async Task Run_OutOfCreditsInStream_StartsNoOtherJob()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault("""POST /run_sse: flood 200 1 text/event-stream data: {"code":2001,"message":"no credits"}\n\n""");

        var results = await bench.RunAsync([bench.Job("a.mp4"), bench.Job("b.mp4"), bench.Job("c.mp4")], new JobOptions { ThrottleLimit = 1 });

        Assert.Equal([JobStatus.Failed, JobStatus.NotStarted, JobStatus.NotStarted], results.Select(static result => result.Status));
        Assert.EndsWith(" The timeline didn't change.", results[0].Error!.Message, StringComparison.Ordinal);
        Assert.Single(bench.Work.RequestsTo("POST", "/run_sse"));
    }
}
