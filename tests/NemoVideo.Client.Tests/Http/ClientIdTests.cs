using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

/// <summary>If the service rejects the client ID (400), the client creates a new one and retries (protocol section 2).</summary>
public sealed class ClientIdTests
{
    private const string StoredId = "6f9d1a52-7c1b-4a41-9a55-3d0e3a5f2b10";

    [Theory]
    [InlineData(400, """{"code":400,"message":"X-Client-Id header is required"}""")]
    [InlineData(200, """{"code":400,"message":"X-Client-Id header is required"}""")]
    public async Task Connect_ServiceRejectsClientId_KeepsIt(int status, string response)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("client_id", System.Text.Encoding.UTF8.GetBytes(StoredId));
        await using var server = RawServer.Start(_ => RawReply.Json(response, status));

        var error = await Assert.ThrowsAsync<NemoException>(() => NemoClient.ConnectAsync(Options(server, folder), TestService.Ending));

        Assert.Contains("NEMO_CLIENT_ID", error.NextStep, StringComparison.Ordinal);
        Assert.Equal(StoredId, Assert.Single(server.Requests).Header("X-Client-Id"));
        Assert.Equal(StoredId, await File.ReadAllTextAsync(file, TestService.Ending));
    }

    [Theory]
    [InlineData("a\nX-Evil: 1")]
    [InlineData("client-1764288000-01234567890123456789012345678901234567890123456")]
    public async Task Connect_InvalidClientIdOption_ThrowsInvalidArgumentAndSendsNothing(string given)
    {
        using var folder = new TemporaryFolder();
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_free"}}"""));

        var error = await Assert.ThrowsAsync<NemoException>(() => NemoClient.ConnectAsync(Options(server, folder, given), TestService.Ending));

        Assert.Equal(NemoErrorKind.InvalidArgument, error.Kind);
        Assert.Contains("64 printable ASCII characters", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("client-1-2", "client-1-2")]
    [InlineData(" 6F9D1A52-7C1B-4A41-9A55-3D0E3A5F2B10\n", "6F9D1A52-7C1B-4A41-9A55-3D0E3A5F2B10")]
    [InlineData("{6f9d1a52-7c1b-4a41-9a55-3d0e3a5f2b10}", "{6f9d1a52-7c1b-4a41-9a55-3d0e3a5f2b10}")]
    public async Task Connect_ClientIdOption_IsSentUnchanged(string given, string sent)
    {
        using var folder = new TemporaryFolder();
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_free"}}"""));

        using var client = await NemoClient.ConnectAsync(Options(server, folder, given), TestService.Ending);

        Assert.Equal(sent, Assert.Single(server.Requests).Header("X-Client-Id"));
    }

    [Fact]
    public async Task Connect_StoredClientIdIsInvalid_ThrowsAndKeepsTheFile()
    {
        const string storedId = "two\nlines";
        using var folder = new TemporaryFolder();
        var file = folder.Write("client_id", System.Text.Encoding.UTF8.GetBytes(storedId));
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_free"}}"""));

        var error = await Assert.ThrowsAsync<NemoException>(() => NemoClient.ConnectAsync(Options(server, folder), TestService.Ending));

        Assert.Equal(NemoErrorKind.FileAccess, error.Kind);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Equal(storedId, await File.ReadAllTextAsync(file, TestService.Ending));
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public async Task Connect_StoredClientIdIsBlank_CreatesNewOne(string storedId)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("client_id", System.Text.Encoding.UTF8.GetBytes(storedId));
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_free"}}"""));

        using var client = await NemoClient.ConnectAsync(Options(server, folder), TestService.Ending);

        var sent = Assert.Single(server.Requests).Header("X-Client-Id");
        Assert.True(Guid.TryParse(sent, out _));
        Assert.Equal(sent, (await File.ReadAllTextAsync(file, TestService.Ending)).Trim());
    }

    [Fact]
    public async Task Connect_ProgramHoldsStoredClientIdForAMoment_UsesIt()
    {
        using var folder = new TemporaryFolder();
        using var scanned = ScannedFile.ForAMoment(folder.Write("client_id", System.Text.Encoding.UTF8.GetBytes(StoredId)));
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_free"}}"""));

        using var client = await NemoClient.ConnectAsync(Options(server, folder), TestService.Ending);

        Assert.Equal(StoredId, Assert.Single(server.Requests).Header("X-Client-Id"));
    }

    // "'<id>' > client_id" writes UTF-16 in Windows PowerShell, and "Set-Content -Encoding UTF8" a byte order mark.
    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-8")]
    public async Task Connect_StoredClientIdHasByteOrderMark_UsesIt(string name)
    {
        using var folder = new TemporaryFolder();
        var encoding = System.Text.Encoding.GetEncoding(name);
        folder.Write("client_id", [.. encoding.GetPreamble(), .. encoding.GetBytes(StoredId + "\r\n")]);
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"token":"nmv_usr_free"}}"""));

        using var client = await NemoClient.ConnectAsync(Options(server, folder), TestService.Ending);

        Assert.Equal(StoredId, Assert.Single(server.Requests).Header("X-Client-Id"));
    }

    private static NemoClientOptions Options(RawServer server, TemporaryFolder folder, string? clientId = null) => new()
    {
        ApiUrl = server.Url,
        ClientId = clientId,
        DataDirectory = folder.FullName,
        Limits = QuickLimits.Value,
    };
}
