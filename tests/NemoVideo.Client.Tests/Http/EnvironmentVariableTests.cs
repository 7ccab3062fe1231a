using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

[Collection(NonParallel.Name)]
public sealed class EnvironmentVariableTests : IDisposable
{
    private const string ClientId = "6f9d1a52-7c1b-4a41-9a55-3d0e3a5f2b10";

    public void Dispose() => TestEnvironment.Clear();

    [Theory]
    [InlineData("javascript:alert(1)//")]
    [InlineData("https://user:secret@web.example/")]
    public async Task Connect_UnsafeWebUrl_ThrowsInvalidArgument(string web)
    {
        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidArgument, () => NemoClient.ConnectAsync(
            new NemoClientOptions { ApiUrl = new Uri("http://127.0.0.1:1/"), WebUrl = new Uri(web), Token = "nmv_usr_mine", UseCache = false }, TestService.Ending));

        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_TokenVariable_IsUsed()
    {
        await using var service = await TestService.StartAsync(TestService.Plain with { Tokens = ["nmv_usr_mine"] });
        Environment.SetEnvironmentVariable("NEMO_API_URL", service.Host.Url.AbsoluteUri);
        Environment.SetEnvironmentVariable("NEMO_TOKEN", " nmv_usr_mine\n");

        var client = await service.ConnectAsync();

        Assert.Equal(TokenSource.Environment, client.TokenSource);
        Assert.Equal(10_000, (await client.GetCreditAsync(TestService.Ending)).Available);
        Assert.Empty(service.Folder.Files());
    }

    /// <summary>The token can be that of the real service, and any user of this computer can listen at the port.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("https://mega-api-prod.nemovideo.ai")]
    public async Task Connect_TokenVariableAndPlainHttpUrlOfCaller_UsesFreeTokenAndWarns(string? apiVariable)
    {
        await using var service = await TestService.StartAsync();
        Environment.SetEnvironmentVariable("NEMO_API_URL", apiVariable);
        Environment.SetEnvironmentVariable("NEMO_TOKEN", "nmv_usr_mine");
        var notices = new List<string>();

        var client = await service.ConnectAsync(
            new NemoClientOptions { ApiUrl = service.Host.Url, DataDirectory = service.Home, Observer = new() { Notice = notices.Add } });
        await client.GetCreditAsync(TestService.Ending);

        Assert.Equal(TokenSource.Free, client.TokenSource);
        Assert.Contains("NEMO_TOKEN wasn't used", Assert.Single(notices), StringComparison.Ordinal);
        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task Connect_UrlAndHomeVariables_AreUsed()
    {
        await using var service = await TestService.StartAsync();
        Environment.SetEnvironmentVariable("NEMO_API_URL", service.Host.Url.AbsoluteUri);
        Environment.SetEnvironmentVariable("NEMO_WEB_URL", "https://web.example/");
        Environment.SetEnvironmentVariable("NEMO_HOME", service.Home);
        Environment.SetEnvironmentVariable("NEMO_CLIENT_ID", ClientId);
        Environment.SetEnvironmentVariable("SKILL_SOURCE", "clawhub");

        var client = await service.ConnectAsync(new NemoClientOptions());

        Assert.Equal(service.Host.Url.Port, client.ApiUrl.Port);
        Assert.Equal(new Uri("https://web.example/"), client.WebUrl);
        var request = Assert.Single(service.Requests);
        Assert.Equal((ClientId, "clawhub"), (request.Headers["X-Client-Id"], request.Headers["X-Skill-Platform"]));
        Assert.All(service.Folder.Files(), static file => Assert.StartsWith(Path.Combine("home", "tokens"), file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connect_RelativeHomeVariable_RecommendsPathOfThisSystem()
    {
        Environment.SetEnvironmentVariable("NEMO_HOME", "somewhere");

        var error = await NemoAssert.ThrowsAsync(
            NemoErrorKind.InvalidArgument, () => NemoClient.ConnectAsync(new NemoClientOptions(), TestService.Ending));

        Assert.Equal(
            $"Specify an absolute path, such as '{(OperatingSystem.IsWindows() ? @"C:\Nemo" : "/var/lib/nemovideo")}'.", error.NextStep);
    }

    [Fact]
    public async Task Connect_ClientIdVariable_IsUsedAndStoredIdUnchanged()
    {
        const string StoredId = "0c5b1d5e-0a0c-4a3f-8a2b-6f3a9d7e4c21";
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_free"}}"""));
        using var folder = new TemporaryFolder();
        var file = folder.Write("client_id", System.Text.Encoding.UTF8.GetBytes(StoredId));
        Environment.SetEnvironmentVariable("NEMO_CLIENT_ID", ClientId);

        using var client = await NemoClient.ConnectAsync(Options(server, folder.FullName), TestService.Ending);

        Assert.Equal(ClientId, Assert.Single(server.Requests).Header("X-Client-Id"));
        Assert.Equal(StoredId, await File.ReadAllTextAsync(file, TestService.Ending));
    }

    [Fact]
    public async Task Connect_NoDataDirectory_StoresClientIdInVendorLocation()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows the home folder is none of the environment's.");
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_free"}}"""));
        using var home = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        using var redirected = new Redirection(("HOME", home.FullName), ("XDG_CONFIG_HOME", elsewhere.FullName), ("XDG_DATA_HOME", null));

        using var client = await NemoClient.ConnectAsync(Options(server, home: null), TestService.Ending);

        var sent = Assert.Single(server.Requests).Header("X-Client-Id");
        Assert.Equal(sent, (await File.ReadAllTextAsync(home.PathOf(".config", "nemovideo", "client_id"), TestService.Ending)).Trim());
        Assert.Empty(elsewhere.Files());
    }

    /// <summary>A terminal in a sandbox sets the variable, a scheduler doesn't: both must find the same records.</summary>
    [Fact]
    public async Task Connect_DataHomeVariable_DoesNotMoveData()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows the home folder is none of the environment's.");
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_free","session_id":"s"}}"""));
        using var home = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        using var redirected = new Redirection(("HOME", home.FullName), ("XDG_DATA_HOME", elsewhere.FullName));

        using var client = await NemoClient.ConnectAsync(Options(server, home: null), TestService.Ending);
        await client.CreateSessionAsync("name", language: null, TestService.Ending);

        Assert.NotEmpty(Directory.GetFileSystemEntries(home.PathOf(".local", "share", "nemovideo")));
        Assert.Empty(elsewhere.Files());
    }

    [Theory]
    [InlineData("http://localhost:5090/nemo/v1", "http://localhost:5090/")]
    [InlineData("https://api.example/", "https://nemovideo.com/")]
    [InlineData("https://10.0.0.1:5090/", "https://nemovideo.com/")]
    public async Task Connect_NoWebUrl_UsesApiUrlOnLoopbackOnly(string api, string web)
    {
        using var client = await NemoClient.ConnectAsync(
            new NemoClientOptions { ApiUrl = new Uri(api), Token = "nmv_usr_own" }, TestService.Ending);

        Assert.Equal(web, client.WebUrl.AbsoluteUri);
    }

    [Fact]
    public async Task Connect_NoVariables_UsesService()
    {
        using var client = await NemoClient.ConnectAsync(new NemoClientOptions { Token = "nmv_usr_own" }, TestService.Ending);

        Assert.Equal("https://mega-api-prod.nemovideo.ai/", client.ApiUrl.AbsoluteUri);
        Assert.Equal("https://nemovideo.com/", client.WebUrl.AbsoluteUri);
    }

    [Fact]
    public async Task Connect_InvalidUrlVariable_ErrorNamesVariable()
    {
        Environment.SetEnvironmentVariable("NEMO_API_URL", "not an address");

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidArgument,
            () => NemoClient.ConnectAsync(new NemoClientOptions(), TestService.Ending));

        Assert.Contains("NEMO_API_URL", error.Message, StringComparison.Ordinal);
    }

    private static NemoClientOptions Options(RawServer server, string? home) =>
        new() { ApiUrl = server.Url, DataDirectory = home, Limits = QuickLimits.Value };

    /// <summary>Sets environment variables of the process and restores them.</summary>
    private sealed class Redirection : IDisposable
    {
        private readonly (string Name, string? Value)[] _before;

        public Redirection(params (string Name, string? Value)[] variables)
        {
            _before = [.. variables.Select(static one => (one.Name, Environment.GetEnvironmentVariable(one.Name)))];
            Set(variables);
        }

        public void Dispose() => Set(_before);

        private static void Set((string Name, string? Value)[] variables) =>
            Array.ForEach(variables, static one => Environment.SetEnvironmentVariable(one.Name, one.Value));
    }
}
