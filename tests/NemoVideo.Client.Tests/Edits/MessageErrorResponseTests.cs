using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>Responses to a message that are not a stream: one readable error each, and the message is sent once.</summary>
public sealed class MessageErrorResponseTests
{
    [Theory]
    [InlineData(404, "application/json", """{"error":"Session not found: s"}""", NemoErrorKind.SessionNotFound, "")]
    [InlineData(404, "application/json", """{"error":"Not Found"}""", NemoErrorKind.SessionNotFound, "")]
    [InlineData(
        422,
        "application/json",
        """{"detail":[{"type":"missing","loc":["body","new_message","parts",0],"msg":"Field required"},{"loc":["body"],"msg":"Extra input"},"odd"]}""",
        NemoErrorKind.ServiceFailure,
        "new_message.parts.0: Field required; Extra input; odd.")]
    [InlineData(400, "text/html; charset=utf-8", "<!DOCTYPE html>\n<html><body><pre>SyntaxError</pre></body></html>", NemoErrorKind.ServiceFailure, "HTTP 400")]
    [InlineData(500, "text/plain", "Internal\nServer Error.\n", NemoErrorKind.ServiceFailure, "Internal Server Error.")]
    [InlineData(500, "application/json", """{"error":"{\"code\":13}"}""", NemoErrorKind.ServiceFailure, "HTTP 500")]
    [InlineData(200, "application/json", """{"success":false,"error":"agent is busy"}""", NemoErrorKind.ServiceFailure, "agent is busy.")]
    [InlineData(200, "application/json", """{"error":{"message":"agent is busy"}}""", NemoErrorKind.ServiceFailure, "agent is busy.")]
    [InlineData(302, null, "", NemoErrorKind.InvalidResponse, "")]
    public async Task Send_ErrorResponse_ThrowsOneReadableError(int status, string? type, string body, NemoErrorKind kind, string message)
    {
        await using var server = RawServer.StartStream(RawReply.Of(status, type, Encoding.UTF8.GetBytes(body), "Location: /elsewhere"));

        var error = await EditServer.FailAsync(server);

        Assert.Equal(kind, error.Kind);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"[<{\n]", error.Message);
        Assert.Equal(body, error.RawResponse);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Send_RejectedWithVeryLongReason_ShortensMessage()
    {
        await using var server = RawServer.StartStream(RawReply.Json("{\"error\":\"" + new string('x', 5000) + "\"}", 400));

        var error = await EditServer.FailAsync(server);

        Assert.InRange(error.Message.Length, 300, 400);
        Assert.Equal(4096, error.RawResponse!.Length);
    }
}
