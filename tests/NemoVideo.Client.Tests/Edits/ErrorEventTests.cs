using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>Error events in any shape, each reported once.</summary>
public sealed class ErrorEventTests
{
    private const string ApiResponse = """{"type":"text","content":"Done."}""";

    [Theory]
    [InlineData("""{"errorCode":"RuntimeError","errorMessage":"boom"}""", """{"error":"RuntimeError: boom"}""")]
    [InlineData("""{"errorCode":"RuntimeError","errorMessage":"boom"}""", """{"error":"boom"}""")]
    [InlineData("""{"errorCode":"RuntimeError","errorMessage":"boom"}""", """{"type":"error","message":"boom"}""")]
    public async Task Read_SameErrorInTwoFrames_ReportsItOnce(string first, string second)
    {
        Assert.Equal(["error RuntimeError \"boom\"", "text \"Done.\""], await StreamBody.ReadEventsAsync(first, ApiResponse, second));
    }

    [Fact]
    public async Task Read_TwoDifferentErrors_ReportsBoth()
    {
        Assert.Equal(
            ["error RuntimeError \"boom\"", "error RuntimeError \"bang\""],
            await StreamBody.ReadEventsAsync(
                """{"errorCode":"RuntimeError","errorMessage":"boom"}""",
                """{"errorCode":"RuntimeError","errorMessage":"bang"}"""));
    }

    [Fact]
    public async Task Read_TwoErrorsThenABareOne_ReportsTwo()
    {
        Assert.Equal(
            ["error E \"a\"", "error F \"b\""],
            await StreamBody.ReadEventsAsync(
                """{"errorCode":"E","errorMessage":"a"}""", """{"errorCode":"F","errorMessage":"b"}""", """{"error":"b"}"""));
    }

    [Fact]
    public async Task Read_ErrorObject_HasItsMessage()
    {
        Assert.Equal(["error - \"overloaded\""], await StreamBody.ReadEventsAsync("""{"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}}"""));
    }

    /// <summary>An error would fail an edit that succeeded, so that it would be repeated and charged again.</summary>
    [Theory]
    [InlineData("""{"content":{"parts":[]},"errorCode":"STOP","detail":"Turn complete"}""")]
    [InlineData("""{"success":true,"code":"TITLE_ADDED","message":"Title added"}""")]
    [InlineData("""{"type":"tool_status","tool":"search","status":"failed","message":"retrying","error":"timeout"}""")]
    [InlineData("""{"content":{"parts":[{"text":"a"}]},"error":"none","code":2001}""")]
    [InlineData("""{"content":{"parts":[{"text":"a"}]},"finishReason":"MAX_TOKENS"}""")]
    public async Task Read_FrameWithFieldsLikeThoseOfAnError_IsNoError(string frame) =>
        Assert.DoesNotContain(await StreamBody.ReadEventsAsync(frame), static one => one.StartsWith("error", StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"code":2001,"message":"out of credits"}""", "error 2001 \"out of credits\"")]
    [InlineData("""{"code":"1002","message":""}""", "error 1002 \"The service reported error 1002 without a message.\"")]
    [InlineData("""{"detail":"Session not found"}""", "error - \"Session not found\"")]
    [InlineData("""{"detail":[{"loc":["body","session_id"],"msg":"field required"}]}""", "error - \"session_id: field required\"")]
    [InlineData("""{"success":false,"code":402,"message":"upgrade"}""", "error 402 \"upgrade\"")]
    [InlineData("""{"success":false,"error":"no"}""", "error - \"no\"")]
    [InlineData("""{"code":402,"error":"upgrade"}""", "error 402 \"upgrade\"")]
    [InlineData("""{"code":400,"message":"no"}""", "error 400 \"no\"")]
    [InlineData("""{"code":599,"message":"no"}""", "error 599 \"no\"")]
    [InlineData("""{"type":"error","code":"A","error":{"code":"B","message":"no"}}""", "error B \"no\"")]
    [InlineData("""{"type":"error","code":"A","error":{"message":"no"}}""", "error A \"no\"")]
    [InlineData("""{"type":"error","detail":"no"}""", "error - \"no\"")]
    [InlineData("""{"errorCode":"E","errorMessage":"no","finishReason":"SAFETY"}""", "error E \"no\"")]
    public async Task Read_ErrorEnvelope_IsErrorEvent(string frame, string expected)
    {
        Assert.Equal([expected, "text \"Done.\""], await StreamBody.ReadEventsAsync(frame, ApiResponse));
    }

    [Theory]
    [InlineData("""{"errorCode":"STOP","author":"nemo_agent"}""")]
    [InlineData("""{"errorCode":"STOP","errorMessage":"","content":{"role":"model","parts":[]}}""")]
    [InlineData("""{"error":false,"content":{"role":"model","parts":[]}}""")]
    public async Task Read_NormalEndResemblingError_ReportsNoError(string frame)
    {
        Assert.Equal(["text \"Done.\""], await StreamBody.ReadEventsAsync(ApiResponse, frame));
    }

    [Theory]
    [InlineData("""{"code":0,"message":"ok"}""")]
    [InlineData("""{"type":"sparkle","code":7}""")]
    [InlineData("""{"code":600,"message":"frames"}""")]
    [InlineData("""{"code":503}""")]
    public async Task Read_CodeIsNotAnError_IsUnknown(string frame)
    {
        Assert.Equal([$"unknown {frame}"], await StreamBody.ReadEventsAsync(frame));
    }

    [Theory]
    [InlineData("data: {\"error\": \"no \"such\" clip\"}\n\n", """error - "no \"such\" clip" """)]
    [InlineData("data: {\"error\": \"boom: first\nsecond line\"}\n\n", """error - "boom: first" """)]
    [InlineData("data: {\"error\": \"torn", """error - "torn" """)]
    [InlineData("data: {\"error\": \"\n\n", """error - "The service reported an error without a message." """)]
    public async Task Read_ErrorIsNotJson_IsErrorEventWithReadableFields(string body, params string[] expected)
    {
        var events = (await StreamBody.ReadBodyAsync(body)).Where(static one => one != "heartbeat");
        Assert.Equal(expected.Select(static one => one.TrimEnd()), events.Select(one => one.Replace("\\u0022", "\\\"", StringComparison.Ordinal)));
    }
}
