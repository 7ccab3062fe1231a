using System.Net;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Tests.Transport;

public sealed class PrivateNetworkGuardTests
{
    [Fact]
    public async Task Connect_OtherHostResolvesToLoopback_ThrowsWithoutConnecting()
    {
        await using var server = RawServer.Start(_ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1)));
        using var http = Guarded("https://api.example/");

        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => http.GetAsync(new Uri($"http://localhost:{server.Url.Port}/v.mp4"), Workbench.Ending));

        var refusal = Assert.IsType<NemoException>(ConnectionErrors.ToException(error, server.Url, RequestKind.Read, new Redaction()));
        Assert.Equal(NemoErrorKind.InvalidResponse, refusal.Kind);
        Assert.Contains("localhost", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task Connect_PrivateAddress_Throws(string host)
    {
        using var http = Guarded("https://api.example/");

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri($"http://{host}:1/v.mp4"), Workbench.Ending));

        Assert.NotNull(ConnectionErrors.Refusal(error));
    }

    [Fact]
    public async Task Connect_OtherPortOfPrivateApiHost_Throws()
    {
        using var http = Guarded("https://240.0.0.1:1/");

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("http://240.0.0.1:2/v.mp4"), Workbench.Ending));

        Assert.NotNull(ConnectionErrors.Refusal(error));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("https://LOCALHOST/")]
    public async Task Connect_LoopbackHostOrLocalApi_Succeeds(string api)
    {
        await using var server = RawServer.Start(_ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1)));
        using var http = Guarded(api);

        var response = await http.GetByteArrayAsync(new Uri($"http://localhost:{server.Url.Port}/v.mp4"), Workbench.Ending);

        Assert.Equal(TinyVideo.Of(1), response);
    }

    [Fact]
    public async Task Connect_Proxy_LetsProxyResolveNames()
    {
        await using var proxy = RawServer.Start(_ => RawReply.Of(200, "video/mp4", TinyVideo.Of(2)));
        using var http = Guarded("https://api.example/", new WebProxy(proxy.Url));

        var response = await http.GetByteArrayAsync(new Uri("http://inside.example/v.mp4"), Workbench.Ending);

        Assert.Equal(TinyVideo.Of(2), response);
    }

    private static HttpClient Guarded(string api, IWebProxy? proxy = null)
    {
        var origin = new ApiOrigin(new Uri(api));
        return new(new SocketsHttpHandler
        {
            ConnectCallback = new PrivateNetworkGuard(origin, new ProxySelector(proxy, origin)).ConnectAsync,
            Proxy = proxy,
            UseProxy = proxy is not null,
        });
    }
}
