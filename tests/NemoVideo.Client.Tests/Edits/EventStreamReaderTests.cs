using System.Text;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>Reads the bytes of a stream, without a connection.</summary>
public sealed class EventStreamReaderTests
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public async Task Read_AnyLineEnding_ReturnsSameEvents(string lineEnding)
    {
        var lines = await ReadAsync(Joined(lineEnding, "data: {\"type\":\"text\",\"content\":\"a\"}", "", "data: {\"type\":\"text\",\"content\":\"b\"}", "", ""));

        Assert.Equal(["text: a", "text: b"], lines);
    }

    [Fact]
    public async Task Read_ByteOrderMark_ReturnsFirstEvent()
    {
        var lines = await ReadAsync([0xEF, 0xBB, 0xBF, .. "data: {\"type\":\"text\",\"content\":\"a\"}\n\n"u8]);

        Assert.Equal(["text: a"], lines);
    }

    [Fact]
    public async Task Read_ByteOrderMarkOnLaterLine_DoesNotEndEvent()
    {
        var lines = await ReadAsync(
            "data: {\"type\":\"text\",\n\uFEFF\ndata: \"content\":\"a\"}\n\n: alive\n\ndata: {\"type\":\"text\",\"content\":\"b\"}\n\n");

        Assert.Equal(["text: a", "heartbeat", "text: b"], lines);
    }

    [Fact]
    public async Task Read_DataInSeveralLines_IsOneEvent()
    {
        var lines = await ReadAsync("data: {\"type\":\"text\",\ndata: \"content\":\"a\"}\n\n");

        Assert.Equal(["text: a"], lines);
    }

    [Theory]
    [InlineData("data: {\"type\":\"text\",\"content\":\"a\"}")]
    [InlineData("data: {\"type\":\"text\",\"content\":\"a\"}\n")]
    [InlineData("data: {\"type\":\"text\",\"content\":\"a\"}\r")]
    [InlineData("data: {\"type\":\"text\",\"content\":\"a\"}\r\n")]
    public async Task Read_LastEventWithoutEmptyLine_IsReturned(string body)
    {
        Assert.Equal(["text: a"], await ReadAsync(body));
    }

    [Fact]
    public async Task Read_LastEventTruncated_IsUnknownWithReceivedText()
    {
        var lines = await ReadAsync("data: {\"type\":\"text\",\"content\":\"a\"}\n\ndata: {\"type\":\"te");

        Assert.Equal(["text: a", "unknown: {\"type\":\"te"], lines);
    }

    [Fact]
    public async Task Read_EmptyStream_ReturnsNoEvent()
    {
        Assert.Empty(await ReadAsync(""));
    }

    [Theory]
    [InlineData(": still here\n\n")]
    [InlineData(":\n\n")]
    [InlineData(": still here\n")]
    [InlineData("data:\n\n")]
    [InlineData("data: \n\n")]
    [InlineData("event: heartbeat\n\n")]
    [InlineData("event: heartbeat\ndata: {}\n\n")]
    [InlineData("data: {\"type\":\"heartbeat\"}\n\n")]
    public async Task Read_CommentOrEmptyEventBetweenEvents_IsHeartbeat(string sign)
    {
        var lines = await ReadAsync("data: {\"type\":\"text\",\"content\":\"a\"}\n\n", sign, "data: {\"type\":\"text\",\"content\":\"b\"}\n\n");

        Assert.Equal(["text: a", "heartbeat", "text: b"], lines);
    }

    [Fact]
    public async Task Read_NamedHeartbeatWithoutData_KeepsNextEvent()
    {
        Assert.Equal(["heartbeat", "text: a"], await ReadAsync("event: heartbeat\n\ndata: {\"type\":\"text\",\"content\":\"a\"}\n\n"));
    }

    [Fact]
    public async Task Read_HeartbeatsAtEnd_AreReturned()
    {
        var lines = await ReadAsync("data: {\"type\":\"text\",\"content\":\"a\"}\n\n: one\n\n: two\n\n");

        Assert.Equal(["text: a", "heartbeat", "heartbeat"], lines);
    }

    [Fact]
    public async Task Read_IdAndRetryFields_AreNotHeartbeats()
    {
        Assert.Equal(["text: a"], await ReadAsync("id: 1\nretry: 100\ndata: {\"type\":\"text\",\"content\":\"a\"}\n\n"));
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("[1,2]")]
    [InlineData("\"text\"")]
    [InlineData("{\"type\":\"sparkle\",\"n\":1}")]
    [InlineData("{\"neither\":\"dialect\"}")]
    [InlineData("{\"content\":\"a text where an object belongs\"}")]
    [InlineData("[DONE]")]
    public async Task Read_UnknownEvent_IsReportedAndStreamContinues(string data)
    {
        var lines = await ReadAsync($"data: {data}\n\ndata: {{\"type\":\"text\",\"content\":\"b\"}}\n\n");

        Assert.Equal([$"unknown: {data}", "text: b"], lines);
    }

    [Fact]
    public async Task Read_TextWithUnpairedSurrogate_IsReplacedAndRestKept()
    {
        Assert.Equal(
            ["text: \"beach\"\n\t\b\f\r/é\\ \ud83d"],
            await ReadAsync("data: {\"type\":\"text\",\"content\":\"\\\"beach\\\"\\n\\t\\b\\f\\r\\/\\u00e9\\\\ \\ud83d\"}\n\n"));
    }

    [Fact]
    public async Task Read_BothDialectsInOneStream_ReturnsEventsOfBoth()
    {
        var lines = await ReadAsync(
            "data: {\"type\":\"tool_call\",\"name\":\"trim\",\"args\":{\"to\":3}}\n\n"
            + "data: {\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Done.\"}]}}\n\n"
            + "event: message\ndata: {\"type\":\"tool_result\",\"name\":\"trim\",\"result\":{\"ok\":true}}\n\n");

        Assert.Equal(["call trim {\"to\":3}", "text: Done.", "result trim {\"ok\":true}"], lines);
    }

    [Fact]
    public async Task Read_PartialTextsWithoutFullText_ReturnsJoinedTextAtEnd()
    {
        var lines = await ReadAsync(
            "data: {\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Hal\"}]},\"partial\":true}\n\n"
            + "data: {\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"f\"}]},\"partial\":true}\n\n");

        Assert.Equal(["piece: Hal", "piece: f", "text: Half"], lines);
    }

    [Theory]
    [InlineData("{\"type\":\"error\",\"code\":\"X\",\"message\":\"no\"}", "error X: no")]
    [InlineData("{\"type\":\"error\",\"error\":{\"code\":7,\"message\":\"no\"}}", "error 7: no")]
    [InlineData("{\"type\":\"error\",\"content\":\"no\"}", "error : no")]
    [InlineData("{\"type\":\"error\"}", "error : The service reported an error without a message.")]
    [InlineData("{\"errorCode\":\"X\",\"errorMessage\":\"no\"}", "error X: no")]
    [InlineData("{\"errorCode\":\"X\",\"errorMessage\":\"\"}", "error X: The service reported error X without a message.")]
    [InlineData("{\"error\":\"no\"}", "error : no")]
    [InlineData("{\"error\":{\"message\":\"no\"}}", "error : no")]
    public async Task Read_ErrorInAnyShape_IsErrorEvent(string data, string expected)
    {
        Assert.Equal([expected], await ReadAsync($"data: {data}\n\n"));
    }

    [Fact]
    public async Task Read_SplitAtAnyByte_ReturnsSameEvents()
    {
        var body = Encoding.UTF8.GetBytes(
            "\uFEFFdata: {\"type\":\"text\",\"content\":\"größe 🎬\"}\r\n\r\n: alive\r\n\r\n"
            + "event: message\r\ndata: {\"type\":\"tool_call\",\r\ndata: \"name\":\"t\",\"args\":{}}\r\n\r\n"
            + "data:\n\ndata: {\"content\":{\"parts\":[{\"text\":\"海\"}],\"role\":\"model\"}}\n\ndata: {\"type\":\"te");
        string[] expected = ["text: größe 🎬", "heartbeat", "call t {}", "heartbeat", "text: 海", "unknown: {\"type\":\"te"];

        for (var place = 0; place <= body.Length; place++)
        {
            using var cut = SlicedStream.CutAt(body, place);
            Assert.Equal(expected, await ReadAsync(cut));
        }
    }

    [Fact]
    public async Task Read_ByteByByte_ReturnsSameEvents()
    {
        var body = "data: {\"type\":\"text\",\"content\":\"a\"}\r\n\r\ndata: {\"type\":\"text\",\"content\":\"b\"}\r\n\r\n"u8.ToArray();
        using var slices = new SlicedStream([.. body.Select(one => new[] { one })]);

        Assert.Equal(["text: a", "text: b"], await ReadAsync(slices));
    }

    [Fact]
    public async Task Read_EventOverLimit_ThrowsInvalidResponse()
    {
        var body = "data: {\"type\":\"text\",\"content\":\"a\"}\n\ndata: " + new string('x', 2000);

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => ReadAsync(body));

        Assert.Contains("1000", error.Message, StringComparison.Ordinal);
        Assert.Equal(NemoAction.ReadState, error.Action);
    }

    [Fact]
    public async Task Read_ManyLinesOfOneEventOverLimit_ThrowsInvalidResponse()
    {
        var body = string.Concat(Enumerable.Repeat("data: 0123456789\n", 100));

        await Assert.ThrowsAsync<NemoException>(() => ReadAsync(body));
    }

    [Fact]
    public async Task Read_ManySmallEvents_CountSeparatelyTowardLimit()
    {
        var body = string.Concat(Enumerable.Repeat("data: {\"type\":\"text\",\"content\":\"a\"}\n\n", 100));

        Assert.Equal(100, (await ReadAsync(body)).Count);
    }

    [Fact]
    public async Task Read_ManyCommentLinesWithoutEmptyLine_CountSeparatelyTowardLimit()
    {
        var body = string.Concat(Enumerable.Repeat(": still here\n", 200)) + "data: {\"type\":\"text\",\"content\":\"a\"}\n\n";

        var lines = await ReadAsync(body);

        Assert.Equal(200, lines.Count(line => line == "heartbeat"));
        Assert.Equal("text: a", lines[^1]);
    }

    private static byte[] Joined(string lineEnding, params string[] lines) => Encoding.UTF8.GetBytes(string.Join(lineEnding, lines));

    private static async Task<List<string>> ReadAsync(params string[] slices)
    {
        using var body = new SlicedStream([.. slices.Select(Encoding.UTF8.GetBytes)]);
        return await ReadAsync(body);
    }

    private static async Task<List<string>> ReadAsync(byte[] bytes)
    {
        using var body = new SlicedStream(bytes);
        return await ReadAsync(body);
    }

    private static async Task<List<string>> ReadAsync(Stream body)
    {
        using var timeouts = new RequestTimeouts(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, TimeProvider.System, Workbench.Ending);
        return await EventStreamReader.ReadAsync(body, new NemoLimits { MaxEventBytes = 1000 }, timeouts, new Redaction(), cancellationToken: Workbench.Ending).ToLinesAsync();
    }
}
