using NemoVideo.Client.Errors;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>
/// A service whose servers don't have the same state at the same time: a read after an edit returns the timeline from before it. A video
/// without the edit must not count as done.
/// </summary>
public sealed class JobStaleStateTests
{
    private const string Clip = """{"tt":0,"sg":[{"d":1000,"m":{"title":"clip"}}]}""";
    private const string Titled = Clip + """,{"tt":7,"sg":[{"d":1000,"text":"Hi"}]}""";
    private const string Call = EditServer.CallA;

    [Fact]
    public async Task Run_OneReadAfterTheEditIsOutdated_RendersTheEdit()
    {
        await using var service = StartService(Call, static read => read == 1 ? Clip : Titled);

        var result = await RunAsync(service, "add a title");

        Assert.Equal((JobStatus.Succeeded, null), (result.Status, result.Error));
        var render = Assert.Single(service.Server.Requests, IsRender);
        Assert.Contains("Hi", render.BodyText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AllReadsAfterTheEditAreOutdated_FailsAndRendersNothing()
    {
        await using var service = StartService(Call, static read => read == 0 ? Titled : Clip);

        var result = await RunAsync(service, "add a title");

        Assert.Equal((JobStatus.Failed, NemoErrorKind.InvalidResponse), (result.Status, result.Error!.Kind));
        Assert.DoesNotContain(service.Server.Requests, IsRender);
    }

    [Fact]
    public async Task Run_ReadBeforeTheSecondMessageIsOutdated_DoesNotCountTheFirstEditAgain()
    {
        await using var service = StartService(Call, static read => read == 1 ? Clip : Titled);

        var result = await RunAsync(service, "add a title", "make it pop");

        Assert.Equal((JobStatus.Failed, NemoErrorKind.Unchanged), (result.Status, result.Error!.Kind));
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

    /// <summary>Starts a service with a response to messages, and with tracks for each read of the state after the first message, from 0.</summary>
    private static JournalService StartService(string stream, Func<int, string> tracksOf)
    {
        var (hasMessage, reads) = (false, 0);
        return JournalService.Start(request =>
        {
            hasMessage |= request.Path == JournalService.Message;
            return request.Path switch
            {
                JournalService.Message => RawReply.Stream(stream),
                JournalService.State => EditServer.State($$$""" "draft":{"t":[{{{(hasMessage ? tracksOf(reads++) : Clip)}}}]} """),
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
