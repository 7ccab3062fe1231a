namespace NemoVideo.Acceptance.Tests;

/// <summary>The token and the client ID never leave for another host, not even if the service redirects there (design.md 1).</summary>
[Trait("Source", "design.md 1")]
public sealed class TokenTests(SharedEmulator fixture, TokenTests.OtherHost other)
    : IClassFixture<SharedEmulator>, IClassFixture<TokenTests.OtherHost>
{
    [Fact]
    public async Task Download_RedirectToAnotherHost_IsSentWithoutTheToken()
    {
        await using var setup = await StartAsync();
        await setup.Emulator.AddFaultsAsync($"GET /output/*: redirect {other.Emulator.Url}output/x.mp4");

        var output = await setup.RunConnectedAsync("New-NemoVideo 'trim the pauses' -Path a.mp4 -Destination out");

        Assert.Equal(["Succeeded"], output.WithoutErrors().Values("Status"));
        var downloads = await other.Emulator.RequestsAsync("/output/x.mp4");
        Assert.NotEmpty(downloads);
        Assert.All(downloads, static download => Assert.False(download.HasAuthorization));
    }

    [Theory]
    [InlineData("POST /api/auth/anonymous-token", 307)]
    [InlineData("GET /api/state/*", 302)]
    [InlineData("POST /api/upload-video/*", 308)]
    [InlineData("POST /run_sse", 307)]
    public async Task ApiCall_RedirectToAnotherHost_SendsNeitherTokenNorClientId(string call, int status)
    {
        await using var setup = await StartAsync();
        await setup.Emulator.AddFaultsAsync($"{call}: redirect {status} {other.Emulator.Url}stolen*");

        await setup.RunConnectedAsync("New-NemoVideo 'trim the pauses' -Path a.mp4 -Destination out");

        Assert.Contains(await setup.Emulator.RequestsAsync(), request => request.Fault?.StartsWith(call, StringComparison.Ordinal) == true);
        Assert.DoesNotContain(await other.Emulator.RequestsAsync("/stolen"), static request =>
            request.HasAuthorization || request.Headers.Keys.Contains("X-Client-Id", StringComparer.OrdinalIgnoreCase));
    }

    private async Task<TestSetup> StartAsync()
    {
        var setup = await fixture.StartAsync();
        setup.Folder.AddUniqueClip("a.mp4");
        return setup;
    }

    /// <summary>The host that must not receive a secret.</summary>
    public sealed class OtherHost : SharedEmulator;
}
