using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>
/// A service whose servers don't have the same state at the same time: a read after an edit returns the timeline from before it. A video
/// without the edit must not count as done.
/// </summary>
public sealed class JobStaleStateTests
{
    private const string Clip = """{"tt":0,"sg":[{"d":1000,"m":{"title":"clip"}}]}""";
    private const string Titled = Clip + """,{"tt":7,"sg":[{"d":1000,"text":"Hi"}]}""";
    private const string Music = """,{"tt":1,"sg":[{"d":1000,"name":"Lofi"}]}""";

    [Fact]
    public async Task Run_OneReadAfterTheEditIsOutdated_RendersTheEdit()
    {
        await using var service = StartService(static (_, read) => read == 1 ? Clip : Titled);

        var result = await RunAsync(service, "add a title");

        Assert.Equal((JobStatus.Succeeded, null), (result.Status, result.Error));
        var render = Assert.Single(service.Server.Requests, IsRender);
        Assert.Contains("Hi", render.BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AllReadsAfterTheEditAreOutdated_FailsAndRendersNothing()
    {
        await using var service = StartService(static (_, read) => read == 0 ? Titled : Clip);

        var result = await RunAsync(service, "add a title");

        Assert.Equal((JobStatus.Failed, NemoErrorKind.InvalidResponse), (result.Status, result.Error!.Kind));
        Assert.DoesNotContain(service.Server.Requests, IsRender);
    }

    [Fact]
    public async Task Run_ReadBeforeTheSecondMessageIsOutdated_DoesNotCountTheFirstEditAgain()
    {
        await using var service = StartService(static (message, read) => (message, read) == (1, 1) ? Clip : Titled);

        var result = await RunAsync(service, "add a title", "make it pop");

        Assert.Equal((JobStatus.Failed, NemoErrorKind.ConnectionLost), (result.Status, result.Error!.Kind));
    }

    [Fact]
    public async Task Run_AllReadsBeforeTheSecondMessageAreOutdated_FailsBeforeItIsSent()
    {
        await using var service = StartService(static (_, read) => read == 0 ? Titled : Clip);

        var result = await RunAsync(service, "add a title", "make it pop");

        Assert.Equal((JobStatus.Failed, NemoErrorKind.InvalidResponse), (result.Status, result.Error!.Kind));
        Assert.Single(service.Server.Requests, static request => request.Path == JournalService.Message);
    }

    [Fact]
    public async Task Run_ReadsBeforeTheRenderAreFromBeforeTheFirstOfTwoEdits_FailsAndRendersNothing()
    {
        await using var service = StartService(static (message, read) => message == 1 ? Titled : read == 0 ? Titled + Music : Clip);

        var result = await RunAsync(service, "add a title", "add music");

        Assert.Equal((JobStatus.Failed, NemoErrorKind.InvalidResponse), (result.Status, result.Error!.Kind));
        Assert.DoesNotContain(service.Server.Requests, IsRender);
    }

    [Fact]
    public async Task Run_ReadAfterTheSecondMessageIsFromBeforeTheFirst_IsNoEdit()
    {
        await using var service = StartService(static (message, read) => (message, read) == (2, 0) ? Clip : Titled);

        var result = await RunAsync(service, "add a title", "make it pop");

        Assert.Equal((JobStatus.Failed, NemoErrorKind.ConnectionLost), (result.Status, result.Error!.Kind));
    }

    [Fact]
    public async Task Run_SecondMessageRestoresTheTimeline_RendersIt()
    {
        await using var service = StartService(static (message, _) => message == 1 ? Titled : Clip);

        var result = await RunAsync(service, "add a title", "undo that");

        Assert.Equal((JobStatus.Succeeded, null), (result.Status, result.Error));
    }

    [Fact]
    public async Task Run_OnlyAnUploadIsAnalyzed_IsNoEdit()
    {
        var messages = 0;
        await using var service = JournalService.Start(request =>
        {
            messages += request.Path == JournalService.Message ? 1 : 0;
            return request.Path switch
            {
                JournalService.Message => RawReply.Stream(EditServer.TextA),
                JournalService.State => EditServer.State($$$"""
                    "draft":{"t":[{{{Clip}}}]},"video_infos":[{"filename":"a.mp4"{{{(messages > 0 ? ",\"hash\":\"1\"" : "")}}}}]
                    """),
                _ when IsBalance(request) => Balance,
                _ => null,
            };
        });

        var result = await RunAsync(service, "which title?");

        Assert.Equal((JobStatus.Failed, NemoErrorKind.Unchanged), (result.Status, result.Error!.Kind));
    }

    private static RawReply Balance => RawReply.Json("""{"code":0,"data":{"available":1000}}""");

    private static bool IsBalance(RawRequest request) => request.Path.EndsWith("/simple", StringComparison.Ordinal);

    private static bool IsRender(RawRequest request) => request is { Method: "POST", Path: JournalService.Render };

    /// <summary>
    /// Starts a service that runs a tool for each message, with the tracks for each read of the state after the first message: by the number
    /// of messages so far, and the number of reads since the last message, from 0.
    /// </summary>
    private static JournalService StartService(Func<int, int, string> tracksOf)
    {
        var (messages, reads) = (0, 0);
        return JournalService.Start(request =>
        {
            if (request.Path == JournalService.Message)
            {
                messages++;
                reads = 0;
            }

            return request.Path switch
            {
                JournalService.Message => RawReply.Stream(EditServer.CallA),
                JournalService.State => EditServer.State($$$""" "draft":{"t":[{{{(messages > 0 ? tracksOf(messages, reads++) : Clip)}}}]} """),
                _ when IsBalance(request) => Balance,
                _ => null,
            };
        });
    }

    private static async Task<JobResult> RunAsync(JournalService service, params string[] messages)
    {
        var job = new VideoJob { Messages = messages, Destination = service.Folder.PathOf("out") };
        var options = new NemoClientOptions
        {
            ApiUrl = service.Server.Url,
            Token = RawServer.Token,
            DataDirectory = service.Home,
            Limits = QuickLimits.Value,
        };
        using var client = await NemoClient.ConnectAsync(options, Workbench.Ending);
        return Assert.Single(await JobBench.ResultsAsync(client, [job]));
    }
}
