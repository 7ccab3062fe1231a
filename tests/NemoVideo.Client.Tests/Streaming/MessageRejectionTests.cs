using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Streaming;

/// <summary>Responses to a message without a stream: it is sent again only after an explicit rejection.</summary>
public sealed class MessageRejectionTests
{
    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task Send_ErrorBeforeStream_IsSentOnceWithUnknownOutcome(int status)
    {
        await using var message = await SentMessage.PrepareAsync($"status {status} x*");

        var error = await message.FailAsync();

        Assert.Equal(NemoErrorKind.ServiceFailure, error.Kind);
        Assert.Equal(status, (int)error.StatusCode!);
        Assert.Equal(NemoAction.ReadState, error.Action);
        Assert.Single(message.Requests);
    }

    [Theory]
    [InlineData(408, 429)]
    [InlineData(302, 429)]
    [InlineData(408, 401)]
    [InlineData(307, 1001)]
    [InlineData(408, 1010)]
    [InlineData(302, 1011)]
    [InlineData(500, 1001)]
    public async Task Send_CodeOfRejectionInAmbiguousResponse_IsSentOnceWithUnknownOutcome(int status, int code)
    {
        await using var server = RawServer.Start(request => request.Path == "/run_sse"
            ? RawReply.Json($$"""{"code":{{code}},"message":"x"}""", status)
            : RawReply.Json("""{"code":0,"data":{"token":"nmv_anon_1","user_id":"anon_1"}}"""));
        using var client = await NemoClient.ConnectAsync(server.Options(token: null), Workbench.Ending);

        var error = await Assert.ThrowsAsync<NemoException>(() => client.SendAsync("s", "m", Workbench.Ending).ToListAsync());

        Assert.Equal(Outcome.Unknown, error.Outcome);
        Assert.Single(server.Requests, static request => request.Path == "/run_sse");
    }

    [Fact]
    public async Task Send_SwitchedProtocol_IsSentOnceWithUnknownOutcome()
    {
        await using var server = RawServer.Start(static _ => RawReply.Bytes("HTTP/1.1 101 Switching Protocols\r\n\r\n"u8.ToArray(), RawReplyEnd.Close));
        using var client = await server.ConnectAsync();

        var error = await Assert.ThrowsAsync<NemoException>(() => client.SendAsync("s", "m", Workbench.Ending).ToListAsync());

        Assert.Equal(Outcome.Unknown, error.Outcome);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Send_RateLimited_RetriesOnce()
    {
        await using var message = await SentMessage.PrepareAsync("status 429");

        var lines = await message.SendToEndAsync();

        Assert.Equal(6, lines.Count);
        Assert.Equal([429, 200], message.Requests.Select(request => request.Status));
    }

    [Fact]
    public async Task Send_NoCredits_ThrowsOutOfCreditsWithLink()
    {
        await using var message = await SentMessage.PrepareAsync(options: Workbench.Plain with { Credits = 10 });

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

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => client.SendAsync("s", "m", Workbench.Ending).ToListAsync());

        Assert.Contains("Please sign in", error.RawResponse, StringComparison.Ordinal);
        Assert.Equal((NemoAction.ReadState, "s"), (error.Action, error.ActionTarget));
    }

    [Theory]
    [InlineData("application/json", """{"code":0,"data":{}}""")]
    [InlineData(null, """{"code":0,"data":{}}""")]
    [InlineData(null, "<h1>Please sign in</h1>")]
    [InlineData("text/plain", "Please sign in")]
    public async Task Send_ResponseIsNoStream_ThrowsInvalidResponse(string? type, string response)
    {
        await using var server = RawServer.StartStream(RawReply.Of(200, type, Encoding.UTF8.GetBytes(response)));
        using var client = await server.ConnectAsync();

        await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => client.SendAsync("s", "m", Workbench.Ending).ToListAsync());
    }
}
