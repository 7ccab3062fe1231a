using System.Text.Json;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

public sealed class TokenTests
{
    private const string TokenPath = "/api/auth/anonymous-token";
    private const string ClientId = "6f9d1a52-7c1b-4a41-9a55-3d0e3a5f2b10";

    /// <summary>An env file that isn't read by a shell keeps the quotes (cognee 1721).</summary>
    [Theory]
    [InlineData("\"nmv_usr_quoted\"")]
    [InlineData("'nmv_usr_quoted'")]
    [InlineData(" \"nmv_usr_quoted\"\r\n")]
    public async Task Connect_TokenInQuotes_IsSentWithoutThem(string token)
    {
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"available":7}}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(token: token), Workbench.Ending);

        await client.GetCreditAsync(Workbench.Ending);

        Assert.Equal("Bearer nmv_usr_quoted", Assert.Single(server.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task Connect_TokenOption_RequestsNoToken()
    {
        await using var bench = await Workbench.StartAsync(Workbench.Plain with { Tokens = ["nmv_usr_mine"] });

        var client = await bench.ConnectAsync(bench.Options(token: "nmv_usr_mine"));

        Assert.Equal(TokenSource.Given, client.TokenSource);
        Assert.Empty(bench.Requests);
        Assert.Equal(10_000, (await client.GetCreditAsync(Workbench.Ending)).Available);
        Assert.Empty(bench.Folder.Files());
    }

    [Fact]
    public async Task Connect_NoToken_RequestsFreeTokenWithClientId()
    {
        await using var bench = await Workbench.StartAsync();

        var client = await bench.ConnectAsync();

        Assert.Equal(TokenSource.Free, client.TokenSource);
        Assert.StartsWith("anon_", client.UserId);
        Assert.InRange(client.TokenExpiresAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));
        var request = Assert.Single(bench.Requests);
        Assert.Equal(TokenPath, request.Path);
        Assert.False(request.HasAuthorization);

        // An emulator in a process of its own, as in Mono, doesn't show the ID.
        var clientId = request.Headers["X-Client-Id"];
        Assert.True(clientId == "hidden" || Guid.TryParse(clientId, out _), clientId);
    }

    [Fact]
    public async Task Connect_TokenRequest_HasNoBody()
    {
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_bare"}}"""));

        using var client = await NemoClient.ConnectAsync(server.Options(token: null), Workbench.Ending);

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", TokenPath), (request.Method, request.Path));
        Assert.True(request.HasNoBody, request.Head);
    }

    [Fact]
    public async Task Connect_ResponseWithTokenOnly_Succeeds()
    {
        await using var server = RawServer.Start(request => RawReply.Json(request.Path == "/api/auth/anonymous-token"
            ? """{"code":0,"data":{"token":"nmv_usr_bare"}}"""
            : """{"code":0,"data":{"available":7}}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(token: null), Workbench.Ending);

        Assert.Equal(7, (await client.GetCreditAsync(Workbench.Ending)).Available);

        Assert.Equal((null, null), (client.UserId, client.TokenExpiresAt));
        Assert.Equal("Bearer nmv_usr_bare", server.Requests[^1].Header("Authorization"));
    }

    [Theory]
    [InlineData("""{"code":0,"data":{"user_id":"anon_1"}}""")]
    [InlineData("""{"code":0,"data":{"token":""}}""")]
    [InlineData("""{"code":0}""")]
    public async Task Connect_ResponseWithoutToken_ThrowsInvalidResponse(string response)
    {
        await using var server = RawServer.Start(_ => RawReply.Json(response));

        await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => NemoClient.ConnectAsync(server.Options(token: null), Workbench.Ending));
    }

    [Fact]
    public async Task Connect_SecondClient_UsesCachedToken()
    {
        await using var bench = await Workbench.StartAsync();
        var first = await bench.ConnectAsync();
        first.Dispose();

        var second = await bench.ConnectAsync();

        Assert.Equal(TokenSource.Cache, second.TokenSource);
        Assert.Equal(first.UserId, second.UserId);
        await second.GetCreditAsync(Workbench.Ending);
        Assert.Single(bench.RequestsTo("POST", TokenPath));
    }

    [Fact]
    public async Task Connect_TokenCacheDeleted_ReusesClientId()
    {
        await using var bench = await Workbench.StartAsync();
        await bench.ConnectAsync();
        Directory.Delete(Path.Combine(bench.Home, "tokens"), recursive: true);
        bench.Host.RevokeTokens();

        await bench.ConnectAsync();

        var ids = bench.RequestsTo("POST", TokenPath).Select(request => request.Headers["X-Client-Id"]).ToList();
        Assert.Equal(2, ids.Count);
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task Connect_FreeToken_CacheIsAccessibleToOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes: there DPAPI seals the token.");
            return;
        }

        await using var bench = await Workbench.StartAsync();

        await bench.ConnectAsync();

        var file = Assert.Single(Directory.GetFiles(Path.Combine(bench.Home, "tokens"), "*.token"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task RemoveCachedToken_FreeToken_NextClientRequestsNewToken()
    {
        await using var bench = await Workbench.StartAsync();
        var client = await bench.ConnectAsync();

        client.RemoveCachedToken();
        client.RemoveCachedToken();

        Assert.Empty(Directory.GetFiles(Path.Combine(bench.Home, "tokens"), "*.token"));
        Assert.Equal(10_000, (await client.GetCreditAsync(Workbench.Ending)).Available);
    }

    [Fact]
    public async Task RemoveCachedToken_TemporaryFileOfKilledProcess_RemovesItButNoFileInUse()
    {
        await using var bench = await Workbench.StartAsync();
        var client = await bench.ConnectAsync();
        var cached = Assert.Single(Directory.GetFiles(Path.Combine(bench.Home, "tokens"), "*.token"));
        await File.WriteAllTextAsync($"{cached}.00000001.part", "a token", Workbench.Ending);
        File.SetLastWriteTimeUtc($"{cached}.00000001.part", DateTime.UtcNow.AddMinutes(-2));
        await File.WriteAllTextAsync($"{cached}.00000002.part", "another process's", Workbench.Ending);

        client.RemoveCachedToken();

        Assert.Equal([$"{cached}.00000002.part"], Directory.GetFiles(Path.Combine(bench.Home, "tokens"), "*.part"));
        Assert.False(File.Exists(cached));
    }

    [Fact]
    public async Task Connect_CacheDisabled_WritesNoFile()
    {
        await using var bench = await Workbench.StartAsync();

        var client = await bench.ConnectAsync(bench.Options(useCache: false));

        await client.GetCreditAsync(Workbench.Ending);
        Assert.Empty(bench.Folder.Files());
        Assert.False(Directory.Exists(bench.Home));
    }

    [Theory]
    [InlineData("{\"tok")]
    [InlineData("[]")]
    [InlineData("{\"token\":\"two words\"}")]
    public async Task Connect_UnreadableCache_RequestsNewTokenAndReportsNotice(string content)
    {
        await using var bench = await Workbench.StartAsync();
        await bench.ConnectAsync();
        var path = Assert.Single(Directory.GetFiles(Path.Combine(bench.Home, "tokens"), "*.token"));
        await File.WriteAllTextAsync(path, content, Workbench.Ending);
        bench.Host.RevokeTokens();
        var notices = new List<string>();

        using var client = await NemoClient.ConnectAsync(
            new NemoClientOptions { ApiUrl = bench.Host.Url, DataDirectory = bench.Home, Notice = notices.Add }, Workbench.Ending);

        Assert.Equal(TokenSource.Free, client.TokenSource);
        Assert.Contains($"'{path}'", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ProgramHoldsCachedTokenForAMoment_UsesIt()
    {
        await using var bench = await Workbench.StartAsync();
        await bench.ConnectAsync();
        using var scanned = ScannedFile.ForAMoment(
            Assert.Single(Directory.GetFiles(Path.Combine(bench.Home, "tokens"), "*.token")));

        Assert.Equal(TokenSource.Cache, (await bench.ConnectAsync()).TokenSource);

        Assert.Single(bench.RequestsTo("POST", TokenPath));
    }

    [Fact]
    public async Task Connect_ProgramHoldsCachedToken_ThrowsFileAccessAndRequestsNoToken()
    {
        await using var bench = await Workbench.StartAsync();
        await bench.ConnectAsync();
        var path = Assert.Single(Directory.GetFiles(Path.Combine(bench.Home, "tokens"), "*.token"));
        using var scanned = new ScannedFile(path, time: null);

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess, () => bench.ConnectAsync());

        Assert.Contains($"'{path}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("other program", error.NextStep, StringComparison.Ordinal);
        Assert.Single(bench.RequestsTo("POST", TokenPath));
    }

    [Fact]
    public async Task Connect_CachedTokenIsNotUtf8_RequestsNewToken()
    {
        await using var bench = await Workbench.StartAsync();
        await bench.ConnectAsync();
        var path = Assert.Single(Directory.GetFiles(Path.Combine(bench.Home, "tokens"), "*.token"));
        await File.WriteAllBytesAsync(path, [.. "{\"token\":\"nmv_usr_"u8, 0xC3, 0x28, 0xFF, .. "\",\"user_id\":\""u8, 0xFF, .. "\"}"u8], Workbench.Ending);
        bench.Host.RevokeTokens();

        Assert.Equal(TokenSource.Free, (await bench.ConnectAsync()).TokenSource);
    }

    [Fact]
    public async Task GetCredit_TokenRenewed_CachesNewTokenForNextClient()
    {
        await using var bench = await Workbench.StartAsync();
        var first = await bench.ConnectAsync();
        bench.Host.RevokeTokens();
        await first.GetCreditAsync(Workbench.Ending);

        var second = await bench.ConnectAsync();
        await second.GetCreditAsync(Workbench.Ending);

        Assert.Equal(TokenSource.Cache, second.TokenSource);
        Assert.Equal(2, bench.RequestsTo("POST", TokenPath).Count);
    }

    [Fact]
    public async Task Connect_RetryAfterExceedsTimeout_ThrowsRateLimitedAtOnce()
    {
        var time = new ManualTime();
        await using var bench = await Workbench.StartAsync(
            Workbench.Plain with { Faults = [$"POST {TokenPath}: status 429 retry-after 604800"] });

        await NemoAssert.ThrowsAsync(NemoErrorKind.RateLimited, () => bench.ConnectAsync(bench.Options(time: time)));

        Assert.Single(bench.Requests);
    }

    [Fact]
    public async Task Connect_DataDirectoryNotWritable_RequestsNoToken()
    {
        await using var bench = await Workbench.StartAsync();
        var home = bench.Folder.Write("home-is-a-file", 1);

        await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess, () => bench.ConnectAsync(bench.Options(clientId: ClientId, home: home)));

        Assert.Empty(bench.Requests);
    }

    [Fact]
    public async Task Connect_ClientIdFileNotWritable_ThrowsFileAccess()
    {
        await using var bench = await Workbench.StartAsync();
        var home = bench.Folder.Write("home-is-a-file", 1);

        await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess, () => bench.ConnectAsync(bench.Options(home: home)));
    }

    [Theory]
    [InlineData("nmv_usr_a\nb")]
    [InlineData("nmv_usr_a\u200Bb")]
    [InlineData("nmv usr")]
    public async Task Connect_TokenWithInvalidHeaderCharacters_ThrowsInvalidArgument(string token)
    {
        await using var bench = await Workbench.StartAsync();

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidArgument, () => bench.ConnectAsync(bench.Options(token: token)));

        Assert.DoesNotContain(token, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_CanceledDuringTokenRequest_EndsAtOnce()
    {
        await using var server = RawServer.Start(_ => RawReply.Silence);
        using var stop = new CancellationTokenSource();

        var connecting = NemoClient.ConnectAsync(server.Options(token: null), stop.Token);
        await server.WaitForRequestAsync(Workbench.Ending);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    [Fact]
    public async Task Connect_TokenCannotBeCached_UsesItAndReportsNotice()
    {
        using var folder = new TemporaryFolder();
        var home = folder.PathOf("home");
        await using var server = RawServer.Start(request =>
        {
            if (request.Path == "/api/auth/anonymous-token")
            {
                // After the check that the folder is writable and before the token is written.
                Directory.Delete(home, recursive: true);
                File.WriteAllText(home, "no folder any more");
            }

            return RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_granted","available":7}}""");
        });
        var notices = new List<string>();

        using var client = await NemoClient.ConnectAsync(
            new NemoClientOptions { ApiUrl = server.Url, DataDirectory = home, Notice = notices.Add }, Workbench.Ending);

        Assert.Equal(7, (await client.GetCreditAsync(Workbench.Ending)).Available);
        var notice = Assert.Single(notices);
        Assert.Contains("for the next 7 days", notice, StringComparison.Ordinal);
        Assert.DoesNotContain("nmv_usr_granted", notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cache_OnDisk_ContainsOnlyTheGrant()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows the file is sealed by DPAPI.");
        await using var bench = await Workbench.StartAsync();
        var client = await bench.ConnectAsync();

        using var cached = JsonDocument.Parse(await File.ReadAllBytesAsync(
            Assert.Single(Directory.GetFiles(Path.Combine(bench.Home, "tokens"), "*.token")), Workbench.Ending));

        Assert.Equal(client.UserId, cached.RootElement.GetProperty("user_id").GetString());
        Assert.Equal(["token", "user_id", "expires_at"], cached.RootElement.EnumerateObject().Select(property => property.Name));
    }
}
