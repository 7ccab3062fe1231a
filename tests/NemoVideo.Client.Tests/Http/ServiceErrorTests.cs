using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

public sealed class ServiceErrorTests
{
    [Theory]
    [InlineData(200, """{"code":"2001","message":"m"}""", NemoErrorKind.OutOfCredits, 2001)]
    [InlineData(200, """{"code":9999,"message":"m"}""", NemoErrorKind.ServiceFailure, 9999)]
    [InlineData(200, """{"success":false,"error":"m"}""", NemoErrorKind.ServiceFailure, null)]
    [InlineData(200, """{"detail":"m"}""", NemoErrorKind.ServiceFailure, null)]
    [InlineData(200, "\uFEFF{\"code\":1001}", NemoErrorKind.Authentication, 1001)]
    [InlineData(200, "[]", NemoErrorKind.InvalidResponse, null)]
    [InlineData(429, """{"code":2001,"message":"quota"}""", NemoErrorKind.OutOfCredits, 2001)]
    [InlineData(500, """{"code":1001,"message":"m"}""", NemoErrorKind.ServiceFailure, 1001)]
    [InlineData(302, "", NemoErrorKind.InvalidResponse, null)]
    [InlineData(200, "<html>a page</html>", NemoErrorKind.InvalidResponse, null)]
    [InlineData(200, "", NemoErrorKind.InvalidResponse, null)]
    public async Task GetCredit_ErrorInAnyShape_HasExpectedKind(int status, string body, NemoErrorKind kind, int? code)
    {
        await using var server = RawServer.Start(_ => RawReply.Of(status, null, Encoding.UTF8.GetBytes(body)));
        using var client = await server.ConnectAsync();

        var error = await NemoAssert.ThrowsAsync(kind, () => client.GetCreditAsync(TestService.Ending));

        Assert.Equal(code, error.ServiceCode);
        Assert.Equal(status, (int)error.StatusCode!);
        Assert.Equal(body.TrimStart('\uFEFF'), error.RawResponse);
        Assert.NotEmpty(error.NextStep);
    }

    /// <summary>A gateway redirects http to https, or to a sign-in page (traefik 1819).</summary>
    [Fact]
    public async Task GetCredit_Redirect_NamesTheTarget()
    {
        await using var server = RawServer.Start(_ => RawReply.Of(301, "text/html", [], "Location: https://login.example/sign-in?secret=1"));
        using var client = await server.ConnectAsync();

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => client.GetCreditAsync(TestService.Ending));

        Assert.Contains("to https://login.example.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetState_ServerErrorWithCodeOfMissingSession_IsTransient()
    {
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":1002,"message":"session store unavailable"}""", 503));
        using var client = await server.ConnectAsync();

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.ServiceFailure, () => client.GetStateAsync("s", TestService.Ending));

        Assert.True(error.IsTransient);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task GetCredit_Canceled_ThrowsOperationCanceled()
    {
        await using var server = RawServer.Start(_ => RawReply.Silence);
        using var client = await server.ConnectAsync();
        using var stop = new CancellationTokenSource();

        var asking = client.GetCreditAsync(stop.Token);
        await server.WaitForRequestAsync(TestService.Ending);
        await stop.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal(stop.Token, error.CancellationToken);
        await server.WaitForClosedAsync(1, TestService.Ending);
    }

    [Fact]
    public async Task GetCredit_ResponseOverLimit_ThrowsInvalidResponse()
    {
        await using var server = RawServer.Start(_ => RawReply.Json("{\"code\":0,\"x\":\"" + new string('x', 5000) + "\"}"));
        using var client = await server.ConnectAsync(QuickLimits.Value with { MaxResponseBytes = 1000 });

        await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => client.GetCreditAsync(TestService.Ending));
    }

    [Theory]
    [InlineData("http://localhost.example.org/")]
    [InlineData("ftp://localhost/")]
    public async Task Connect_UnsafeApiUrl_ThrowsInvalidArgument(string address)
    {
        var options = new NemoClientOptions { ApiUrl = new Uri(address), Token = RawServer.Token };

        await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidArgument, () => NemoClient.ConnectAsync(options, TestService.Ending));
    }

    [Fact]
    public async Task ToString_OptionsAndClient_OmitsToken()
    {
        await using var server = RawServer.Start(_ => RawReply.Reset);
        var options = server.Options();
        using var client = await NemoClient.ConnectAsync(options, TestService.Ending);

        Assert.DoesNotContain("nmv_usr_", options.ToString() + client, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trace_Request_HasMethodPathAndStatusOnly()
    {
        var traces = new List<string>();
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"available":1}}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(trace: trace => traces.Add(trace.ToString())), TestService.Ending);

        await client.GetCreditAsync(TestService.Ending);

        Assert.Matches(@"^GET /api/credits/balance/simple -> 200 \(\d+ ms\)$", Assert.Single(traces));
    }

    [Fact]
    public async Task With_OtherObserver_GetsOnlyWhatItsOwnCallsDo()
    {
        var (traces, others, waits) = (new List<string>(), new List<string>(), new List<string>());
        var count = 0;
        await using var server = RawServer.Start(
            _ => ++count == 2 ? RawReply.Json("{}", 503) : RawReply.Json("""{"code":0,"data":{"available":1}}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(trace: trace => traces.Add(trace.Path)), TestService.Ending);
        var other = client.With(new ClientObserver { Trace = trace => others.Add(trace.Path), Waiting = wait => waits.Add(wait.Reason) });

        await client.GetCreditAsync(TestService.Ending);
        await other.GetCreditAsync(TestService.Ending);

        Assert.Single(traces);
        Assert.Equal(2, others.Count);
        Assert.Equal(["The service returned HTTP 503"], waits);
    }
}
