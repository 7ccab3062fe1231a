using NemoVideo.Client.Edits;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>Detection of a frame's dialect, and decoding of its fields.</summary>
public sealed class FrameDecoderTests
{
    [Theory]
    [MemberData(nameof(EventFrames.Decoded), MemberType = typeof(EventFrames))]
    public async Task Read_Frame_ReturnsEventsOfItsFields(string frame, string[] expected)
    {
        Assert.Equal(expected, await StreamBody.ReadEventsAsync(frame));
    }

    [Fact]
    public async Task Read_FlatPartialTextsThenFullText_ReturnsAll()
    {
        Assert.Equal(
            ["piece \"a\"", "text \"ab\""],
            await StreamBody.ReadEventsAsync("""{"type":"text","content":"a","partial":true}""", """{"type":"text","content":"ab","partial":false}"""));
    }

    [Theory]
    [InlineData("""{"type":"text","content":"a","actions":{}}""", "text \"a\"")]
    [InlineData("""{"type":"tool_call","name":"t","actions":{}}""", "call - t -")]
    [InlineData("""{"type":"tool_result","name":"t","actions":{}}""", "result - t -")]
    [InlineData("""{"type":"heartbeat","actions":{}}""", "heartbeat")]
    [InlineData("""{"type":"error","message":"no","actions":{}}""", "error - \"no\"")]
    [InlineData("""{"type":"event","errorCode":"E","errorMessage":"no"}""", "error E \"no\"")]
    [InlineData("""{"type":"error","code":2001,"content":{"message":"no"},"message":"out"}""", "error 2001 \"out\"")]
    public async Task Read_FieldsOfTwoDialects_UsesDialectWithContent(string frame, string expected)
    {
        Assert.Equal([expected], await StreamBody.ReadEventsAsync(frame));
    }

    [Theory]
    [InlineData("""{"author":"nemo_agent"}""")]
    [InlineData("""{"invocationId":"e-1"}""")]
    [InlineData("""{"actions":{"stateDelta":{"n":1}}}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"thoughtSignature":"c2ln"}]}}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"partMetadata":{}}]}}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"","thought":true}]}}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"functionCall":{"name":"t","willContinue":true}}]},"partial":true}""")]
    public async Task Read_EmptyAdkFrame_ReturnsNoEvent(string frame)
    {
        Assert.Empty(await StreamBody.ReadEventsAsync(frame));
    }

    [Theory]
    [InlineData("""{"content":{"role":"model","parts":[{"functionCall":{}}]}}""", "call -  -")]
    [InlineData("""{"content":{"role":"user","parts":[{"functionResponse":{}}]}}""", "result -  -")]
    [InlineData("""{"content":{"role":"model","parts":[{"functionCall":{"name":"t","partialArgs":[]}}]}}""", "call - t -")]
    public async Task Read_AdkPartWithMissingFields_IsRead(string frame, string expected)
    {
        Assert.Equal([expected], await StreamBody.ReadEventsAsync(frame));
    }

    [Theory]
    [InlineData("""{"type":"sparkle"}""", "The event type is unknown.")]
    [InlineData("""{"n":1}""", "The event type is unknown.")]
    [InlineData("[1]", "The event isn't a JSON object.")]
    [InlineData("{", "The event isn't valid JSON.")]
    [InlineData("""{"content":{"role":"model","parts":[{"inlineData":{}}]}}""", "Unknown event part: inlineData.")]
    [InlineData("""{"content":{"role":"model","parts":[7]}}""", "Unknown event part: Number.")]
    public async Task Read_UnknownFrame_HasReason(string frame, string reason)
    {
        using var body = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(StreamBody.Frames(frame)));
        List<AgentEvent> events = [];

        await StreamBody.ReadAsync(body, events);

        Assert.Equal(reason, Assert.IsType<UnknownEvent>(events[0]).Reason);
        Assert.Equal(reason == FrameDecoder.NotJson, events[^1] is ErrorEvent);
    }

    [Theory]
    [InlineData("data: {\"error\": \"said so", "said so")]
    [InlineData("data: {\"error\": no}", "no")]
    public async Task Read_TruncatedErrorFrame_IsAnError(string body, string expected)
    {
        Assert.Equal([$"error - \"{expected}\""], await StreamBody.ReadBodyAsync(body + "\n\n"));
    }

    [Fact]
    public async Task Read_HeartbeatsBetweenEvents_AreReturnedOnceInOrder()
    {
        Assert.Equal(
            ["heartbeat", "text \"a\"", "heartbeat", "heartbeat", "text \"b\"", "heartbeat"],
            await StreamBody.ReadBodyAsync(
                ": one\ndata: {\"type\":\"text\",\"content\":\"a\"}\n\n: two\n\nretry: 5\n\ndata: {\"type\":\"text\",\"content\":\"b\"}\n\n: three\n"));
    }
}
