using System.Net;
using System.Net.Sockets;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

/// <summary>Proxies receive only what they need, and errors name them.</summary>
public sealed class ProxyTests
{
    private const string Host = "api.nemo.test";
    private const string Password = "open-sesame";

    private static readonly Uri Api = new($"https://{Host}/");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Workflow_ProxyWithPassword_SendsPasswordToProxyAndTokenToApi(bool isOfEnvironment)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux can a process be told whom to trust by its environment.");
        using var certificate = TestCertificate.Create(Host);
        await using var service = ScriptedService.Start(certificate: certificate);
        await using var proxy = TunnelProxy.Start(service.Server.Url, "user", Password);
        var address = new UriBuilder(proxy.Url) { UserName = "user", Password = Password }.Uri.AbsoluteUri;
        var trusted = service.Folder.Write("trusted.pem", System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));

        await using var process = await ClientProcess.StartAsync(
            ClientProcess.Workflow,
            Api,
            service.Home,
            RawServer.Token,
            proxy: isOfEnvironment ? null : address,
            environment: [("SSL_CERT_FILE", trusted), ("HTTPS_PROXY", isOfEnvironment ? address : null), ("NO_PROXY", null)]);

        Assert.Equal("saved", await process.WaitForOutputAsync());
        Assert.All(proxy.Heads, static head =>
        {
            Assert.StartsWith($"CONNECT {Host}:443 HTTP/1.1\r\n", head, StringComparison.Ordinal);
            Assert.DoesNotContain("\r\nAuthorization:", head, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("X-Skill", head, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Contains(proxy.Heads, static head => head.Contains("\r\nProxy-Authorization: Basic ", StringComparison.Ordinal));
        Assert.True(proxy.Traffic.Length > 300_000);
        Assert.DoesNotContain(RawServer.Token, proxy.Traffic, StringComparison.Ordinal);
        Assert.All(service.Server.Requests, static request =>
        {
            Assert.Equal("Bearer " + RawServer.Token, request.Header("Authorization"));
            Assert.Null(request.Header("Proxy-Authorization"));
        });
    }

    [Fact]
    public async Task Call_HostInNoProxyList_ConnectsDirectly()
    {
        using var folder = new TemporaryFolder();
        await using var proxy = TunnelProxy.Start(Api);

        await using var process = await ClientProcess.StartAsync(
            ClientProcess.Credit, Api, folder.FullName, RawServer.Token, environment: [("HTTPS_PROXY", proxy.Url.AbsoluteUri), ("NO_PROXY", Host)]);

        var output = await process.WaitForOutputAsync();
        Assert.StartsWith("ConnectionFailed: ", output, StringComparison.Ordinal);
        Assert.Empty(proxy.Heads);
    }

    [Fact]
    public async Task Call_ApiOnLoopback_BypassesSystemProxy()
    {
        await using var server = RawServer.Start(static _ => RawReply.Json("""{"code":0,"data":{"available":7}}"""));
        using var folder = new TemporaryFolder();
        await using var proxy = TunnelProxy.Start(server.Url);

        await using var process = await ClientProcess.StartAsync(
            ClientProcess.Credit, server.Url, folder.FullName, RawServer.Token, environment: [("http_proxy", proxy.Url.AbsoluteUri), ("all_proxy", proxy.Url.AbsoluteUri)]);

        Assert.Equal("Given 7", await process.WaitForOutputAsync());
        Assert.Empty(proxy.Heads);
    }

    [Fact]
    public async Task Connect_ProxyForPlainHttp_ThrowsInvalidArgument()
    {
        var options = new NemoClientOptions { ApiUrl = new Uri("http://127.0.0.1:5090/a"), Token = RawServer.Token, Proxy = new WebProxy("http://127.0.0.1:9/") };

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidArgument, () => NemoClient.ConnectAsync(options, Workbench.Ending));

        Assert.Equal(NemoAction.RemoveProxy, error.Action);
        Assert.Contains("http://127.0.0.1:5090/a", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("right", "407")]
    [InlineData("gone", "refused")]
    public async Task Call_ProxyRejects_ErrorNamesProxyWithoutPassword(string kind, string reason)
    {
        await using var proxy = TunnelProxy.Start(Api, "user", "another");
        var address = kind == "gone" ? Unused() : proxy.Url;
        var given = new WebProxy(new UriBuilder(address) { UserName = "user", Password = Password }.Uri);
        using var client = await NemoClient.ConnectAsync(
            new NemoClientOptions { ApiUrl = Api, Token = RawServer.Token, UseCache = false, Limits = QuickLimits.Value, Proxy = given }, Workbench.Ending);

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.ConnectionFailed, () => client.GetCreditAsync(Workbench.Ending));

        Assert.Contains($"http://{address.Authority}", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(NemoAction.SetProxy, error.Action);
        Assert.DoesNotContain(Password, error + error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public void Translate_ProxyDoesNotRespond_ErrorNamesProxy()
    {
        // How SocketsHttpHandler reports its ConnectTimeout.
        var timeout = new TaskCanceledException(
            "A connection could not be established.",
            new TimeoutException("A connection could not be established.", new SocketException((int)SocketError.OperationAborted)));
        using var timeouts = new RequestTimeouts(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);

        var error = Downloads.TransportTo(Api, static () => new HttpClient()).Translate(timeout, timeouts, Api, RequestKind.Create, static _ => new Uri($"http://user:{Password}@proxy.example:3128/"));

        Assert.Contains("http://proxy.example:3128", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A URL without a listener.</summary>
    private static Uri Unused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}/");
    }
}
