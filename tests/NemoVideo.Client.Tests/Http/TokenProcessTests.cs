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
        await using var bench = await Workbench.StartAsync();
        if (situation != "none is cached")
        {
            await bench.ConnectAsync(bench.Options(clientId: ClientId));
            bench.Host.RevokeTokens();
        }

        if (situation == "the cached one has expired")
        {
            var file = CachedTokenFile(bench);
            var cached = JsonNode.Parse(await File.ReadAllTextAsync(file, Workbench.Ending))!;
            cached["expires_at"] = DateTimeOffset.UtcNow.AddYears(-1);
            await File.WriteAllTextAsync(file, cached.ToJsonString(), Workbench.Ending);
        }

        var before = TokenRequests(bench).Count;
        bench.Host.AddFault($"POST {TokenPath}: hold before answer");

        await using var first = await StartAsync(bench, ClientId);
        await bench.Host.WaitForRequestAsync(request => TokenRequests(bench).Count > before, Workbench.Ending);
        await using var second = await StartAsync(bench, ClientId);
        await using var third = await StartAsync(bench, ClientId);

        // The other processes now wait for the token of their user. A process of another user doesn't.
        await using var other = await StartAsync(bench, OtherClientId);
        Assert.Equal("Free 10000", await other.WaitForOutputAsync());
        bench.Host.ReleaseHeld();

        Assert.Equal("Free 10000", await first.WaitForOutputAsync());
        Assert.Equal(("Cache 10000", "Cache 10000"), (await second.WaitForOutputAsync(), await third.WaitForOutputAsync()));
        Assert.Equal(before + 1, TokenRequests(bench).Count);
        Assert.Equal(["expires_at", "token", "user_id"], JsonNode.Parse(await File.ReadAllTextAsync(CachedTokenFile(bench), Workbench.Ending))!.AsObject().Select(static one => one.Key).Order());
    }

    private static Task<ClientProcess> StartAsync(Workbench bench, string clientId) =>
        ClientProcess.StartAsync(bench.Host.Url, bench.Folder.PathOf("home"), clientId: clientId);

    private static IReadOnlyList<NemoVideo.Emulator.Recording.RequestRecord> TokenRequests(Workbench bench) =>
        [.. bench.RequestsTo("POST", TokenPath).Where(static request => request.Headers["X-Client-Id"] == ClientId)];

    private static string CachedTokenFile(Workbench bench) => Directory.GetFiles(Path.Combine(bench.Home, "tokens"), "*.token")
        .Single(file => file.EndsWith(ConnectionIdentity.Of(bench.Host.Url, ClientId) + ".token", StringComparison.Ordinal));
}
