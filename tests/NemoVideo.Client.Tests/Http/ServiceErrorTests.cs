using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Http;

public sealed class ServiceErrorTests
{
    [Theory]
    [InlineData(200, """{"code":"2001","message":"m"}""", NemoErrorKind.OutOfCredits, 2001)]
    [InlineData(402, """{"code":2001,"message":"m"}""", NemoErrorKind.OutOfCredits, 2001)]
    [InlineData(200, """{"code":9999,"message":"m"}""", NemoErrorKind.ServiceFailure, 9999)]
    [InlineData(200, """{"code":4294967296,"message":"m"}""", NemoErrorKind.ServiceFailure, int.MaxValue)]
    [InlineData(200, """{"success":false,"error":"m"}""", NemoErrorKind.ServiceFailure, null)]
    [InlineData(200, """{"detail":"m"}""", NemoErrorKind.ServiceFailure, null)]
    [InlineData(200, """{"error":"m"}""", NemoErrorKind.ServiceFailure, null)]
    [InlineData(200, """{"detail":[{"loc":["query","x"],"msg":"m"}]}""", NemoErrorKind.ServiceFailure, null)]
    [InlineData(200, """{"status":404,"error":"m"}""", NemoErrorKind.ServiceFailure, null)]
    [InlineData(200, "\uFEFF{\"code\":1001}", NemoErrorKind.Authentication, 1001)]
    [InlineData(200, "null", NemoErrorKind.InvalidResponse, null)]
    [InlineData(200, "[]", NemoErrorKind.InvalidResponse, null)]
    [InlineData(500, """{"code":1001,"message":"m"}""", NemoErrorKind.ServiceFailure, 1001)]
    [InlineData(503, """{"code":1002,"message":"m"}""", NemoErrorKind.ServiceFailure, 1002)]
    [InlineData(302, "", NemoErrorKind.InvalidResponse, null)]
    [InlineData(200, "<html>a page</html>", NemoErrorKind.InvalidResponse, null)]
    [InlineData(200, "", NemoErrorKind.InvalidResponse, null)]
    public async Task GetCredit_ErrorInAnyShape_HasExpectedKind(int status, string body, NemoErrorKind kind, int? code)
    {
        await using var server = RawServer.Start(_ => RawReply.Of(status, null, Encoding.UTF8.GetBytes(body)));
        using var client = await server.ConnectAsync();

        var error = await NemoAssert.ThrowsAsync(kind, () => client.GetCreditAsync(Workbench.Ending));

        Assert.Equal(code, error.ServiceCode);
        Assert.Equal(status, (int)error.StatusCode!);
        Assert.Equal(body.TrimStart('\uFEFF'), error.RawResponse);
        Assert.NotEmpty(error.NextStep);
    }

    [Theory]
    [InlineData(503, """{"code":404,"message":"Not Found"}""")]
    [InlineData(503, """{"code":1002,"message":"session store unavailable"}""")]
    [InlineData(502, """{"detail":"Session service unavailable","code":"404"}""")]
    public async Task GetState_ServerErrorWithCodeOfMissingSession_IsTransient(int status, string body)
    {
        await using var server = RawServer.Start(_ => RawReply.Json(body, status));
        using var client = await server.ConnectAsync();

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.ServiceFailure, () => client.GetStateAsync("s", Workbench.Ending));

        Assert.True(error.IsTransient);
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task GetCredit_RetryAfterOn503_IsRespected()
    {
        var time = new ManualTime();
        await using var bench = await Workbench.StartAsync(Workbench.Plain with { Faults = ["GET /api/credits/*: status 503 retry-after 11"] });
        var client = await bench.ConnectAsync(bench.Options(time: time));

        var asking = client.GetCreditAsync(Workbench.Ending);
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(11), Workbench.Ending);
        time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(10_000, (await asking).Available);
    }

    [Fact]
    public async Task GetCredit_Canceled_ThrowsOperationCanceled()
    {
        await using var server = RawServer.Start(_ => RawReply.Silence);
        using var client = await server.ConnectAsync();
        using var stop = new CancellationTokenSource();

        var asking = client.GetCreditAsync(stop.Token);
        await server.WaitForRequestAsync(Workbench.Ending);
        await stop.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Equal(stop.Token, error.CancellationToken);
        await server.WaitForClosedAsync(1, Workbench.Ending);
    }

    [Fact]
    public async Task GetCredit_ResponseOverLimit_ThrowsInvalidResponse()
    {
        await using var server = RawServer.Start(_ => RawReply.Json("{\"code\":0,\"x\":\"" + new string('x', 5000) + "\"}"));
        using var client = await server.ConnectAsync(QuickLimits.Value with { MaxResponseBytes = 1000 });

        await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => client.GetCreditAsync(Workbench.Ending));
    }

    [Theory]
    [InlineData("http://example.org/")]
    [InlineData("http://localhost.example.org/")]
    [InlineData("http://192.168.0.1/")]
    [InlineData("ftp://localhost/")]
    public async Task Connect_UnsafeApiUrl_ThrowsInvalidArgument(string address)
    {
        var options = new NemoClientOptions { ApiUrl = new Uri(address), Token = RawServer.Token };

        await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidArgument, () => NemoClient.ConnectAsync(options, Workbench.Ending));
    }

    [Fact]
    public async Task OutOfCredits_FreeTokenOfUnknownUser_NamesRegistration()
    {
        await using var server = RawServer.Start(request => RawReply.Json(request.Path == "/api/auth/anonymous-token"
            ? """{"code":0,"data":{"token":"nmv_usr_bare"}}"""
            : """{"code":2001,"message":"m"}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(token: null), Workbench.Ending);

        var error = await Assert.ThrowsAsync<NemoException>(() => client.GetCreditAsync(Workbench.Ending));

        Assert.Contains($"{server.Url}register", error.NextStep, StringComparison.Ordinal);
        Assert.DoesNotContain("bind=", error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exception_TruncatedResponseContainsToken_OmitsToken()
    {
        await using var server = RawServer.Start(_ => RawReply.Json("{\"code\":0,\"data\":{\"token\":\"nmv_usr_fresh\","));

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse,
            () => NemoClient.ConnectAsync(server.Options(token: null), Workbench.Ending));

        AssertOmitsToken(error);
    }

    [Fact]
    public async Task Exception_ConnectionFailed_OmitsToken()
    {
        await using var server = RawServer.Start(_ => RawReply.Reset);
        using var client = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<NemoException>(() => client.GetCreditAsync(Workbench.Ending));

        AssertOmitsToken(error);
    }

    [Fact]
    public async Task ToString_OptionsAndClient_OmitsToken()
    {
        await using var server = RawServer.Start(_ => RawReply.Reset);
        var options = server.Options();
        using var client = await NemoClient.ConnectAsync(options, Workbench.Ending);

        Assert.DoesNotContain("nmv_usr_", options.ToString() + client, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trace_Request_HasMethodPathAndStatusOnly()
    {
        var traces = new List<string>();
        await using var server = RawServer.Start(_ => RawReply.Json("""{"code":0,"data":{"available":1}}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(trace: trace => traces.Add(trace.ToString())), Workbench.Ending);

        await client.GetCreditAsync(Workbench.Ending);

        Assert.Matches(@"^GET /api/credits/balance/simple -> 200 \(\d+ ms\)$", Assert.Single(traces));
    }

    private static void AssertOmitsToken(NemoException error)
    {
        Assert.DoesNotContain("nmv_usr_", error.RawResponse ?? "", StringComparison.Ordinal);
        for (Exception? one = error; one is not null; one = one.InnerException)
        {
            Assert.DoesNotContain("nmv_usr_", one.ToString(), StringComparison.Ordinal);
        }
    }
}
