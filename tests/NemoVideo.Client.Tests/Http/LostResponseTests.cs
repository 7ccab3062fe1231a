using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

/// <summary>Requests that create something are sent once, even if the connection fails.</summary>
public sealed class LostResponseTests
{
    private const string Session = """{"code":0,"data":{"session_id":"s","state":{"draft":{"t":[{"tt":0,"sg":[{"d":1000}]}]}}}}""";

    [Fact]
    public async Task CancelRender_ReusedConnectionClosesWithoutResponse_IsSentOnce()
    {
        await using var server = RawServer.Start(request =>
            request.Path.EndsWith("/cancel", StringComparison.Ordinal) ? RawReply.Bytes([], RawReplyEnd.Close) : RawReply.Json(Session));
        using var client = await server.ConnectAsync();

        // A connection is reused only after it has served a request.
        await client.GetStateAsync("s", TestService.Ending);
        await Assert.ThrowsAsync<NemoException>(() => client.CancelRenderAsync("r", TestService.Ending));

        Assert.Single(server.Requests, request => request.Path.EndsWith("/cancel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_CanceledWhileTokenArrives_CachesToken()
    {
        using var folder = new TemporaryFolder();
        using var responseGate = new SemaphoreSlim(0);
        await using var server = RawServer.Start(_ => new RawReply(async (wire, stop) =>
        {
            await responseGate.WaitAsync(stop);
            await RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_free"}}""").WriteAsync(wire, stop);
        }));
        var options = new NemoClientOptions { ApiUrl = server.Url, DataDirectory = folder.FullName, ClientId = "6f9d1a52-7c1b-4a41-9a55-3d0e3a5f2b10", Limits = QuickLimits.Value };
        using var cancel = new CancellationTokenSource();
        var connecting = NemoClient.ConnectAsync(options, cancel.Token);
        await server.WaitForRequestAsync(TestService.Ending);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
        responseGate.Release(10);
        using var client = await NemoClient.ConnectAsync(options, TestService.Ending);

        Assert.InRange(server.Requests.Count, 1, 2);

        // A temporary file next to it belongs to the canceled connection, which still caches its token in the background.
        Assert.Single(Directory.GetFiles(folder.PathOf("tokens"), "*.token"));
    }
}
