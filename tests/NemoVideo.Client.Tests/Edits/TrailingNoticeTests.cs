using System.Text.Json;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>The "I encountered a temporary issue" notice that the agent adds after its normal text.</summary>
public sealed class TrailingNoticeTests
{
    private const string ApiResponse = """{"type":"text","content":"Done."}""";
    private const string Notice = """{"type":"text","content":"I encountered a temporary issue. Please try again."}""";

    [Fact]
    public async Task Read_NoticeAfterText_IsDropped()
    {
        Assert.Equal(["text \"Done.\""], await StreamBody.ReadEventsAsync(ApiResponse, Notice));
    }

    [Fact]
    public async Task Read_NoticeInPieces_CompleteTextIsDropped()
    {
        Assert.Equal(
            ["text \"Done.\"", "piece \"I encoun\"", "heartbeat", "piece \"tered a temporary issue\"", "heartbeat"],
            await StreamBody.ReadEventsAsync(
                ApiResponse,
                """{"content":{"role":"model","parts":[{"text":"I encoun"}]},"partial":true}""",
                """{"type":"heartbeat"}""",
                """{"content":{"role":"model","parts":[{"text":"tered a temporary issue"}]},"partial":true}""",
                """{"content":{"role":"model","parts":[{"text":"I encountered a temporary issue"}]}}""",
                """{"type":"heartbeat"}"""));
    }

    [Theory]
    [InlineData("Title added.\n\nI encountered a temporary issue. Please try again.")]
    [InlineData("Title added.\nI encountered a temporary issue.\n")]
    public async Task Read_NoticeAsLastLineOfText_IsDropped(string text)
    {
        Assert.Equal(
            ["text \"Title added.\""],
            await StreamBody.ReadEventsAsync($$"""{"type":"text","content":{{JsonSerializer.Serialize(text)}}}"""));
    }

    [Fact]
    public async Task Read_NoticeAfterTwoTextsOrALongText_IsDropped()
    {
        var text = new string('x', 500);
        Assert.Equal(["text \"Done.\"", "text \"Done.\""], await StreamBody.ReadEventsAsync(ApiResponse, ApiResponse, Notice));
        Assert.Equal(
            [$"text \"{text}\""],
            await StreamBody.ReadEventsAsync($$"""{"type":"text","content":"{{text}}\nI encountered a temporary issue."}"""));
    }

    [Fact]
    public async Task Read_NoticeOnly_IsReturned()
    {
        Assert.Equal(
            ["call - t {}", "text \"I encountered a temporary issue. Please try again.\""],
            await StreamBody.ReadEventsAsync("""{"type":"tool_call","name":"t","args":{}}""", Notice));
    }

    [Fact]
    public async Task Read_TextStartsLikeNotice_IsReturned()
    {
        Assert.Equal(
            ["text \"Done.\"", "piece \"I enc\"", "piece \"oded it.\"", "text \"I encoded it.\""],
            await StreamBody.ReadEventsAsync(
                ApiResponse,
                """{"content":{"role":"model","parts":[{"text":"I enc"}]},"partial":true}""",
                """{"content":{"role":"model","parts":[{"text":"oded it."}]},"partial":true}"""));
    }
}
