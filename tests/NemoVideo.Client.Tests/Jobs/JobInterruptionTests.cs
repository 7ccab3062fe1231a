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
    private const string RenderPath = "/api/render/proxy/lambda";
    private const string RawClip = """{"tt":0,"sg":[{"d":1000,"m":{"title":"clip"}}]}""";
    private const string Music = """{"tt":1,"sg":[{"d":1000,"m":{"title":"music"}}]}""";

    [Fact]
    public async Task Run_TimeoutDuringEdit_RendersCompleteTimeline()
    {
        await using var service = StartService(static poll => poll switch { 0 => "", 1 => RawClip, _ => $"{RawClip},{Music}" });

        var result = await RunAsync(service);

        Assert.Equal((JobStatus.Succeeded, null), (result.Status, result.Error));
        var render = Assert.Single(service.Requests, static request => request is { Method: "POST", Path: RenderPath });
        Assert.Contains("music", render.BodyText, StringComparison.Ordinal);

        // The service chose another ID than that of the request.
        Assert.Contains(service.Requests, static request => request is { Method: "GET", Path: RenderPath + "/r" });
        Assert.Equal(2, result.Timelines.After!.Count);
    }

    [Fact]
    public async Task Run_TimelineChangesUntilLastPoll_FailsAndRendersNothing()
    {
        await using var service = StartService(static poll => $$$"""{"tt":0,"sg":[{"d":{{{poll}}}}]}""");

        var result = await RunAsync(service);

        Assert.Equal((JobStatus.Failed, NemoErrorKind.Timeout), (result.Status, result.Error!.Kind));
        Assert.DoesNotContain(service.Requests, static request => request.Path == RenderPath);
    }

    [Fact]
    public async Task Run_TimelineStillChangesInTheNextRun_FailsAndRendersNothing()
    {
        await using var service = StartService(static poll => $$$"""{"tt":0,"sg":[{"d":{{{poll}}}}]}""");

        var result = await RunAsync(service, times: 2);

        Assert.Equal((JobStatus.Failed, NemoErrorKind.ConnectionLost), (result.Status, result.Error!.Kind));
        Assert.Contains("still changing", result.Error.Message, StringComparison.Ordinal);
        Assert.Single(service.Requests, static request => request.Path == "/run_sse");
        Assert.DoesNotContain(service.Requests, static request => request.Path == RenderPath);
    }

    /// <summary>A replica behind a load balancer is late (adalite 195). The first run failed before its render was accepted.</summary>
    [Theory]
    [InlineData(3, JobStatus.Succeeded)]
    [InlineData(1000, JobStatus.Failed)]
    public async Task Run_ReplicaHasNoEditInTheNextRun_IsNotRendered(int lateReads, JobStatus expected)
    {
        var (isRejected, late) = (false, 0);
        await using var service = StartService(
            poll => poll == 0 || late-- > 0 ? "" : RawClip,
            () =>
            {
                (var isFirst, isRejected, late) = (!isRejected, true, lateReads);
                return isFirst ? RawReply.Of(403, "application/json", "{}"u8.ToArray()) : null;
            });

        var result = await RunAsync(service, times: 2);

        Assert.Equal(expected, result.Status);
        Assert.Equal(expected == JobStatus.Failed ? NemoErrorKind.ConnectionLost : null, result.Error?.Kind);
        var renders = service.Requests.Where(static request => request is { Method: "POST", Path: RenderPath }).ToList();
        Assert.Equal(expected == JobStatus.Failed ? 1 : 2, renders.Count);
        Assert.All(renders, static render => Assert.Contains("clip", render.BodyText, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_NothingGenerated_RendersNothing()
    {
        await using var service = StartService(static poll => poll == 0 ? "" : """{"tt":0,"sg":[]}""");

        var result = await RunAsync(service);

        Assert.Equal((JobStatus.Failed, NemoErrorKind.NotReady), (result.Status, result.Error!.Kind));
        Assert.Contains("didn't generate a clip", result.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(service.Requests, static request => request.Path == RenderPath);
    }

    /// <summary>A service whose stream never ends, and whose tracks depend on the number of earlier polls of the state.</summary>
    private static RawServer StartService(Func<int, string> tracks, Func<RawReply?>? render = null)
    {
        var polls = 0;
        return RawServer.Start(request => (request.Method, request.Path.Split('/')) switch
        {
            (_, [_, "run_sse"]) => RawReply.Silence,
            (_, [_, "api", "tasks", ..]) => RawReply.Json("""{"code":0,"data":{"session_id":"s"}}"""),
            (_, [_, "api", "state", ..]) => EditServer.State($"\"draft\":{{\"t\":[{tracks(polls++)}]}}"),
            (_, [_, "api", "credits", ..]) => RawReply.Json("""{"code":0,"data":{"available":1000}}"""),
            ("POST", _) => render?.Invoke() ?? RawReply.Json("""{"id":"r","status":"pending"}"""),
            (_, [.., "download"]) => RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)),
            _ => RawReply.Json("""{"id":"r","status":"completed"}"""),
        });
    }

    private static async Task<JobResult> RunAsync(RawServer service, int times = 1)
    {
        using var folder = new TemporaryFolder();
        using var client = await service.ConnectAsync();
        var job = new VideoJob { Messages = ["generate a clip"], Destination = folder.PathOf("out") };
        var options = new JobOptions { MessageTimeout = TimeSpan.FromMilliseconds(50) };
        JobResult? result = null;
        for (var run = 0; run < times; run++)
        {
            result = Assert.Single(await JobService.ResultsAsync(client, [job], options));
        }

        return result!;
    }
}
