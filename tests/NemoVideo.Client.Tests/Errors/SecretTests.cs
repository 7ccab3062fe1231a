using System.Net;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Streaming;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Tests.Errors;

/// <summary>Errors and stored response texts contain no secret.</summary>
public sealed class SecretTests
{
    private const string Secret = "sesame";

    [Theory]
    [InlineData("""{"code":7,"message":"cannot fetch https://user:sesame@host/a.mp4 now"}""")]
    [InlineData("""{"code":7,"message":"cannot fetch https://host/a.mp4?x=1&X-Amz-Signature=sesame&y=2 now"}""")]
    public async Task ResponseText_ContainsSecret_IsRedacted(string response)
    {
        var error = await FailAsync(response);

        AssertOmits(Secret, error);
        Assert.Contains("now", error.RawResponse, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("own/+token", """{"code":7,"message":"no own/\u002Btoken here"}""")]
    [InlineData("own/+token", """{"code":7,"message":"no own%2F%2Btoken here"}""")]
    public async Task ResponseText_ContainsEscapedToken_IsRedacted(string token, string response)
    {
        var error = await FailAsync(response, token);

        Assert.DoesNotMatch("(?i)own.{1,12}token|sesame", error.ToString() + error.RawResponse);
        Assert.Contains("(token)", error.RawResponse, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reason_TruncatedInsideToken_ContainsNoPartOfToken()
    {
        var error = await FailAsync("{\"code\":7,\"message\":\"" + new string('x', 290) + " own/+token+of+mine\"}", "own/+token+of+mine");

        AssertOmits("own/", error);
    }

    [Fact]
    public async Task Send_ErrorEventContainsToken_IsRedacted()
    {
        await using var server = RawServer.Start(_ => RawReply.Of(
            200, "text/event-stream", "data: {\"error\":\"not with own-token-of-mine\"}\n\n"u8.ToArray()));
        using var client = await NemoClient.ConnectAsync(server.Options(token: "own-token-of-mine"), Workbench.Ending);

        var events = await client.SendAsync("s", "hello", Workbench.Ending).ToListAsync();

        Assert.Equal("not with (token)", Assert.IsType<ErrorEvent>(Assert.Single(events)).Message);
    }

    [Theory]
    [InlineData("own-token-of-mine", "(token)")]
    [InlineData("nmv_usr_another", "nmv_usr_another")]
    [InlineData("https://host/a.mp4?signature=kept", "https://host/a.mp4?signature=kept")]
    public async Task Send_UnknownEventContainsToken_IsReportedWithTokenRedacted(string sent, string reported)
    {
        var rest = new string('x', 300_000);
        await using var server = RawServer.Start(_ => RawReply.Stream($"data: {{\"type\":\"sparkle\",\"a\":\"{sent}\",\"b\":\"{rest}\"}}\n\n"));
        using var client = await NemoClient.ConnectAsync(server.Options(token: "own-token-of-mine"), Workbench.Ending);

        var events = await client.SendAsync("s", "hello", Workbench.Ending).ToListAsync();

        Assert.Equal(
            $"{{\"type\":\"sparkle\",\"a\":\"{reported}\",\"b\":\"{rest}\"}}", Assert.IsType<UnknownEvent>(Assert.Single(events)).Raw);
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

    private static async Task<NemoException> FailAsync(string response, string token = RawServer.Token)
    {
        await using var server = RawServer.Start(_ => RawReply.Json(response));
        using var client = await NemoClient.ConnectAsync(server.Options(token: token), Workbench.Ending);

        return await Assert.ThrowsAsync<NemoException>(() => client.GetCreditAsync(Workbench.Ending));
    }

    private static void AssertOmits(string secret, NemoException error) =>
        Assert.DoesNotContain(secret, error.ToString() + error.NextStep + error.RawResponse, StringComparison.OrdinalIgnoreCase);
}
