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
        using var client = await NemoClient.ConnectAsync(server.Options(token: token), TestService.Ending);

        await client.GetCreditAsync(TestService.Ending);

        Assert.Equal("Bearer nmv_usr_quoted", Assert.Single(server.Requests).Header("Authorization"));
    }

    [Fact]
    public async Task Connect_TokenOption_RequestsNoToken()
    {
        await using var service = await TestService.StartAsync(TestService.Plain with { Tokens = ["nmv_usr_mine"] });

        var client = await service.ConnectAsync(service.Options(token: "nmv_usr_mine"));

        Assert.Equal(TokenSource.Given, client.TokenSource);
        Assert.Empty(service.Requests);
        Assert.Equal(10_000, (await client.GetCreditAsync(TestService.Ending)).Available);
        Assert.Empty(service.Folder.Files());
    }

    [Fact]
    public async Task Connect_NoToken_RequestsFreeTokenWithClientId()
    {
        await using var service = await TestService.StartAsync();

        var client = await service.ConnectAsync();

        Assert.Equal(TokenSource.Free, client.TokenSource);
        Assert.StartsWith("anon_", client.UserId);
        Assert.InRange(client.TokenExpiresAt!.Value - DateTimeOffset.UtcNow, TimeSpan.FromDays(6.9), TimeSpan.FromDays(7));
        var request = Assert.Single(service.Requests);
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

        using var client = await NemoClient.ConnectAsync(server.Options(token: null), TestService.Ending);

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
        using var client = await NemoClient.ConnectAsync(server.Options(token: null), TestService.Ending);

        Assert.Equal(7, (await client.GetCreditAsync(TestService.Ending)).Available);

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

        await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => NemoClient.ConnectAsync(server.Options(token: null), TestService.Ending));
    }

    [Fact]
    public async Task Connect_SecondClient_UsesCachedToken()
    {
        await using var service = await TestService.StartAsync();
        var first = await service.ConnectAsync();
        first.Dispose();

        var second = await service.ConnectAsync();

        Assert.Equal(TokenSource.Cache, second.TokenSource);
        Assert.Equal(first.UserId, second.UserId);
        await second.GetCreditAsync(TestService.Ending);
        Assert.Single(service.RequestsTo("POST", TokenPath));
    }

    [Fact]
    public async Task Connect_TokenCacheDeleted_ReusesClientId()
    {
        await using var service = await TestService.StartAsync();
        await service.ConnectAsync();
        Directory.Delete(Path.Combine(service.Home, "tokens"), recursive: true);
        service.Host.RevokeTokens();

        await service.ConnectAsync();

        var ids = service.RequestsTo("POST", TokenPath).Select(request => request.Headers["X-Client-Id"]).ToList();
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

        await using var service = await TestService.StartAsync();

        await service.ConnectAsync();

        var file = Assert.Single(Directory.GetFiles(Path.Combine(service.Home, "tokens"), "*.token"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task RemoveCachedToken_FreeToken_NextClientRequestsNewToken()
    {
        await using var service = await TestService.StartAsync();
        var client = await service.ConnectAsync();

        client.RemoveCachedToken();
        client.RemoveCachedToken();

        Assert.Empty(Directory.GetFiles(Path.Combine(service.Home, "tokens"), "*.token"));
        Assert.Equal(10_000, (await client.GetCreditAsync(TestService.Ending)).Available);
    }

    [Fact]
    public async Task RemoveCachedToken_TemporaryFileOfKilledProcess_RemovesItButNoFileInUse()
    {
        await using var service = await TestService.StartAsync();
        var client = await service.ConnectAsync();
        var cached = Assert.Single(Directory.GetFiles(Path.Combine(service.Home, "tokens"), "*.token"));
        await File.WriteAllTextAsync($"{cached}.00000001.part", "a token", TestService.Ending);
        File.SetLastWriteTimeUtc($"{cached}.00000001.part", DateTime.UtcNow.AddMinutes(-2));
        await File.WriteAllTextAsync($"{cached}.00000002.part", "another process's", TestService.Ending);

        client.RemoveCachedToken();

        Assert.Equal([$"{cached}.00000002.part"], Directory.GetFiles(Path.Combine(service.Home, "tokens"), "*.part"));
        Assert.False(File.Exists(cached));
    }

    [Fact]
    public async Task Connect_CacheDisabled_WritesNoFile()
    {
        await using var service = await TestService.StartAsync();

        var client = await service.ConnectAsync(service.Options(useCache: false));

        await client.GetCreditAsync(TestService.Ending);
        Assert.Empty(service.Folder.Files());
        Assert.False(Directory.Exists(service.Home));
    }

    [Theory]
    [InlineData("{\"tok")]
    [InlineData("[]")]
    [InlineData("{\"token\":\"two words\"}")]
    public async Task Connect_UnreadableCache_RequestsNewTokenAndReportsNotice(string content)
    {
        await using var service = await TestService.StartAsync();
        await service.ConnectAsync();
        var path = Assert.Single(Directory.GetFiles(Path.Combine(service.Home, "tokens"), "*.token"));
        await File.WriteAllTextAsync(path, content, TestService.Ending);
        service.Host.RevokeTokens();
        var notices = new List<string>();

        using var client = await NemoClient.ConnectAsync(
            new NemoClientOptions { ApiUrl = service.Host.Url, DataDirectory = service.Home, Observer = new() { Notice = notices.Add } }, TestService.Ending);

        Assert.Equal(TokenSource.Free, client.TokenSource);
        Assert.Contains($"'{path}'", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ProgramHoldsCachedTokenForAMoment_UsesIt()
    {
        await using var service = await TestService.StartAsync();
        await service.ConnectAsync();
        using var scanned = ScannedFile.ForAMoment(
            Assert.Single(Directory.GetFiles(Path.Combine(service.Home, "tokens"), "*.token")));

        Assert.Equal(TokenSource.Cache, (await service.ConnectAsync()).TokenSource);

        Assert.Single(service.RequestsTo("POST", TokenPath));
    }

    [Fact]
    public async Task Connect_ProgramHoldsCachedToken_ThrowsFileAccessAndRequestsNoToken()
    {
        await using var service = await TestService.StartAsync();
        await service.ConnectAsync();
        var path = Assert.Single(Directory.GetFiles(Path.Combine(service.Home, "tokens"), "*.token"));
        using var scanned = new ScannedFile(path, time: null);

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess, () => service.ConnectAsync());

        Assert.Contains($"'{path}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("other program", error.NextStep, StringComparison.Ordinal);
        Assert.Single(service.RequestsTo("POST", TokenPath));
    }

    [Fact]
    public async Task Connect_CachedTokenIsNotUtf8_RequestsNewToken()
    {
        await using var service = await TestService.StartAsync();
        await service.ConnectAsync();
        var path = Assert.Single(Directory.GetFiles(Path.Combine(service.Home, "tokens"), "*.token"));
        await File.WriteAllBytesAsync(path, [.. "{\"token\":\"nmv_usr_"u8, 0xC3, 0x28, 0xFF, .. "\",\"user_id\":\""u8, 0xFF, .. "\"}"u8], TestService.Ending);
        service.Host.RevokeTokens();

        Assert.Equal(TokenSource.Free, (await service.ConnectAsync()).TokenSource);
    }

    [Fact]
    public async Task GetCredit_TokenRenewed_CachesNewTokenForNextClient()
    {
        await using var service = await TestService.StartAsync();
        var first = await service.ConnectAsync();
        service.Host.RevokeTokens();
        await first.GetCreditAsync(TestService.Ending);

        var second = await service.ConnectAsync();
        await second.GetCreditAsync(TestService.Ending);

        Assert.Equal(TokenSource.Cache, second.TokenSource);
        Assert.Equal(2, service.RequestsTo("POST", TokenPath).Count);
    }

    [Fact]
    public async Task Connect_RetryAfterExceedsTimeout_ThrowsRateLimitedAtOnce()
    {
        var time = new ManualTime();
        await using var service = await TestService.StartAsync(
            TestService.Plain with { Faults = [$"POST {TokenPath}: status 429 retry-after 604800"] });

        await NemoAssert.ThrowsAsync(NemoErrorKind.RateLimited, () => service.ConnectAsync(service.Options(time: time)));

        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task Connect_DataDirectoryNotWritable_RequestsNoToken()
    {
        await using var service = await TestService.StartAsync();
        var home = service.Folder.Write("home-is-a-file", 1);

        await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess, () => service.ConnectAsync(service.Options(clientId: ClientId, home: home)));

        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task Connect_ClientIdFileNotWritable_ThrowsFileAccess()
    {
        await using var service = await TestService.StartAsync();
        var home = service.Folder.Write("home-is-a-file", 1);

        await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess, () => service.ConnectAsync(service.Options(home: home)));
    }

    [Theory]
    [InlineData("nmv_usr_a\nb")]
    [InlineData("nmv_usr_a\u200Bb")]
    [InlineData("nmv usr")]
    public async Task Connect_TokenWithInvalidHeaderCharacters_ThrowsInvalidArgument(string token)
    {
        await using var service = await TestService.StartAsync();

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidArgument, () => service.ConnectAsync(service.Options(token: token)));

        Assert.DoesNotContain(token, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_CanceledDuringTokenRequest_EndsAtOnce()
    {
        await using var server = RawServer.Start(_ => RawReply.Silence);
        using var stop = new CancellationTokenSource();

        var connecting = NemoClient.ConnectAsync(server.Options(token: null), stop.Token);
        await server.WaitForRequestAsync(TestService.Ending);
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
            new NemoClientOptions { ApiUrl = server.Url, DataDirectory = home, Observer = new() { Notice = notices.Add } }, TestService.Ending);

        Assert.Equal(7, (await client.GetCreditAsync(TestService.Ending)).Available);
        var notice = Assert.Single(notices);
        Assert.Contains("for the next 7 days", notice, StringComparison.Ordinal);
        Assert.DoesNotContain("nmv_usr_granted", notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cache_OnDisk_ContainsOnlyTheGrant()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows the file is sealed by DPAPI.");
        await using var service = await TestService.StartAsync();
        var client = await service.ConnectAsync();

        using var cached = JsonDocument.Parse(await File.ReadAllBytesAsync(
            Assert.Single(Directory.GetFiles(Path.Combine(service.Home, "tokens"), "*.token")), TestService.Ending));

        Assert.Equal(client.UserId, cached.RootElement.GetProperty("user_id").GetString());
        Assert.Equal(["token", "user_id", "expires_at"], cached.RootElement.EnumerateObject().Select(property => property.Name));
    }
}
