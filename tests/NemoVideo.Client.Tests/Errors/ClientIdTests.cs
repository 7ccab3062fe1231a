using NemoVideo.Client.Identity;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>Where the client id is missing for the service (400), one is made and the question repeated (protocol section 2).</summary>
public sealed class ClientIdTests
{
    private const string Kept = "6f9d1a52-7c1b-4a41-9a55-3d0e3a5f2b10";

    [Theory]
    [InlineData(400, """{"code":400,"message":"X-Client-Id header is required"}""")]
    [InlineData(200, """{"code":400,"message":"X-Client-Id header is required"}""")]
    [InlineData(400, """{"detail":"X-Client-Id header is required"}""")]
    public async Task Connect_ClientIdRefused_AsksOnceMoreWithANewOneAndKeepsIt(int status, string answer)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("client_id", System.Text.Encoding.UTF8.GetBytes(Kept));
        var asked = 0;
        await using var server = RawServer.Start(_ => asked++ == 0 ? RawReply.Json(answer, status) : RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_free"}}"""));

        using var first = await NemoClient.ConnectAsync(Options(server, folder), Workbench.Ending);
        using var second = await NemoClient.ConnectAsync(Options(server, folder), Workbench.Ending);

        var ids = server.Requests.Select(request => request.Header("X-Client-Id")).ToList();
        Assert.Equal(2, ids.Count);
        Assert.Equal(Kept, ids[0]);
        Assert.True(Guid.TryParse(ids[1], out _));
        Assert.NotEqual(Kept, ids[1]);
        Assert.Equal(ids[1], (await File.ReadAllTextAsync(file, Workbench.Ending)).Trim());
        Assert.Equal((TokenSource.Free, TokenSource.Cache), (first.TokenSource, second.TokenSource));
    }

    [Fact]
    public async Task Connect_OwnClientIdRefused_IsNotReplaced()
    {
        using var folder = new TemporaryFolder();
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":400,"message":"no client id"}""", 400));

        var error = await Assert.ThrowsAsync<NemoException>(() => NemoClient.ConnectAsync(Options(server, folder, "mine"), Workbench.Ending));

        Assert.Equal("mine", Assert.Single(server.Requests).Header("X-Client-Id"));
        Assert.Contains("did not accept the client id", error.Message, StringComparison.Ordinal);
        Assert.Contains("NEMO_CLIENT_ID", error.NextStep, StringComparison.Ordinal);
        Assert.DoesNotContain("client_id", folder.Files());
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("größe")]
    public async Task Connect_KeptClientIdIsNone_MakesOne(string kept)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("client_id", System.Text.Encoding.UTF8.GetBytes(kept));
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_free"}}"""));

        using var client = await NemoClient.ConnectAsync(Options(server, folder), Workbench.Ending);

        var sent = Assert.Single(server.Requests).Header("X-Client-Id");
        Assert.True(Guid.TryParse(sent, out _));
        Assert.Equal(sent, (await File.ReadAllTextAsync(file, Workbench.Ending)).Trim());
    }

    private static NemoClientOptions Options(RawServer server, TemporaryFolder folder, string? clientId = null) => new()
    {
        ApiUrl = server.Url,
        ClientId = clientId,
        DataDirectory = folder.FullName,
        Limits = QuickLimits.Value,
    };
}
