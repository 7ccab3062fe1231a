using System.Text.Json.Nodes;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

/// <summary>The service grants one free token in seven days, so all processes of a user share it.</summary>
public sealed class TokenProcessTests
{
    private const string TokenPath = "/api/auth/anonymous-token";
    private const string ClientId = "6f9d1a52-7c1b-4a41-9a55-3d0e3a5f2b10";
    private const string OtherClientId = "0c5b1d5e-0a0c-4a3f-8a2b-6f3a9d7e4c21";

    [Theory]
    [InlineData("none is cached")]
    [InlineData("the cached one is rejected")]
    [InlineData("the cached one has expired")]
    public async Task GetCredit_SeveralProcessesAtOnce_ShareOneToken(string situation)
    {
        await using var service = await TestService.StartAsync();
        if (situation != "none is cached")
        {
            await service.ConnectAsync(service.Options(clientId: ClientId));
            service.Host.RevokeTokens();
        }

        if (situation == "the cached one has expired")
        {
            var file = CachedTokenFile(service);
            var cached = JsonNode.Parse(await File.ReadAllTextAsync(file, TestService.Ending))!;
            cached["expires_at"] = DateTimeOffset.UtcNow.AddYears(-1);
            await File.WriteAllTextAsync(file, cached.ToJsonString(), TestService.Ending);
        }

        var before = TokenRequests(service).Count;
        service.Host.AddFault($"POST {TokenPath}: hold before answer");

        await using var first = await StartAsync(service, ClientId);
        await service.Host.WaitForRequestAsync(request => TokenRequests(service).Count > before, TestService.Ending);
        await using var second = await StartAsync(service, ClientId);
        await using var third = await StartAsync(service, ClientId);

        // The other processes now wait for the token of their user. A process of another user doesn't.
        await using var other = await StartAsync(service, OtherClientId);
        Assert.Equal("Free 10000", await other.WaitForOutputAsync());
        service.Host.ReleaseHeld();

        Assert.Equal("Free 10000", await first.WaitForOutputAsync());
        Assert.Equal(("Cache 10000", "Cache 10000"), (await second.WaitForOutputAsync(), await third.WaitForOutputAsync()));
        Assert.Equal(before + 1, TokenRequests(service).Count);
        Assert.Equal(["expires_at", "token", "user_id"], JsonNode.Parse(await File.ReadAllTextAsync(CachedTokenFile(service), TestService.Ending))!.AsObject().Select(static one => one.Key).Order());
    }

    private static Task<ClientProcess> StartAsync(TestService service, string clientId) =>
        ClientProcess.StartAsync(service.Host.Url, service.Folder.PathOf("home"), clientId: clientId);

    private static IReadOnlyList<NemoVideo.Emulator.Recording.RequestRecord> TokenRequests(TestService service) =>
        [.. service.RequestsTo("POST", TokenPath).Where(static request => request.Headers["X-Client-Id"] == ClientId)];

    private static string CachedTokenFile(TestService service) => Directory.GetFiles(Path.Combine(service.Home, "tokens"), "*.token")
        .Single(file => file.EndsWith(ConnectionIdentity.Of(service.Host.Url, ClientId) + ".token", StringComparison.Ordinal));
}
