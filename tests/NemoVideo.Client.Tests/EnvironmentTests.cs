using NemoVideo.Client.Identity;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests;

[Collection(Alone.Name)]
public sealed class EnvironmentTests : IDisposable
{
    private const string ClientId = "6f9d1a52-7c1b-4a41-9a55-3d0e3a5f2b10";

    public void Dispose() => Surroundings.Clear();

    [Fact]
    public async Task Connect_WithTokenInTheEnvironment_UsesIt()
    {
        await using var bench = await Workbench.StartAsync(Workbench.Plain with { Tokens = ["nmv_usr_mine"] });
        Environment.SetEnvironmentVariable("NEMO_TOKEN", " nmv_usr_mine\n");

        var client = await bench.ConnectAsync();

        Assert.Equal(TokenSource.Environment, client.TokenSource);
        Assert.Equal(10_000, (await client.GetCreditAsync(Workbench.Ending)).Available);
        Assert.Empty(bench.Folder.Files());
    }

    [Fact]
    public async Task Connect_WithTokenGivenAndInTheEnvironment_UsesTheGivenOne()
    {
        await using var bench = await Workbench.StartAsync(Workbench.Plain with { Tokens = ["nmv_usr_mine"] });
        Environment.SetEnvironmentVariable("NEMO_TOKEN", "nmv_usr_other");

        var client = await bench.ConnectAsync(bench.Options(token: "nmv_usr_mine"));

        Assert.Equal(TokenSource.Given, client.TokenSource);
        await client.GetCreditAsync(Workbench.Ending);
    }

    [Fact]
    public async Task GetCredit_WithRefusedTokenOfTheEnvironment_IsAuthenticationError()
    {
        await using var bench = await Workbench.StartAsync();
        Environment.SetEnvironmentVariable("NEMO_TOKEN", "nmv_usr_wrong");
        var client = await bench.ConnectAsync();

        var error = await Assert.ThrowsAsync<NemoException>(() => client.GetCreditAsync(Workbench.Ending));

        Assert.Equal(NemoErrorKind.Authentication, error.Kind);
        Assert.Single(bench.Requests);
    }

    [Fact]
    public async Task Connect_WithPlacesAndNamesInTheEnvironment_UsesThem()
    {
        await using var bench = await Workbench.StartAsync();
        Environment.SetEnvironmentVariable("NEMO_API_URL", bench.Host.Url.AbsoluteUri);
        Environment.SetEnvironmentVariable("NEMO_WEB_URL", "https://web.example/");
        Environment.SetEnvironmentVariable("NEMO_HOME", bench.Home);
        Environment.SetEnvironmentVariable("NEMO_CLIENT_ID", ClientId);
        Environment.SetEnvironmentVariable("SKILL_SOURCE", "clawhub");

        var client = await bench.ConnectAsync(new NemoClientOptions());

        Assert.Equal(bench.Host.Url.Port, client.ApiUrl.Port);
        Assert.Equal(new Uri("https://web.example/"), client.WebUrl);
        var request = Assert.Single(bench.Requests);
        Assert.Equal((ClientId, "clawhub"), (request.Headers["X-Client-Id"], request.Headers["X-Skill-Platform"]));
        Assert.StartsWith(Path.Combine("home", "tokens"), Assert.Single(bench.Folder.Files()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WithNothingInTheEnvironment_SpeaksToTheService()
    {
        using var client = await NemoClient.ConnectAsync(new NemoClientOptions { Token = "nmv_usr_own" }, Workbench.Ending);

        Assert.Equal("https://mega-api-prod.nemovideo.ai/", client.ApiUrl.AbsoluteUri);
        Assert.Equal("https://nemovideo.com/", client.WebUrl.AbsoluteUri);
    }

    [Fact]
    public async Task Connect_WithNoAddressInTheEnvironment_SaysWhichVariable()
    {
        Environment.SetEnvironmentVariable("NEMO_API_URL", "not an address");

        var error = await Assert.ThrowsAsync<NemoException>(() => NemoClient.ConnectAsync(new NemoClientOptions(), Workbench.Ending));

        Assert.Equal(NemoErrorKind.InvalidArgument, error.Kind);
        Assert.Contains("NEMO_API_URL", error.Message, StringComparison.Ordinal);
    }
}
