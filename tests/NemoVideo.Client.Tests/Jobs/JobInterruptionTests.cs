using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
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
        Assert.Equal(2, result.TracksAfter.Count);
    }

    [Fact]
    public async Task Run_TimelineChangesUntilLastPoll_FailsAndRendersNothing()
    {
        await using var service = StartService(static poll => $$$"""{"tt":0,"sg":[{"d":{{{poll}}}}]}""");

        var result = await RunAsync(service);

        Assert.Equal((JobStatus.Failed, NemoErrorKind.Timeout), (result.Status, result.Error!.Kind));
        Assert.DoesNotContain(service.Server.Requests, static request => request.Path == ScriptedService.Render);
    }

    [Fact]
    public async Task Run_NextRunWithShortTimeout_WaitsForCompleteTimeline()
    {
        await using var service = StartService(static poll => poll switch { 0 => "", 1 => RawClip, _ => $"{RawClip},{Music}" });
        await RunAsync(service, recording: static (line, isWritten) =>
            _ = line == "Message Sending" && isWritten ? throw new InvalidOperationException("killed") : 0);

        var result = await RunAsync(service, timeout: TimeSpan.FromTicks(1));

        Assert.Equal((JobStatus.Succeeded, 2), (result.Status, result.TracksAfter.Count));
    }

    /// <summary>If the clock is wrong, the time doesn't show that the edit is complete.</summary>
    [Fact]
    public async Task Run_NextRunWithClockAhead_WaitsForCompleteTimeline()
    {
        await using var service = StartService(static poll => poll switch { 0 => "", 1 => RawClip, _ => $"{RawClip},{Music}" });
        await RunAsync(service, recording: static (line, isWritten) =>
            _ = line == "Message Sending" && isWritten ? throw new InvalidOperationException("killed") : 0);

        var result = await RunAsync(service, time: new ClockAhead());

        Assert.Equal((JobStatus.Succeeded, 2), (result.Status, result.TracksAfter.Count));
    }

    [Theory]
    [InlineData("""{"code":0,"data":{"state":{}}}""")]
    [InlineData("""{"code":0,"data":{"state":{"draft":null}}}""")]
    public async Task Run_TimelineEmptyAndRenderGone_RecommendsNoMessage(string state)
    {
        await using var bench = await JobBench.StartAsync();
        File.Delete((await bench.RunAsync(bench.Job())).OutputPath!);
        bench.Work.Host.AddFault("GET /api/render/proxy/lambda/*: status 404");
        bench.Work.Host.AddFault($"GET /api/state/*: answer 200 {state} x3");

        var failed = await bench.RunAsync(bench.Job());
        var later = await bench.RunAsync(bench.Job());

        Assert.Equal((NemoErrorKind.NotReady, NemoAction.None), (failed.Error!.Kind, failed.Error.Action));
        Assert.Contains("later", failed.Error.NextStep, StringComparison.Ordinal);
        Assert.Equal((JobStatus.Succeeded, 1), (later.Status, bench.MessageCount));
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

    private static async Task<JobResult> RunAsync(
        ScriptedService service, Action<string, bool>? recording = null, TimeSpan? timeout = null, TimeProvider? time = null)
    {
        var job = new VideoJob { Messages = ["generate a clip"], Destination = service.Folder.PathOf("out") };
        var options = new NemoClientOptions
        {
            ApiUrl = service.Server.Url,
            Token = RawServer.Token,
            DataDirectory = service.Home,
            Limits = QuickLimits.Value,
            Recording = recording,
            TimeProvider = time ?? TimeProvider.System,
        };
        using var client = await NemoClient.ConnectAsync(options, Workbench.Ending);
        var runOptions = new JobOptions { MessageTimeout = timeout ?? TimeSpan.FromMilliseconds(50) };
        return Assert.Single(await JobBench.ResultsAsync(client, [job], runOptions));
    }

    private sealed class ClockAhead : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddHours(1);
    }
}
