namespace NemoVideo.Acceptance.Tests.People;

/// <summary>A 403 says whether the token, its scope or a gateway is the cause, and the user is told what helps (people.md 14).</summary>
public sealed class ForbiddenTests(SharedEmulator emulator) : IClassFixture<SharedEmulator>
{
    private const string Source = "people.md 14";
    private const string ReadCredits = "GET /api/credits/balance/simple";
    private const string BlockPage =
        "<html><head><title>Access Denied</title></head><body><h1>Acme Web Gateway</h1><p>Blocked by your organization.</p></body></html>";

    [Theory]
    [Trait("Source", Source)]
    [InlineData("""{"detail":"Token has been revoked"}""")]
    [InlineData("""{"reason":"TOKEN_EXPIRED","message":"Forbidden"}""")]
    [InlineData("""{"message":"Invalid token"}""")]
    public async Task Request_TokenForbidden_ErrorSaysHowToSetToken(string body)
    {
        await using var bench = await StartAsync();
        await bench.Emulator.AddFaultsAsync($"{ReadCredits}: answer 403 {body} x*");

        var output = await bench.RunAsync("Get-NemoCredit");

        var error = Assert.Single(output.Errors);
        Assert.Matches("-Token|NEMO_TOKEN", error.Text);
        Assert.DoesNotContain("Check the values", error.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Trait("Source", Source)]
    public async Task ConnectNemo_TokenForbidden_ErrorSaysHowToSetToken()
    {
        await using var bench = await StartAsync();
        await bench.Emulator.AddFaultsAsync($$"""{{ReadCredits}}: answer 403 {"detail":"Token has been revoked"} x*""");

        var output = await bench.RunConnectedAsync("");

        Assert.Matches("-Token|NEMO_TOKEN", Assert.Single(output.Errors).Text);
    }

    [Fact]
    [Trait("Source", Source)]
    public async Task StartNemoExport_ScopeOfFreeTokenMissing_ErrorSaysToRegisterOrUseOwnToken()
    {
        await using var bench = await emulator.StartAsync();
        bench.Folder.AddClip("a.mp4");
        (await bench.RunConnectedAsync("New-NemoSession X; Send-NemoUpload a.mp4")).WithoutErrors();
        await bench.Emulator.AddFaultsAsync(
            """POST /api/render/proxy/lambda: answer 403 {"detail":"Insufficient scope: render is required"} x*""");

        var output = await bench.RunAsync("Start-NemoExport");

        var error = Assert.Single(output.Errors);
        Assert.Contains("scope", error.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Matches("(?i)register|own token", error.Text);
        Assert.DoesNotContain("Check the values", error.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    [Trait("Source", Source)]
    public async Task Request_BlockedByGateway_ErrorQuotesPage()
    {
        await using var bench = await StartAsync();
        await bench.Emulator.AddFaultsAsync($"{ReadCredits}: answer 403 text/html {BlockPage} x*");

        var output = await bench.RunAsync("Get-NemoCredit");

        var error = Assert.Single(output.Errors);
        Assert.Matches("Acme Web Gateway|Blocked by your organization|Access Denied", error.Text);
        Assert.DoesNotContain("-Token", error.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Check the values", error.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [Trait("Source", Source)]
    [InlineData("""{"detail":"Token has been revoked"}""")]
    [InlineData("""{"detail":"Insufficient scope: read is required"}""")]
    [InlineData($"text/html {BlockPage}")]
    public async Task Request_Forbidden_IsSentOnce(string answer)
    {
        await using var bench = await StartAsync();
        await bench.Emulator.AddFaultsAsync($"{ReadCredits}: answer 403 {answer} x*");
        var earlier = (await bench.Emulator.RequestsAsync()).Count;

        var output = await bench.RunAsync("Get-NemoCredit");

        Assert.Single(output.Errors);
        Assert.Equal(earlier + 1, (await bench.Emulator.RequestsAsync()).Count);
    }

    /// <summary>Starts a test of a user who is connected with a token of their own.</summary>
    private async Task<Bench> StartAsync()
    {
        var bench = await emulator.StartAsync();
        bench.Environment["NEMO_TOKEN"] = Emulator.UserToken;
        (await bench.RunConnectedAsync("")).WithoutErrors();
        return bench;
    }
}
