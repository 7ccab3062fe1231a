using System.Text;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>Assembly of frames into events: each text and each call once, in any dialect.</summary>
public sealed class EventAssemblerTests
{
    private const string ApiResponse = """{"type":"text","content":"Done."}""";

    [Fact]
    public async Task Read_FramesOfAllDialects_ReturnsEventsOfEach()
    {
        Assert.Equal(
            [
                "text \"a\"", "piece \"b\"", "heartbeat", "call - trim {\"to\":3}", "text \"bc\"", "result a trim {}", "unknown {\"type\":\"sparkle\"}",
                "heartbeat", "error E \"no\"", "text \"d\"",
            ],
            await StreamBody.ReadBodyAsync(
                "data: {\"type\":\"text\",\"content\":\"a\"}\n\n"
                + "data: {\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"b\"}]},\"partial\":true}\n\n"
                + "event: heartbeat\ndata: {}\n\n"
                + "event: message\ndata: {\"type\":\"tool_call\",\"name\":\"trim\",\"args\":{\"to\":3}}\n\n"
                + "event: message\ndata: {\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"bc\"}]}}\n\n"
                + "data: {\"content\":{\"role\":\"user\",\"parts\":[{\"functionResponse\":{\"id\":\"x\",\"name\":\"trim\",\"response\":{}}}]}}\n\n"
                + "data: {\"type\":\"sparkle\"}\n\ndata: {\"type\":\"heartbeat\"}\n\n"
                + "data: {\"errorCode\":\"E\",\"errorMessage\":\"no\"}\n\ndata: {\"type\":\"text\",\"content\":\"d\"}\n\n"));
    }

    [Fact]
    public async Task Read_AdkEventWithTypeField_IsReadByContent()
    {
        Assert.Equal(
            ["text \"a\"", "text \"b\""],
            await StreamBody.ReadEventsAsync(
                """{"type":"event","content":{"role":"model","parts":[{"text":"a"}]}}""",
                """{"type":"text","content":{"role":"model","parts":[{"text":"b"}]}}"""));
    }

    [Fact]
    public async Task Read_ManyEventsWithSameId_ReturnsAll()
    {
        Assert.Equal(
            ["text \"a\"", "text \"a\""],
            await StreamBody.ReadEventsAsync(
                """{"content":{"role":"model","parts":[{"text":"a"}]},"id":"same"}""",
                """{"content":{"role":"model","parts":[{"text":"a"}]},"id":"same"}"""));
    }

    [Theory]
    [InlineData("""{"type":"text","content":""}""")]
    [InlineData("""{"type":"text","role":"user","content":"a tool's own words"}""")]
    [InlineData("""{"content":{"role":"user","parts":[{"text":"a tool's own words"}]}}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"text":""},{"thoughtSignature":"c2ln"},{"text":null,"functionCall":null}]}}""")]
    public async Task Read_EmptyFrame_ReturnsNoEvent(string data)
    {
        Assert.Empty(await StreamBody.ReadEventsAsync(data));
    }

    [Theory]
    [InlineData("""{"inlineData":{"mimeType":"image/png","data":"AAAA"}}""")]
    [InlineData("""{"executableCode":{"language":"PYTHON","code":"print(1)"}}""")]
    [InlineData("""{"somethingNew":1}""")]
    [InlineData("7")]
    public async Task Read_UnknownPart_IsReportedOnceAndOtherPartsRemain(string part)
    {
        Assert.Equal(
            ["text \"a\"", $"unknown {part}", "text \"b\""],
            await StreamBody.ReadEventsAsync(
                $$"""{"content":{"role":"model","parts":[{{part}}]},"partial":true}""",
                $$$"""{"content":{"role":"model","parts":[{"text":"a"},{{{part}}},{"text":"b"}]}}"""));
    }

    [Fact]
    public async Task Read_SeveralTextPartsInOneEvent_AreJoined()
    {
        Assert.Equal(
            ["thought \"hm\"", "text \"ab\"", "call - t {}", "text \"c\""],
            await StreamBody.ReadEventsAsync(
                """{"content":{"role":"model","parts":[{"text":"hm","thought":true},{"text":"a"},{"text":"b"},{"functionCall":{"name":"t","args":{}}},{"text":"c"}]}}"""));
    }

    [Fact]
    public async Task Read_CallInPartialAndFinalEvent_ReportsItOnce()
    {
        Assert.Equal(
            ["call a t {\"m\":2,\"n\":1}"],
            await StreamBody.ReadEventsAsync(
                """{"content":{"role":"model","parts":[{"functionCall":{"id":"1","name":"t","args":{"n":1,"m":2}}}]},"partial":true}""",
                """{"content":{"role":"model","parts":[{"functionCall":{"id":"2","name":"t","args":{"m":2,"n":1}}}]},"partial":false}"""));
    }

    [Fact]
    public async Task Read_CallInPartialEventsOnly_ReportsItOnceAtEnd()
    {
        const string Partial = """{"content":{"role":"model","parts":[{"functionCall":{"id":"1","name":"t","args":{"n":1}}}]},"partial":true}""";

        Assert.Equal(["text \"b\"", "call a t {\"n\":1}"], await StreamBody.ReadEventsAsync(Partial, Partial, """{"type":"text","content":"b"}"""));
    }

    [Fact]
    public async Task Read_ErrorAfterPartialCall_ReportsTheCallOnceBeforeIt()
    {
        Assert.Equal(
            ["call a t {}", "error E \"no\""],
            await StreamBody.ReadEventsAsync(
                """{"content":{"role":"model","parts":[{"functionCall":{"id":"1","name":"t","args":{}}}]},"partial":true}""",
                """{"errorCode":"E","errorMessage":"no"}"""));
    }

    [Fact]
    public async Task Read_ThoughtBetweenPieces_DoesNotEndTheText()
    {
        Assert.Equal(
            ["piece \"a\"", "thought \"hm\"", "text \"ab\""],
            await StreamBody.ReadEventsAsync(
                """{"type":"text","content":"a","partial":true}""",
                """{"type":"text","content":"hm","thought":true}""",
                """{"type":"text","content":"ab"}"""));
    }

    [Fact]
    public async Task Read_SameCallInTwoFinalEvents_ReportsBoth()
    {
        const string Final = """{"content":{"role":"model","parts":[{"functionCall":{"name":"t","args":{}}}]}}""";

        Assert.Equal(["call - t {}", "call - t {}"], await StreamBody.ReadEventsAsync(Final, Final));
    }

    [Fact]
    public async Task Read_PartialTextFollowedByAnotherText_IsNotLost()
    {
        Assert.Equal(
            ["piece \"about to \"", "piece \"fail\"", "text \"about to fail\"", "error E \"no\"", "text \"Done.\""],
            await StreamBody.ReadEventsAsync(
                """{"content":{"role":"model","parts":[{"text":"about to "}]},"partial":true}""",
                """{"content":{"role":"model","parts":[{"text":"fail"}]},"partial":true}""",
                """{"errorCode":"E","errorMessage":"no"}""",
                ApiResponse));
    }

    [Fact]
    public async Task Read_ConnectionLost_ReturnsTextAndCallBeforeThrowing()
    {
        using var body = new FailingStream(Encoding.UTF8.GetBytes(StreamBody.Frames(
            """{"content":{"role":"model","parts":[{"text":"Hal"}]},"partial":true}""",
            """{"content":{"role":"model","parts":[{"functionCall":{"id":"1","name":"t","args":{}}}]},"partial":true}""")));
        List<AgentEvent> events = [];

        await Assert.ThrowsAsync<IOException>(() => StreamBody.ReadAsync(body, events));

        Assert.Equal(["piece \"Hal\"", "text \"Hal\"", "call a t {}"], EventNotation.Of(events));
    }
}
