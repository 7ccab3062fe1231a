using System.Net;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

/// <summary>Proxies receive only what they need, and errors name them.</summary>
public sealed class ProxyTests
{
    private const string Host = "api.nemo.test";
    private const string Password = "open-sesame";
    private const string Credits = """{"code":0,"data":{"available":7}}""";

    private static readonly Uri Api = new($"https://{Host}/");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_ProxyWithPassword_SendsPasswordToProxyAndTokenToApi(bool isOfEnvironment)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux can a process be told whom to trust by its environment.");
        using var certificate = TestCertificate.Create(Host);
        await using var server = RawServer.Start(static _ => RawReply.Json(Credits), certificate);
        using var folder = new TemporaryFolder();
        await using var proxy = TunnelProxy.Start(server.Url, "user", Password);
        var address = new UriBuilder(proxy.Url) { UserName = "user", Password = Password }.Uri.AbsoluteUri;
        var trusted = folder.Write("trusted.pem", System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));

        await using var process = await ClientProcess.StartAsync(
            Api,
            folder.FullName,
            RawServer.Token,
            proxy: isOfEnvironment ? null : address,
            environment: [("SSL_CERT_FILE", trusted), ("HTTPS_PROXY", isOfEnvironment ? address : null), ("NO_PROXY", null)]);

        Assert.Equal("Given 7", await process.WaitForOutputAsync());
        Assert.All(proxy.Heads, static head =>
        {
            Assert.StartsWith($"CONNECT {Host}:443 HTTP/1.1\r\n", head, StringComparison.Ordinal);
            Assert.DoesNotContain("\r\nAuthorization:", head, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("X-Skill", head, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Contains(proxy.Heads, static head => head.Contains("\r\nProxy-Authorization: Basic ", StringComparison.Ordinal));
        Assert.NotEmpty(proxy.Traffic);
        Assert.DoesNotContain(RawServer.Token, proxy.Traffic, StringComparison.Ordinal);
        Assert.All(server.Requests, static request =>
        {
            Assert.Equal("Bearer " + RawServer.Token, request.Header("Authorization"));
            Assert.Null(request.Header("Proxy-Authorization"));
        });
    }

    [Fact]
    public async Task Call_HostInNoProxyList_ConnectsDirectly()
    {
        using var folder = new TemporaryFolder();
        await using var proxy = RawServer.Start(static _ => RawReply.Reset);

        await using var process = await ClientProcess.StartAsync(
            Api, folder.FullName, RawServer.Token, environment: [("HTTPS_PROXY", proxy.Url.AbsoluteUri), ("NO_PROXY", Host)]);

        var output = await process.WaitForOutputAsync();
        Assert.StartsWith("ConnectionFailed: ", output, StringComparison.Ordinal);
        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task Call_ApiOnLoopback_BypassesSystemProxy()
    {
        await using var server = RawServer.Start(static _ => RawReply.Json(Credits));
        using var folder = new TemporaryFolder();
        await using var proxy = RawServer.Start(static _ => RawReply.Reset);

        await using var process = await ClientProcess.StartAsync(
            server.Url, folder.FullName, RawServer.Token, environment: [("http_proxy", proxy.Url.AbsoluteUri), ("all_proxy", proxy.Url.AbsoluteUri)]);

        Assert.Equal("Given 7", await process.WaitForOutputAsync());
        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task Connect_ProxyForPlainHttp_ThrowsInvalidArgument()
    {
        var options = new NemoClientOptions { ApiUrl = new Uri("http://127.0.0.1:5090/a"), Token = RawServer.Token, Proxy = new WebProxy("http://127.0.0.1:9/") };

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidArgument, () => NemoClient.ConnectAsync(options, TestService.Ending));

        Assert.Equal(NemoAction.RemoveProxy, error.Action);
        Assert.Contains("http://127.0.0.1:5090/a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ProxyRefusesConnections_ErrorNamesProxyWithoutPassword()
    {
        var proxy = RawServer.Start(static _ => RawReply.Reset);
        await proxy.DisposeAsync();
        var given = new WebProxy(new UriBuilder(proxy.Url) { UserName = "user", Password = Password }.Uri);
        using var client = await NemoClient.ConnectAsync(
            new NemoClientOptions { ApiUrl = Api, Token = RawServer.Token, UseCache = false, Limits = QuickLimits.Value, Proxy = given }, TestService.Ending);

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.ConnectionFailed, () => client.GetCreditAsync(TestService.Ending));

        Assert.Contains($"http://{proxy.Url.Authority}", error.Message, StringComparison.Ordinal);
        Assert.Contains("refused", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(NemoAction.SetProxy, error.Action);
        Assert.DoesNotContain(Password, error + error.NextStep, StringComparison.Ordinal);
    }
}
