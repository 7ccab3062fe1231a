using NemoVideo.Client.Http;
using NemoVideo.Client.Streaming;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests;

/// <summary>Streams of real ADK servers, with what they say written down by hand.</summary>
public sealed class RecordingTests
{
    private const string EditCall = """call edit_multitrack {"ops":[{"op":"add_bgm","track":2,"start":0,"end":12.5}],"note":"déjà \"vu\""}""";
    private const string EditResult = """result edit_multitrack {"status":"success","draft":{"t":[{"tt":0,"sg":[{"id":"a","d":5000}]}]},"warning":null}""";
    private const string EditResultJs = """result edit_multitrack {"status":"success","draft":{"t":[{"tt":0,"sg":[{"id":"a","d":5000}]}]}}""";

    [Fact]
    public async Task Read_Hello_GivesPiecesThenWholeTextOnce()
    {
        Assert.Equal(
            [
                "piece: Hello! I am n",
                "piece: emo_agent, re",
                "piece: ady to edit y",
                "piece: our video.",
                "text: Hello! I am nemo_agent, ready to edit your video.",
            ],
            await ReadAsync("adk-python-2.5/hello-on.sse"));
    }

    [Fact]
    public async Task Read_EditWithoutTokenStreaming_GivesTextCallResultText()
    {
        Assert.Equal(
            ["text: Let me edit that. ", EditCall, EditResult, "text: Done: background music added (0–12.5s)."],
            await ReadAsync("adk-python-2.5/edit-off.sse"));
    }

    [Theory]
    [InlineData("adk-python-2.5/edit-on.sse", EditResult)]
    [InlineData("adk-js-2.0/edit-on.sse", EditResultJs)]
    public async Task Read_Edit_GivesTextCallResultPiecesText(string recording, string result)
    {
        Assert.Equal(
            [
                "text: Let me edit that. ",
                EditCall,
                result,
                "piece: Done: back",
                "piece: ground mus",
                "piece: ic added (",
                "piece: 0–12.5s).",
                "text: Done: background music added (0–12.5s).",
            ],
            await ReadAsync(recording));
    }

    [Fact]
    public async Task Read_Silent_GivesNoTextOfTheToolAsTheAgents()
    {
        Assert.Equal(
            [
                """call edit_multitrack_silent {"ops":[{"op":"trim","clip":"v1","to":3}]}""",
                """result edit_multitrack_silent {"status":"success"}""",
            ],
            await ReadAsync("adk-python-2.5/silent-on.sse"));
    }

    [Fact]
    public async Task Read_Unicode_KeepsEveryCharacter()
    {
        var lines = await ReadAsync("adk-python-2.5/unicode-on.sse");

        Assert.Equal("text: 你好，视频 🎬👩‍🚀\nline2\r\nline3\u2028ls\u0085nel\ttab \"q\" \\ data: x\n\nevent: y", lines[^1]);
        Assert.Equal(lines[^1]["text: ".Length..], string.Concat(lines.SkipLast(1).Select(line => line["piece: ".Length..])));
    }

    [Fact]
    public async Task Read_PartialCall_GivesTheFinalCallOnly()
    {
        Assert.Equal(
            [
                "piece: Editing ",
                "piece: now.",
                "text: Editing now.",
                """call edit_multitrack {"ops":["a"]}""",
                EditResult,
                "piece: Done.",
                "text: Done.",
            ],
            await ReadAsync("adk-python-2.5/partialcall-on.sse"));
    }

    [Fact]
    public async Task Read_PartialCallThatWasRun_GivesBothResults()
    {
        Assert.Equal(
            [
                "piece: Editing ",
                "piece: now.",
                EditResultJs,
                "text: Editing now.",
                """call edit_multitrack {"ops":["a"]}""",
                EditResultJs,
                "piece: Done.",
                "text: Done.",
            ],
            await ReadAsync("adk-js-2.0/partialcall-on.sse"));
    }

    [Fact]
    public async Task Read_ErrorEvent_GivesErrorAndTheTextSoFar()
    {
        Assert.Equal(
            [
                "piece: about to fail ",
                "error RESOURCE_EXHAUSTED: Quota exceeded: credits balance is 0",
                "text: about to fail ",
            ],
            await ReadAsync("adk-python-2.5/errorevent-on.sse"));
    }

    [Theory]
    [InlineData("adk-python-2.5/errorpartial-on.sse")]
    [InlineData("adk-js-2.0/errorpartial-on.sse")]
    public async Task Read_TextCutShort_GivesTextAndError(string recording)
    {
        Assert.Equal(
            ["piece: half an ans", "text: half an ans", "error MAX_TOKENS: The service reported the failure MAX_TOKENS."],
            await ReadAsync(recording));
    }

    [Theory]
    [InlineData("adk-python-2.5/thought-on.sse")]
    [InlineData("adk-js-2.0/thought-on.sse")]
    public async Task Read_Thought_IsMarkedAsSuch(string recording)
    {
        Assert.Equal(
            ["thought piece: thinking about cuts...", "thought: thinking about cuts...", "text: The answer."],
            await ReadAsync(recording));
    }

    [Theory]
    [InlineData("adk-python-2.5/nothing-on.sse")]
    [InlineData("adk-python-2.5/stateonly-on.sse")]
    public async Task Read_NothingSaid_GivesNoEvent(string recording)
    {
        Assert.Empty(await ReadAsync(recording));
    }

    [Fact]
    public async Task Read_ModelFailed_GivesErrorInBothShapes()
    {
        const string Message = """{"error": {"code": 503, "message": "The model is overloaded.", "status": "UNAVAILABLE"}}""";
        Assert.Equal(
            [$"error RuntimeError: {Message}", $"error : RuntimeError: {Message}"],
            await ReadAsync("adk-python-2.5/llmthrow-on.sse"));
    }

    private static async Task<List<string>> ReadAsync(string recording)
    {
        using var body = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Recordings", recording));
        using var clock = new CallClock(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, TimeProvider.System, Workbench.Ending);
        return await EventStreamReader.ReadAsync(body, maxEventBytes: 1024 * 1024, clock, Workbench.Ending).ToLinesAsync();
    }
}
