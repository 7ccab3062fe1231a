using System.Diagnostics;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>A message that waits for the pause of another request: it is announced directly before it is sent.</summary>
public sealed class JobCancellationTests
{
    [Fact]
    public async Task Run_OtherRequestIsRateLimited_AnnouncesMessageAfterThePause()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault("GET /api/state/*: hold before answer");
        var pausing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (clock, announced) = (new Stopwatch(), TimeSpan.Zero);
        using var client = await bench.ConnectAsync(
            (name, isWritten) => announced = name == "Message Sending" && !isWritten ? clock.Elapsed : announced,
            retrying: _ => pausing.TrySetResult());
        var running = JobBench.ResultsAsync(client, [bench.Job() with { Inputs = [] }]);
        await bench.Work.Host.WaitForRequestAsync(static request => request.Path.StartsWith("/api/state/", StringComparison.Ordinal), Workbench.Ending);

        // The state before the message has been read when the pause begins.
        bench.Work.Host.AddFault("GET /api/credits/*: status 429 retry-after 1");
        clock.Start();
        var limited = client.GetCreditAsync(Workbench.Ending);
        await pausing.Task.WaitAsync(Workbench.Ending);
        bench.Work.Host.ReleaseHeld();

        Assert.Equal(JobStatus.Succeeded, Assert.Single(await running).Status);
        Assert.True(announced >= TimeSpan.FromSeconds(1), $"The message was announced after {announced}.");
        await limited;
    }
}
