using System.Text;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

/// <summary>Real TLS: a server without a valid certificate receives nothing.</summary>
public sealed class EncryptionTests
{
    [Theory]
    [InlineData("elsewhere.test", false)]
    [InlineData("localhost", true)]
    public async Task Call_TrustedCertificateWithOtherNameOrExpired_Throws(string name, bool isExpired)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux can a process be told whom to trust by its environment.");
        using var certificate = TestCertificate.Create(name, isExpired);
        await using var server = RawServer.Start(static _ => RawReply.Json("""{"code":0,"data":{"available":7}}"""), certificate);
        using var folder = new TemporaryFolder();
        var trusted = folder.Write("trusted.pem", Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
        await using var process = await ClientProcess.StartAsync(
            new UriBuilder(server.Url) { Host = "localhost" }.Uri, folder.FullName, RawServer.Token, environment: [("SSL_CERT_FILE", trusted)]);

        var output = await process.WaitForOutputAsync();

        Assert.StartsWith("ConnectionFailed: ", output, StringComparison.Ordinal);
        Assert.Contains("certificate", output, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task SaveRender_VideoHostUntrusted_SendsNothingAndDownloadsFromApi()
    {
        using var certificate = TestCertificate.Create("localhost");
        await using var elsewhere = RawServer.Start(static _ => RawReply.Of(200, "video/mp4", TinyVideo.Of(6, 6, 6)), certificate);
        await using var server = RawServer.Start(static _ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();
        var output = new UriBuilder(elsewhere.Url) { Host = "localhost", Path = "/v.mp4" }.Uri;

        await client.SaveRenderAsync(
            new RenderJob("r", RenderStatus.Completed, 100, output, null, null, null), folder.PathOf("v.mp4"), cancellationToken: TestService.Ending);

        Assert.Equal(TinyVideo.Of(1, 2, 3), await File.ReadAllBytesAsync(folder.PathOf("v.mp4"), TestService.Ending));
        Assert.Empty(elsewhere.Requests);
    }
}
