using System.Net;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>Errors and stored response texts contain no secret.</summary>
public sealed class SecretTests
{
    private const string Secret = "sesame";

    [Fact]
    public async Task Reason_TruncatedInsideToken_ContainsNoPartOfToken()
    {
        var error = await FailAsync("{\"code\":7,\"message\":\"" + new string('x', 290) + " own/+token+of+mine\"}", "own/+token+of+mine");

        AssertOmits("own/", error);
    }

    [Fact]
    public async Task GetState_NotFoundWithoutBody_ThrowsSessionNotFound()
    {
        await using var server = RawServer.Start(_ => RawReply.Of(404, "application/json", """{"detail":"Not Found"}"""u8.ToArray()));
        using var client = await server.ConnectAsync();

        await NemoAssert.ThrowsAsync(NemoErrorKind.SessionNotFound, () => client.GetStateAsync("s", Workbench.Ending));
    }

    [Theory]
    [InlineData("https://user:sesame@host/")]
    [InlineData("https://host/base?key=sesame")]
    [InlineData("https://host/base/#sesame")]
    public async Task Connect_UrlWithPasswordQueryOrFragment_ThrowsInvalidArgumentWithoutSecret(string url)
    {
        var options = new NemoClientOptions { ApiUrl = new Uri(url), Token = RawServer.Token };

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidArgument, () => NemoClient.ConnectAsync(options, Workbench.Ending));

        AssertOmits(Secret, error);
    }

    [Fact]
    public async Task Call_ProxyRejectsPassword_ErrorOmitsPassword()
    {
        await using var proxy = RawServer.Start(_ => RawReply.Of(407, null, []));
        var options = new NemoClientOptions
        {
            ApiUrl = new Uri("https://nemo.invalid/"),
            Token = RawServer.Token,
            UseCache = false,
            Limits = QuickLimits.Value,
            Proxy = new WebProxy(new UriBuilder(proxy.Url) { UserName = "user", Password = Secret }.Uri),
        };
        using var client = await NemoClient.ConnectAsync(options, Workbench.Ending);

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.ConnectionFailed, () => client.GetCreditAsync(Workbench.Ending));

        AssertOmits(Secret, error);
    }

    /// <summary>Whoever has the client ID can renew the free token.</summary>
    [Theory]
    [InlineData(200)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Connect_FailedGrantRepeatsClientId_OmitsIt(int status)
    {
        await using var server = RawServer.Start(request =>
            RawReply.Json("{\"code\":7,\"message\":\"client " + request.Header("X-Client-Id") + " is unknown\"}", status));

        var error = await Assert.ThrowsAsync<NemoException>(
            () => NemoClient.ConnectAsync(server.Options(token: null, clientId: "client-1-2345"), Workbench.Ending));

        AssertOmits("client-1-2345", error);
    }

    private static async Task<NemoException> FailAsync(string response, string token = RawServer.Token)
    {
        await using var server = RawServer.Start(_ => RawReply.Json(response));
        using var client = await NemoClient.ConnectAsync(server.Options(token: token), Workbench.Ending);

        return await Assert.ThrowsAsync<NemoException>(() => client.GetCreditAsync(Workbench.Ending));
    }

    private static void AssertOmits(string secret, NemoException error) =>
        Assert.DoesNotContain(secret, error.ToString() + error.NextStep + error.RawResponse, StringComparison.OrdinalIgnoreCase);
}
