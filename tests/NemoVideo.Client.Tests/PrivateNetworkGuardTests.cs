using System.Net;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Tests;

public sealed class PrivateNetworkGuardTests
{
    [Fact]
    public async Task Connect_ForeignNameOfThisComputer_IsRefusedAndNothingConnects()
    {
        await using var server = RawServer.Start(_ => RawReply.Of(200, "video/mp4", [1]));
        using var http = Guarded("https://api.example/");

        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => http.GetAsync(new Uri($"http://localhost:{server.Url.Port}/v.mp4"), Workbench.Ending));

        var refusal = Assert.IsType<NemoException>(ConnectionErrors.ToException(error, server.Url, RequestKind.Read, new Redaction()));
        Assert.Equal(NemoErrorKind.InvalidResponse, refusal.Kind);
        Assert.Contains("localhost, which leads into a private network", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task Connect_ToAPrivateAddressItself_IsRefused(string host)
    {
        using var http = Guarded("https://api.example/");

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri($"http://{host}:1/v.mp4"), Workbench.Ending));

        Assert.NotNull(ConnectionErrors.Refusal(error));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("https://LOCALHOST/")]
    public async Task Connect_OwnHostOrServiceOnThisComputer_IsMade(string api)
    {
        await using var server = RawServer.Start(_ => RawReply.Of(200, "video/mp4", [1]));
        using var http = Guarded(api);

        var answer = await http.GetByteArrayAsync(new Uri($"http://localhost:{server.Url.Port}/v.mp4"), Workbench.Ending);

        Assert.Equal([1], answer);
    }

    [Fact]
    public async Task Connect_ThroughAProxy_LeavesNamesToIt()
    {
        await using var proxy = RawServer.Start(_ => RawReply.Of(200, "video/mp4", [2]));
        using var http = Guarded("https://api.example/", new WebProxy(proxy.Url));

        var answer = await http.GetByteArrayAsync(new Uri("http://inside.example/v.mp4"), Workbench.Ending);

        Assert.Equal([2], answer);
    }

    private static HttpClient Guarded(string api, IWebProxy? proxy = null) => new(new SocketsHttpHandler
    {
        ConnectCallback = new PrivateNetworkGuard(new ApiOrigin(new Uri(api))).ConnectAsync,
        Proxy = proxy,
        UseProxy = proxy is not null,
    });
}
