using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NemoVideo.Acceptance.Tests.People;

/// <summary>A service whose certificate has a private root, as in companies that inspect the traffic (people.md 19).</summary>
[Trait("Source", "microsoft/WSL 5134")]
public sealed class TrustTests(TrustTests.SecureEmulator emulator) : IClassFixture<TrustTests.SecureEmulator>
{
    private const string Connect = "Connect-Nemo -Option $quick 6> $null";

    [Fact]
    public async Task ConnectNemo_RootNotTrusted_ErrorNamesCertificateAndSaysHowToTrustIt()
    {
        await using var setup = await TestSetup.ShareAsync(emulator.Emulator);

        var output = await setup.RunAsync(Connect);

        var error = Assert.Single(output.Errors);
        Assert.Equal("NemoConnectionFailed", error.Id);
        Assert.Contains("certificate", error.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Matches("SSL_CERT_FILE|update-ca-certificates|update-ca-trust", error.Text);
    }

    [Fact]
    public async Task ConnectNemo_RootInFileOfVariable_Connects()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux reads SSL_CERT_FILE.");
        await using var setup = await TestSetup.ShareAsync(emulator.Emulator, "env", $"SSL_CERT_FILE={emulator.RootPath}");

        var output = await setup.RunAsync($"{Connect}\nGet-NemoCredit");

        Assert.Equal(1_000_000, output.WithoutErrors().Single().GetProperty("Available").GetInt64());
    }

    /// <summary>An emulator with a certificate from a private root.</summary>
    public sealed class SecureEmulator : IAsyncLifetime
    {
        private readonly TestFolder _folder = new();

        internal Emulator Emulator { get; private set; } = null!;

        /// <summary>The path of the root certificate.</summary>
        internal string RootPath => _folder["root.pem"];

        public async ValueTask InitializeAsync()
        {
            using var rootKey = ECDsa.Create();
            var rootRequest = new CertificateRequest("CN=Private root", rootKey, HashAlgorithmName.SHA256);
            rootRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            var (start, end) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            using var root = rootRequest.CreateSelfSigned(start, end);

            using var key = ECDsa.Create();
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddIpAddress(IPAddress.Loopback);
            request.CertificateExtensions.Add(names.Build());
            using var certificate = request.Create(root, start, end, [1]);

            File.WriteAllText(RootPath, root.ExportCertificatePem());
            File.WriteAllText(_folder["server.pem"], $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
            Emulator = await Emulator.StartAsync("--urls", "https://127.0.0.1:0", "--certificate", _folder["server.pem"]);
        }

        public async ValueTask DisposeAsync()
        {
            await Emulator.DisposeAsync();
            _folder.Dispose();
        }
    }
}
