using System.Text.Json;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Soak;

namespace NemoVideo.Client.Tests.Soaking;

/// <summary>The soak command checks all rounds.</summary>
public sealed class RoundCheckerTests
{
    private static readonly Round Done = new("s", "render_1", "/output/k.mp4", new Clip("clip.mp4", 7, "hash"), []);

    /// <summary>The emulator's record of the round.</summary>
    private static readonly string Holding = JsonSerializer.Serialize(
        new ServerHolding(new ServerSession(1, [new ServerUpload(7, "hash")]), [new ServerRender("render_1", "k", DateTimeOffset.UnixEpoch, null, new ServerFile(7))]),
        JsonSerializerOptions.Web);

    [Fact]
    public async Task Run_EndsDuringCheck_ChecksLastRound()
    {
        var tally = new Tally();
        using var end = new CancellationTokenSource();
        await using var server = RawServer.Start(request =>
        {
            if (request.Method == "DELETE")
            {
                return RawReply.Json(Holding);
            }

            // The first check has read the available rounds and waits for this response.
            if (!end.IsCancellationRequested)
            {
                tally.Finished(Done);
                end.Cancel();
            }

            return RawReply.Json(request.Path.EndsWith("after=0", StringComparison.Ordinal) ? Records() : "[]");
        });
        using var control = new EmulatorControl(server.Url);
        var checker = new RoundChecker(control, new RequestLedger(), tally, hasFaults: false);

        await checker.RunAsync(end.Token, Workbench.Ending);

        Assert.Empty(tally.Failures);
        Assert.Equal(1, checker.Right);
    }

    private static string Records()
    {
        (string Origin, string Method, string Path, string Body)[] requests =
        [
            ("api", "POST", "/run_sse", "{\"session_id\":\"s\"}"),
            ("api", "POST", "/api/upload-video/nemo_agent/me/s", ""),
            ("api", "POST", "/api/render/proxy/lambda", "{\"id\":\"render_1\"}"),
            ("cdn", "GET", "/output/k.mp4", ""),
        ];
        return JsonSerializer.Serialize(
            requests.Select(static (one, at) => new ServerRequest(at + 1, one.Origin, one.Method, one.Path, 200, "completed", new Dictionary<string, string>(), one.Body)),
            JsonSerializerOptions.Web);
    }
}
