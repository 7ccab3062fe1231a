using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>Errors and stored response texts contain no secret.</summary>
public sealed class SecretTests
{
    private const string Secret = "sesame";

    [Theory]
    [InlineData("https://user:sesame@host/")]
    [InlineData("https://host/base?key=sesame")]
    [InlineData("https://host/base/#sesame")]
    public async Task Connect_UrlWithPasswordQueryOrFragment_ThrowsInvalidArgumentWithoutSecret(string url)
    {
        var options = new NemoClientOptions { ApiUrl = new Uri(url), Token = RawServer.Token };

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidArgument, () => NemoClient.ConnectAsync(options, TestService.Ending));

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
            () => NemoClient.ConnectAsync(server.Options(token: null, clientId: "client-1-2345"), TestService.Ending));

        AssertOmits("client-1-2345", error);
    }

    private static void AssertOmits(string secret, NemoException error) =>
        Assert.DoesNotContain(secret, error.ToString() + error.NextStep + error.RawResponse, StringComparison.OrdinalIgnoreCase);
}
