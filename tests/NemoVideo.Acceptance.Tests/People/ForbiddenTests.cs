namespace NemoVideo.Acceptance.Tests.People;

/// <summary>A 403 says whether the token, its scope or a gateway is the cause, and the user is told what helps (people.md 14).</summary>
[Trait("Source", "people.md 14")]
public sealed class ForbiddenTests(SharedEmulator emulator) : IClassFixture<SharedEmulator>
{
    private const string ReadCredits = "GET /api/credits/balance/simple";
    private const string BlockPage =
        "<html><head><title>Access Denied</title></head><body><h1>Acme Web Gateway</h1><p>Blocked by your organization.</p></body></html>";

    [Theory]
    [InlineData("""{"detail":"Token has been revoked"}""", "NEMO_TOKEN", true)]
    [InlineData("""{"reason":"TOKEN_EXPIRED","message":"Forbidden"}""", "NEMO_TOKEN", true)]
    [InlineData("""{"message":"Invalid token"}""", "NEMO_TOKEN", true)]
    [InlineData("""{"detail":"Insufficient scope: read is required"}""", "scope", true)]
    [InlineData($"text/html {BlockPage}", "Acme Web Gateway|Blocked by your organization|Access Denied", false)]
    public async Task Request_Forbidden_IsSentOnceAndErrorSaysWhy(string answer, string reason, bool namesToken)
    {
        await using var setup = await StartAsync();
        await setup.Emulator.AddFaultsAsync($"{ReadCredits}: answer 403 {answer} x*");
        var earlier = (await setup.Emulator.RequestsAsync()).Count;

        var output = await setup.RunAsync("Get-NemoCredit");

        var error = Assert.Single(output.Errors);
        Assert.Matches(reason, error.Text);
        Assert.Equal(namesToken, error.Text.Contains("-Token", StringComparison.Ordinal));
        Assert.DoesNotContain("Check the values", error.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(earlier + 1, (await setup.Emulator.RequestsAsync()).Count);
    }

    [Fact]
    public async Task ConnectNemo_TokenForbidden_ErrorSaysHowToSetToken()
    {
        await using var setup = await StartAsync();
        await setup.Emulator.AddFaultsAsync($$"""{{ReadCredits}}: answer 403 {"detail":"Token has been revoked"} x*""");

        var output = await setup.RunConnectedAsync("");

        Assert.Matches("-Token|NEMO_TOKEN", Assert.Single(output.Errors).Text);
    }

    [Fact]
    public async Task StartNemoExport_ScopeOfFreeTokenMissing_ErrorSaysToRegisterOrUseOwnToken()
    {
        await using var setup = await emulator.StartAsync();
        setup.Folder.AddClip("a.mp4");
        (await setup.RunConnectedAsync("New-NemoSession X; Send-NemoUpload a.mp4")).WithoutErrors();
        await setup.Emulator.AddFaultsAsync(
            """POST /api/render/proxy/lambda: answer 403 {"detail":"Insufficient scope: render is required"} x*""");

        var output = await setup.RunAsync("Start-NemoExport");

        var error = Assert.Single(output.Errors);
        Assert.Contains("scope", error.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Matches("(?i)register|own token", error.Text);
        Assert.DoesNotContain("Check the values", error.Text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Starts a test of a user who is connected with a token of their own.</summary>
    private async Task<TestSetup> StartAsync()
    {
        var setup = await emulator.StartAsync();
        setup.Environment["NEMO_TOKEN"] = Emulator.UserToken;
        (await setup.RunConnectedAsync("")).WithoutErrors();
        return setup;
    }
}
