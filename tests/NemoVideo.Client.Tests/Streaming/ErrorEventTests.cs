using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Streaming;

/// <summary>Error events in any shape, each reported once.</summary>
public sealed class ErrorEventTests
{
    private const string ApiResponse = """{"type":"text","content":"Done."}""";

    [Theory]
    [InlineData("""{"errorCode":"RuntimeError","errorMessage":"boom"}""", """{"error":"RuntimeError: boom"}""")]
    [InlineData("""{"errorCode":"RuntimeError","errorMessage":"boom"}""", """{"error":"boom"}""")]
    [InlineData("""{"errorCode":"RuntimeError","errorMessage":"boom"}""", """{"error":""}""")]
    [InlineData("""{"errorCode":"RuntimeError","errorMessage":"boom"}""", """{"errorCode":"RuntimeError","errorMessage":"boom"}""")]
    [InlineData("""{"errorCode":"RuntimeError","errorMessage":"boom"}""", """{"type":"error","message":"boom"}""")]
    public async Task Read_SameErrorInTwoFrames_ReportsItOnce(string first, string second)
    {
        Assert.Equal(["error RuntimeError \"boom\"", "text \"Done.\""], await StreamBody.ReadEventsAsync(first, ApiResponse, second));
    }

    [Fact]
    public async Task Read_SameErrorWithoutMessageInTwoFrames_ReportsItOnce()
    {
        Assert.Equal(
            ["error TimeoutError \"The service reported error TimeoutError without a message.\""],
            await StreamBody.ReadEventsAsync("""{"errorCode":"TimeoutError","errorMessage":""}""", """{"error":"TimeoutError: "}"""));
    }

    [Fact]
    public async Task Read_TwoDifferentErrors_ReportsBoth()
    {
        Assert.Equal(
            ["error RuntimeError \"boom\"", "error RuntimeError \"bang\"", "error - \"RuntimeError: crash\""],
            await StreamBody.ReadEventsAsync(
                """{"errorCode":"RuntimeError","errorMessage":"boom"}""",
                """{"errorCode":"RuntimeError","errorMessage":"bang"}""",
                """{"error":"RuntimeError: crash"}"""));
    }

    [Fact]
    public async Task Read_ErrorObject_HasItsCode()
    {
        Assert.Equal(["error 503 \"overloaded\""], await StreamBody.ReadEventsAsync("""{"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}}"""));
    }

    [Theory]
    [InlineData("""{"invocationId":"i","author":"agent","code":2001,"message":"out of credits"}""", "error 2001 \"out of credits\"")]
    [InlineData("""{"author":"agent","detail":"Session not found"}""", null)]
    [InlineData("""{"author":"agent","detail":{"code":2001,"message":"out of credits"}}""", "error 2001 \"out of credits\"")]
    [InlineData("""{"actions":{"stateDelta":{}},"code":1002,"message":"gone"}""", "error 1002 \"gone\"")]
    [InlineData("""{"invocationId":"i","author":"agent","code":0}""", null)]
    public async Task Read_AdkEventWithErrorOfAResponse_ReportsIt(string frame, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], await StreamBody.ReadEventsAsync(frame));

    [Theory]
    [InlineData("event: error\ndata: Internal Server Error", "error - \"Internal Server Error\"")]
    [InlineData("event: error\ndata: {\"message\":\"Model overloaded\"}", "error - \"Model overloaded\"")]
    [InlineData("event: error\ndata: {\"type\":\"text\",\"content\":\"Done.\"}", "text \"Done.\"")]
    [InlineData("data: {\"status\":\"failed\",\"message\":\"Model overloaded\"}", "error - \"Model overloaded\"")]
    [InlineData("data: {\"type\":\"response\",\"code\":2001,\"message\":\"out of credits\"}", "possible error 2001 \"out of credits\"")]
    [InlineData("data: {\"type\":\"response\",\"success\":false,\"message\":\"Model overloaded\"}", "possible error - \"Model overloaded\"")]
    [InlineData("event: error\ndata: \"Model overloaded\"", "error - \"Model overloaded\"")]
    [InlineData("event: failed\ndata: {\"message\":\"Model overloaded\"}", "error - \"Model overloaded\"")]
    [InlineData("data: {\"type\":\"status\",\"status\":\"failed\",\"message\":\"Model overloaded\"}", "possible error - \"Model overloaded\"")]
    [InlineData("data: {\"type\":\"done\",\"success\":false,\"code\":7,\"message\":\"Model overloaded\"}", "possible error 7 \"Model overloaded\"")]
    [InlineData("data: {\"type\":\"done\",\"success\":\"false\",\"message\":\"Model overloaded\"}", "possible error - \"Model overloaded\"")]
    [InlineData("data: {\"type\":\"finish\",\"code\":\"EDIT_FAILED\",\"message\":\"Model overloaded\"}", "possible error EDIT_FAILED \"Model overloaded\"")]
    [InlineData("data: {\"type\":\"heartbeat\",\"code\":2001,\"message\":\"out of credits\"}", "possible error 2001 \"out of credits\"")]
    [InlineData("data: {\"type\":\"heartbeat\",\"errorCode\":\"INTERNAL\",\"errorMessage\":\"Model overloaded\"}", "error INTERNAL \"Model overloaded\"")]
    [InlineData("data: {\"type\":\"heartbeat\",\"success\":false,\"code\":503,\"message\":\"Model overloaded\"}", "possible error 503 \"Model overloaded\"")]
    [InlineData("data: {\"errors\":[{\"message\":\"Model overloaded\"}]}", "error - \"Model overloaded\"")]
    [InlineData("data: {\"status\":500,\"message\":\"Model overloaded\"}", "error - \"Model overloaded\"")]
    [InlineData("data: {\"error_code\":\"E7\",\"message\":\"Model overloaded\",\"trace_id\":\"t\"}", "error E7 \"Model overloaded\"")]
    [InlineData("data: {\"error_code\":2001,\"error_message\":\"out of credits\"}", "error 2001 \"out of credits\"")]
    [InlineData("data: {\"status\":\"failed\",\"message\":\"done\"}", "error - \"done\"")]
    [InlineData("data: {\"message\":\"Request processed\",\"data\":{\"status\":\"failed\",\"message\":\"Model overloaded\"}}", "error - \"Model overloaded\"")]
    [InlineData("<!DOCTYPE html>\n<h1>502</h1>", "error - \"A web page replaced the rest of the stream.\"")]
    [InlineData("data: {\"type\":\"ERROR\",\"message\":\"Model overloaded\"}", "error - \"Model overloaded\"")]
    [InlineData("data: {\"code\":2001.0,\"message\":\"out of credits\"}", "error 2001 \"out of credits\"")]
    [InlineData("data: {\"data\":{\"error\":{\"message\":\"Model overloaded\"}}}", "error - \"Model overloaded\"")]
    [InlineData("<html><body>502 Bad Gateway</body></html>", "error - \"A web page replaced the rest of the stream.\"")]
    [InlineData("data: {\"detail\":\"[Errno 104] Connection reset by peer\"}", "error - \"[Errno 104] Connection reset by peer\"")]
    [InlineData("data: {\"detail\":[{\"msg\":\"[SSL] bad\"}]}", "error - \"[SSL] bad\"")]
    [InlineData("data: {\"detail\":\"<ConnectTimeout>\"}", "error - \"The service reported an error without a message.\"")]
    [InlineData("data: {\"detail\":\"[{}]\"}", "error - \"The service reported an error without a message.\"")]
    [InlineData("data: {\"code\":5000,\"message\":\"[x\"}", "error 5000 \"[x\"")]
    [InlineData("event: error\ndata: [Errno 104] Connection reset by peer", "error - \"[Errno 104] Connection reset by peer\"")]
    [InlineData("event: error\ndata: {\"message\":\"[SSL] bad\"}", "error - \"[SSL] bad\"")]
    [InlineData("event: error\ndata: {'code': 429, 'message': 'quota'}", "error - \"The service reported an error without a message.\"")]
    [InlineData("event: failed\ndata: <HttpError 503 when requesting>", "error - \"The service reported an error without a message.\"")]
    [InlineData("event: error\ndata: {\"message\":{\"text\":\"boom\"}}", "error - \"The service reported an error without a message.\"")]
    [InlineData("event: error\ndata: {\"code\":\"E7\"}", "error - \"The service reported an error without a message.\"")]
    [InlineData("event: error\ndata: {}", "error - \"The service reported an error without a message.\"")]
    [InlineData("event: error\ndata: \"\"", "error - \"The service reported an error without a message.\"")]
    [InlineData("event: error\ndata: [\"boom\"]", "error - \"The service reported an error without a message.\"")]
    [InlineData("event: error\ndata: 500", "error - \"500\"")]
    public async Task Read_FrameThatReportsAFailure_IsAnError(string frame, string expected) =>
        Assert.Equal([expected], await StreamBody.ReadBodyAsync(frame + "\n\n"));

    [Fact]
    public async Task Read_FrameWithErrorNameAndLongText_IsAnErrorWithTheShortenedText() => Assert.Equal(
        [$"error - \"{new string('x', 200)}…\""],
        (await StreamBody.ReadBodyAsync($"event: error\ndata: {new string('x', 300)}\n\n")).Select(static one => one.Replace("\\u2026", "…", StringComparison.Ordinal)));

    [Fact]
    public async Task Read_FrameWithErrorNameAndLongText_HasNoPartOfAPassword() => Assert.DoesNotContain(
        "password", Assert.Single(await StreamBody.ReadBodyAsync($"event: error\ndata: {new string('x', 180)} https://u:password-12345678@cdn.example/a\n\n")),
        StringComparison.Ordinal);

    [Fact]
    public async Task Read_ContentWithEmptyErrorAndACode_IsFollowedByTheError() => Assert.Equal(
        ["text \"a\"", "possible error 2001 \"out of credits\""],
        await StreamBody.ReadEventsAsync("{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"error\":\"\",\"code\":2001,\"message\":\"out of credits\"}"));

    /// <summary>An error would fail an edit that succeeded, so that it would be repeated and charged again.</summary>
    [Theory]
    [InlineData("{\"author\":\"a\",\"error_code\":\"STOP\"}")]
    [InlineData("{\"data\":{\"errorCode\":\"STOP\"}}")]
    [InlineData("{\"event\":\"tool_status\",\"tool\":\"search\",\"status\":\"failed\"}")]
    [InlineData("{\"code\":\"NODE_STARTED\"}")]
    [InlineData("{\"errors\":[],\"message\":\"fine\"}")]
    [InlineData("{\"success\":true,\"code\":\"TITLE_ADDED\",\"message\":\"Title added\"}")]
    [InlineData("{\"type\":\"status\",\"status\":\"completed\",\"code\":\"EDIT_APPLIED\",\"message\":\"Title added\"}")]
    [InlineData("{\"code\":\"NODE_STARTED\",\"status\":\"running\",\"message\":\"Adding the title\"}")]
    [InlineData("{\"id\":\"step-2\",\"status\":\"cancelled\",\"message\":\"Skipped: no audio track\"}")]
    [InlineData("{\"type\":\"heartbeat\",\"status\":500,\"message\":\"frame 500\"}")]
    [InlineData("{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"error\":\"\",\"code\":200}")]
    [InlineData("{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"error\":\"\",\"detail\":\"Scene 3 of 5\"}")]
    [InlineData("{\"content\":{\"parts\":[]},\"errorCode\":\"STOP\",\"detail\":\"Turn complete\"}")]
    [InlineData("{\"status\":500,\"message\":\"frame 500\",\"frames\":900}")]
    [InlineData("{\"code\":\"import x\",\"language\":\"python\"}")]
    [InlineData("{\"type\":\"failed\",\"name\":\"tool\"}")]
    [InlineData("{\"type\":\"heartbeat\",\"code\":0,\"message\":\"ok\"}")]
    [InlineData("{\"type\":\"heartbeat\",\"code\":200,\"message\":\"alive\"}")]
    [InlineData("{\"type\":\"heartbeat\",\"code\":7,\"message\":\"tick 7\"}")]
    [InlineData("{\"type\":\"heartbeat\",\"code\":400,\"message\":\"tick 400\"}")]
    [InlineData("{\"type\":\"done\",\"success\":0,\"message\":\"0 warnings\"}")]
    [InlineData("{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"success\":0}")]
    [InlineData("{\"type\":\"text\",\"content\":\"Done.\",\"errorCode\":\"0\",\"errorMessage\":\"success\"}")]
    [InlineData("{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"error\":{}}")]
    [InlineData("{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"error\":\"\"}")]
    [InlineData("{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"error\":0}")]
    [InlineData("{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"error\":\"none\"}")]
    [InlineData("{\"type\":\"tool_status\",\"tool\":\"search\",\"status\":\"failed\",\"message\":\"retrying\"}")]
    [InlineData("{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"code\":\"import x\"}")]
    [InlineData("{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"status\":\"failed\"}")]
    [InlineData("{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"errors\":[{\"tool\":\"x\"}]}")]
    public async Task Read_FrameWithFieldsLikeThoseOfAnError_IsNoError(string frame) =>
        Assert.DoesNotContain(await StreamBody.ReadEventsAsync(frame), static one => one.StartsWith("error", StringComparison.Ordinal));

    [Theory]
    [InlineData("{\"code\":-1}")]
    [InlineData("{\"code\":-1,\"message\":\"alive\"}")]
    public async Task Read_FrameWithHeartbeatNameAndNegativeCode_IsAHeartbeat(string data) =>
        Assert.Equal(["heartbeat"], await StreamBody.ReadBodyAsync($"event: heartbeat\ndata: {data}\n\n"));

    [Theory]
    [InlineData("[DONE]")]
    [InlineData(" [DONE] ")]
    [InlineData("null")]
    [InlineData("{\"code\":0}")]
    [InlineData("[]")]
    [InlineData("0")]
    [InlineData("{\"code\":200,\"message\":\"Applied\"}")]
    [InlineData("{\"status\":\"completed\"}")]
    [InlineData("{\"type\":\"usage\"}")]
    public async Task Read_FrameWithErrorNameAndOtherData_IsNoError(string data) =>
        Assert.DoesNotContain(await StreamBody.ReadBodyAsync($"event: error\ndata: {data}\n\n"), static one => one.StartsWith("error", StringComparison.Ordinal));

    [Theory]
    [InlineData("{\"type\":\"text\",\"content\":\"Done.\",\"errorCode\":\"EDIT_FAILED\",\"errorMessage\":\"boom\"}")]
    [InlineData("{\"type\":\"tool_result\",\"name\":\"edit\",\"errorCode\":\"EDIT_FAILED\",\"errorMessage\":\"boom\"}")]
    public async Task Read_KnownEventWithAnErrorCode_IsFollowedByTheError(string frame) =>
        Assert.Equal("error EDIT_FAILED \"boom\"", (await StreamBody.ReadEventsAsync(frame)).Last());

    [Fact]
    public async Task Read_FrameWithErrorNameOnly_IsAnError() =>
        Assert.StartsWith("error", Assert.Single(await StreamBody.ReadBodyAsync("event: error\n\n")), StringComparison.Ordinal);

    [Theory]
    [InlineData("{\"code\":2001,\"message\":\"out of credits\"}", "error 2001 \"out of credits\"")]
    [InlineData("{\"code\":0}", "heartbeat")]
    [InlineData("<h1>Bad gateway</h1>", "heartbeat")]
    public async Task Read_BodyThatIsNotAStream_ReportsItsError(string body, string expected) =>
        Assert.Equal([expected], await StreamBody.ReadBodyAsync(body + "\n\n"));

    [Theory]
    [InlineData("""{"code":2001,"message":"out of credits"}""", "error 2001 \"out of credits\"")]
    [InlineData("""{"code":"1002","message":""}""", "error 1002 \"The service reported error 1002 without a message.\"")]
    [InlineData("""{"detail":"Session not found"}""", "error - \"Session not found\"")]
    [InlineData("""{"detail":[{"loc":["body","session_id"],"msg":"field required"}]}""", "error - \"session_id: field required\"")]
    [InlineData("""{"success":false,"code":402,"message":"upgrade"}""", "error 402 \"upgrade\"")]
    [InlineData("""{"success":false,"error":"no"}""", "error - \"no\"")]
    [InlineData("""{"code":402,"error":"upgrade"}""", "error 402 \"upgrade\"")]
    public async Task Read_ErrorEnvelope_IsErrorEvent(string frame, string expected)
    {
        Assert.Equal([expected, "text \"Done.\""], await StreamBody.ReadEventsAsync(frame, ApiResponse));
    }

    [Theory]
    [InlineData("""{"errorCode":"STOP","author":"nemo_agent"}""")]
    [InlineData("""{"errorCode":"STOP","errorMessage":null,"invocationId":"e-1"}""")]
    [InlineData("""{"errorCode":"STOP","errorMessage":"","content":{"role":"model","parts":[]}}""")]
    [InlineData("""{"error":false,"author":"nemo_agent"}""")]
    [InlineData("""{"error":false,"content":{"role":"model","parts":[]}}""")]
    public async Task Read_NormalEndResemblingError_ReportsNoError(string frame)
    {
        Assert.Equal(["text \"Done.\""], await StreamBody.ReadEventsAsync(ApiResponse, frame));
    }

    [Theory]
    [InlineData("""{"code":0,"message":"ok"}""")]
    [InlineData("""{"type":"sparkle","code":7}""")]
    public async Task Read_CodeIsNotAnError_IsUnknown(string frame)
    {
        Assert.Equal([$"unknown {frame}"], await StreamBody.ReadEventsAsync(frame));
    }

    [Theory]
    [InlineData("data: {\"error\": \"no \"such\" clip\"}\n\n", """error - "no \"such\" clip" """)]
    [InlineData("data: {\"error\": \"boom: \"first\"\nsecond line\"}\n\n", """error - "boom: \"first\"\nsecond line" """)]
    [InlineData("data: {\"error\": \"boom: \"first\"\r\n: still there\r\nid: 7\r\ncaused by: quota\"}\r\n\r\n", """error - "boom: \"first\"\ncaused by: quota" """)]
    [InlineData("lost\n\ndata: {\"error\": \"boom \"1\"\"}\n\nstray\ndata: {\"error\": \"boom\ntorn", """error - "boom \"1\"" """, """error - "boom\nstray\ntorn" """)]
    [InlineData("data: { \"error\" : \"torn", """error - "torn" """)]
    [InlineData("data: {\"error\": \"\n\n", """error - "The service reported an error without a message." """)]
    public async Task Read_ErrorIsNotJson_IsErrorEventWithReadableFields(string body, params string[] expected)
    {
        var events = (await StreamBody.ReadBodyAsync(body)).Where(static one => one != "heartbeat");
        Assert.Equal(expected.Select(static one => one.TrimEnd()), events.Select(one => one.Replace("\\u0022", "\\\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Read_SameErrorAsEventAndAsInvalidJson_ReportsItOnce()
    {
        Assert.Single(await StreamBody.ReadBodyAsync(
            "data: {\"errorCode\":\"RuntimeError\",\"errorMessage\":\"boom: \\\"first\\\"\\nsecond line\"}\n\n"
            + "data: {\"error\": \"boom: \"first\"\nsecond line\"}\n\n"));
    }
}
