using NemoVideo.Client.Errors;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>
/// Messages whose stream is interrupted before the edit is complete, and timelines that are missing afterward: the video must not contain
/// only a part of the edit, and no message is sent again.
/// </summary>
public sealed class JobInterruptionTests
{
    private const string RawClip = """{"tt":0,"sg":[{"d":1000,"m":{"title":"clip"}}]}""";
    private const string Music = """{"tt":1,"sg":[{"d":1000,"m":{"title":"music"}}]}""";

    [Fact]
    public async Task Run_TimeoutDuringEdit_RendersCompleteTimeline()
    {
        await using var service = StartService(static poll => poll switch { 0 => "", 1 => RawClip, _ => $"{RawClip},{Music}" });

        var result = await RunAsync(service);

        Assert.Equal((JobStatus.Succeeded, null), (result.Status, result.Error));
        var render = Assert.Single(service.Server.Requests, static request => request is { Method: "POST", Path: ScriptedService.Render });
        Assert.Contains("music", render.BodyText, StringComparison.Ordinal);
        Assert.Equal(2, result.Timelines.After!.Count);
    }

    [Fact]
    public async Task Run_TimelineChangesUntilLastPoll_FailsAndRendersNothing()
    {
        await using var service = StartService(static poll => $$$"""{"tt":0,"sg":[{"d":{{{poll}}}}]}""");

        var result = await RunAsync(service);

        Assert.Equal((JobStatus.Failed, NemoErrorKind.Timeout), (result.Status, result.Error!.Kind));
        Assert.DoesNotContain(service.Server.Requests, static request => request.Path == ScriptedService.Render);
    }

    /// <summary>A service whose stream never ends, and whose tracks depend on the number of earlier polls of the state.</summary>
    private static ScriptedService StartService(Func<int, string> tracks)
    {
        var polls = 0;
        return ScriptedService.Start(request => request.Path switch
        {
            ScriptedService.Message => RawReply.Silence,
            ScriptedService.State => EditServer.State($"\"draft\":{{\"t\":[{tracks(polls++)}]}}"),
            var path when path.EndsWith("/simple", StringComparison.Ordinal) => RawReply.Json("""{"code":0,"data":{"available":1000}}"""),
            _ => null,
        });
    }

    private static async Task<JobResult> RunAsync(ScriptedService service)
    {
        var job = new VideoJob { Messages = ["generate a clip"], Destination = service.Folder.PathOf("out") };
        var client = await service.ConnectAsync();
        var options = new JobOptions { MessageTimeout = TimeSpan.FromMilliseconds(50) };
        return Assert.Single(await JobBench.ResultsAsync(client, [job], options));
    }
}
