using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>Responses to a message without a stream: it is sent again only after an explicit rejection.</summary>
public sealed class MessageRejectionTests
{
    [Theory]
    [InlineData(408, 429)]
    [InlineData(302, 429)]
    [InlineData(307, 1001)]
    [InlineData(500, 1001)]
    [InlineData(200, 409)]
    public async Task Send_CodeOfRejectionInAmbiguousResponse_IsSentOnceWithUnknownOutcome(int status, int code)
    {
        await using var server = RawServer.Start(request => request.Path == "/run_sse"
            ? RawReply.Json($$"""{"code":{{code}},"message":"x"}""", status)
            : RawReply.Json("""{"code":0,"data":{"token":"nmv_anon_1","user_id":"anon_1"}}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(token: null), TestService.Ending);

        var error = await Assert.ThrowsAsync<NemoException>(() => client.SendAsync("s", "m", TestService.Ending).ToListAsync());

        Assert.Equal(Outcome.Unknown, error.Outcome);
        Assert.Single(server.Requests, static request => request.Path == "/run_sse");
    }

    /// <summary>The agent's model can have rate limits and tokens, too, and report them after the agent has done some of the work.</summary>
    [Theory]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"Title added."}]},"usageMetadata":{"totalTokenCount":9},"code":429}""")]
    [InlineData("""{"actions":{"stateDelta":{"draft":1}},"code":429,"message":"quota"}""")]
    [InlineData("""{"content":{"parts":[{"text":"Title added."}]},"error":{"code":1001,"message":"model key"}}""")]
    [InlineData("""{"code":429,"content":"Title added."}""")]
    [InlineData("""{"code":1001,"data":{"code":200,"message":"ok"}}""")]
    [InlineData("""{"code":2001,"message":"no credits","type":"tool_error"}""")]
    [InlineData("""{"code":2001,"message":"no credits","status":"partially_completed"}""")]
    [InlineData("""{"code":2001,"message":"no credits","credits_charged":50}""")]
    [InlineData("""{"error":{"code":2001,"message":"no credits","details":{"usage":{"credits":50}}}}""")]
    [InlineData("""{"message":"I trimmed the clip.","error":{"code":2001,"message":"no credits"}}""")]
    public async Task Send_CodeOfRejectionBesideWork_IsSentOnceWithUnknownOutcome(string body)
    {
        await using var server = RawServer.Start(request => request.Path == "/run_sse"
            ? RawReply.Json(body)
            : RawReply.Json("""{"code":0,"data":{"token":"nmv_anon_1","user_id":"anon_1"}}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(token: null), TestService.Ending);

        var error = await Assert.ThrowsAsync<NemoException>(() => client.SendAsync("s", "m", TestService.Ending).ToListAsync());

        Assert.Equal(Outcome.Unknown, error.Outcome);
        Assert.Single(server.Requests, static request => request.Path == "/run_sse");
    }

    [Theory]
    [InlineData("text/html", "<html>nginx</html>")]
    [InlineData("application/json", """{"message":"no session here"}""")]
    [InlineData(null, "")]
    public async Task Send_Status404WithoutFailureOfService_IsSentOnceWithUnknownOutcome(string? type, string body)
    {
        await using var server = RawServer.Start(_ => RawReply.Of(404, type, Encoding.UTF8.GetBytes(body)));

        var error = await EditServer.FailAsync(server);

        Assert.Equal((NemoErrorKind.ServiceFailure, Outcome.Unknown), (error.Kind, error.Outcome));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(400, null)]
    [InlineData(402, null)]
    [InlineData(404, 1002)]
    [InlineData(422, null)]
    [InlineData(200, 400)]
    [InlineData(200, 2001)]
    [InlineData(200, 4001)]
    public async Task Send_Rejected_HasNoEffect(int status, int? code)
    {
        await using var server = RawServer.Start(_ => RawReply.Json(code is null ? """{"detail":"x"}""" : $$"""{"code":{{code}},"message":"x"}""", status));

        var error = await EditServer.FailAsync(server);

        Assert.Equal(Outcome.NotDone, error.Outcome);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("""{"code":2001,"message":"no credits","data":null}""")]
    [InlineData("""{"code":2001,"message":"","data":{},"request_id":null}""")]
    public async Task Send_RejectedWithDetails_HasNoEffect(string body)
    {
        await using var server = RawServer.Start(_ => RawReply.Json(body));

        var error = await EditServer.FailAsync(server);

        Assert.Equal((NemoErrorKind.OutOfCredits, Outcome.NotDone), (error.Kind, error.Outcome));
    }

    [Fact]
    public async Task Send_NoCredits_ThrowsOutOfCreditsWithLink()
    {
        await using var message = await SentMessage.PrepareAsync(options: TestService.Plain with { Credits = 10 });

        var error = await message.FailAsync();

        Assert.Equal(NemoErrorKind.OutOfCredits, error.Kind);
        Assert.Equal(2001, error.ServiceCode);
        Assert.Contains($"{message.Client.WebUrl}register?bind={message.Client.UserId}", error.NextStep, StringComparison.Ordinal);
        Assert.Equal(0, Assert.Single(message.Requests).EventsSent);
    }

    [Fact]
    public async Task Send_HtmlResponse_ThrowsInvalidResponse()
    {
        await using var server = RawServer.StartStream(RawReply.Of(200, "text/html; charset=utf-8", "<h1>Please sign in</h1>"u8.ToArray()));
        using var client = await server.ConnectAsync();

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => client.SendAsync("s", "m", TestService.Ending).ToListAsync());

        Assert.Contains("Please sign in", error.RawResponse, StringComparison.Ordinal);
        Assert.Equal(Outcome.Unknown, error.Outcome);
    }
}
