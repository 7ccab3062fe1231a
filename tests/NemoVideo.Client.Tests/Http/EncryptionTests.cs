using System.Net;
using System.Reflection;
using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

/// <summary>Real TLS: a server without a valid certificate receives nothing, and no option changes that.</summary>
public sealed class EncryptionTests
{
    private static readonly string[] Switches =
        ["RemoteCertificateValidationCallback", "ServerCertificateCustomValidationCallback", "ServerCertificateValidationCallback", "DangerousAccept", "CertificateRevocationCheckMode", "X509ChainPolicy"];

    [Fact]
    public async Task Workflow_TrustedCertificate_Succeeds()
    {
        using var certificate = TestCertificate.Create("localhost");
        await using var service = ScriptedService.Start(certificate: certificate);

        Assert.Equal("saved", await GoAsync(service, certificate));

        Assert.Equal(1238, new FileInfo(Path.Combine(service.Home, "v.mp4")).Length);
        Assert.All(service.Server.Requests, static request => Assert.Equal("Bearer " + RawServer.Token, request.Header("Authorization")));
    }

    [Theory]
    [InlineData("elsewhere.test", false)]
    [InlineData("localhost", true)]
    public async Task Workflow_TrustedCertificateWithOtherNameOrExpired_Throws(string name, bool isExpired)
    {
        using var certificate = TestCertificate.Create(name, isExpired);
        await using var service = ScriptedService.Start(certificate: certificate);

        var output = await GoAsync(service, certificate);

        Assert.StartsWith("ConnectionFailed: ", output, StringComparison.Ordinal);
        Assert.Contains("certificate", output, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(service.Server.Requests);
    }

    [Fact]
    public async Task Call_UntrustedCertificate_ThrowsAndSendsNothing()
    {
        using var certificate = TestCertificate.Create("localhost");
        await using var server = RawServer.Start(static _ => RawReply.Json("{}"), certificate);
        var options = new NemoClientOptions
        {
            ApiUrl = new UriBuilder(server.Url) { Host = "localhost" }.Uri,
            Token = RawServer.Token,
            UseCache = false,
            Limits = QuickLimits.Value,
        };
        using var client = await NemoClient.ConnectAsync(options, Workbench.Ending);

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.ConnectionFailed, () => client.GetCreditAsync(Workbench.Ending));

        Assert.Contains("certificate", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("certificate", error.NextStep, StringComparison.OrdinalIgnoreCase);
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
            new RenderJob("r", RenderStatus.Completed, 100, output, null, null, null), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal(TinyVideo.Of(1, 2, 3), await File.ReadAllBytesAsync(folder.PathOf("v.mp4"), Workbench.Ending));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public void Options_All_CannotDisableCertificateValidation()
    {
        var types = new[] { typeof(NemoClientOptions), typeof(NemoLimits) }.SelectMany(static type => type.GetProperties()).ToList();

        Assert.DoesNotContain(types, static one => one.Name.Contains("Certificate", StringComparison.Ordinal) || one.Name.Contains("Skip", StringComparison.Ordinal));
        Assert.DoesNotContain(types, static one => typeof(HttpMessageHandler).IsAssignableFrom(one.PropertyType) || typeof(HttpClient).IsAssignableFrom(one.PropertyType));
        Assert.Equal([typeof(IWebProxy)], types.Select(static one => one.PropertyType).Where(static type => type.Namespace!.StartsWith("System.Net", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("NemoVideo.Client")]
    [InlineData("NemoVideo.PowerShell")]
    [InlineData("NemoVideo.Loader")]
    public void Sources_All_NeverChangeCertificateValidation(string project)
    {
        var root = typeof(EncryptionTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static item => item.Key == "RepositoryRoot").Value!;
        var sources = Directory.GetFiles(Path.Combine(root, "src", project), "*.cs", SearchOption.AllDirectories);

        Assert.NotEmpty(sources);
        Assert.All(sources, static file => Assert.DoesNotContain(Switches, File.ReadAllText(file).Contains));
    }

    /// <summary>Runs the workflow in a process that trusts the certificate, and returns its output.</summary>
    private static async Task<string> GoAsync(ScriptedService service, System.Security.Cryptography.X509Certificates.X509Certificate2 certificate)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux can a process be told whom to trust by its environment.");
        var trusted = service.Folder.Write("trusted.pem", Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()));
        await using var process = await ClientProcess.StartAsync(
            ClientProcess.Workflow,
            new UriBuilder(service.Server.Url) { Host = "localhost" }.Uri,
            service.Home,
            RawServer.Token,
            environment: [("SSL_CERT_FILE", trusted)]);
        return await process.WaitForOutputAsync();
    }
}
