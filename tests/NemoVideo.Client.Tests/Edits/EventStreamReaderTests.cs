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
    [InlineData("data: {\"type\":\"text\",\"content\":\"a\"}")]
    [InlineData("data: {\"type\":\"text\",\"content\":\"a\"}\n")]
    [InlineData("data: {\"type\":\"text\",\"content\":\"a\"}\r")]
    [InlineData("data: {\"type\":\"text\",\"content\":\"a\"}\r\n")]
    public async Task Read_LastEventWithoutEmptyLine_IsReturned(string body)
    {
        Assert.Equal(["text: a"], await ReadAsync(body));
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

    [Theory]
    [InlineData("not json at all")]
    [InlineData("\"text\"")]
    [InlineData("{\"content\":\"a text where an object belongs\"}")]
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
    public async Task Read_EventOverLimit_ThrowsInvalidResponse()
    {
        var body = "data: {\"type\":\"text\",\"content\":\"a\"}\n\ndata: " + new string('x', 2000);

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => ReadAsync(body));

        Assert.Contains("1000", error.Message, StringComparison.Ordinal);
        Assert.Equal(NemoAction.ReadState, error.Action);
    }

    [Fact]
    public async Task Read_ManySmallEvents_CountSeparatelyTowardLimit()
    {
        var body = string.Concat(Enumerable.Repeat("data: {\"type\":\"text\",\"content\":\"a\"}\n\n", 100));

        Assert.Equal(100, (await ReadAsync(body)).Count);
    }

    private static async Task<List<string>> ReadAsync(params string[] slices)
    {
        using var body = new SlicedStream([.. slices.Select(Encoding.UTF8.GetBytes)]);
        return await ReadAsync(body);
    }

    private static async Task<List<string>> ReadAsync(Stream body)
    {
        using var timeouts = new RequestTimeouts(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, TimeProvider.System, TestService.Ending);
        return await EventStreamReader.ReadAsync(body, new NemoLimits { MaxEventBytes = 1000 }, timeouts, new Redaction(), cancellationToken: TestService.Ending).ToLinesAsync();
    }
}
