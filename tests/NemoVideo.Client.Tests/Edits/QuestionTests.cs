using NemoVideo.Client.Edits;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>The agent asks instead of editing (protocol 5.30): what a user reads, and that nothing counts as an edit.</summary>
public sealed class QuestionTests
{
    [Theory]
    [InlineData(
        """{"questions":[{"prompt":"Which color?","options":[{"id":"a","label":"yellow"},{"id":"b"},{}]},{"prompt":" "},{"prompt":"Where?"}]}""",
        "Which color? (yellow, b)", "Where?")]
    [InlineData("""{"questions":[{"prompt":""}]}""", """The agent asks: {"questions":[{"prompt":""}]}""")]
    [InlineData("""{"title":"Color"}""", """The agent asks: {"title":"Color"}""")]
    [InlineData("null", "The agent asks: ")]
    public async Task Edit_AgentAsks_QuotesEachQuestionWithItsOptions(string arguments, params string[] expected) =>
        await AssertAskedAsync($$"""{"type":"tool_call","name":"ask_question","args":{{arguments}}}""", expected);

    [Theory]
    [InlineData("""{"toolConfirmation":{"hint":"Approve the export?"}}""", "Approve the export?")]
    [InlineData("""{"tool":"export"}""", """The agent asks for a confirmation: {"tool":"export"}""")]
    public async Task Edit_AgentAsksForConfirmation_QuotesItsHint(string arguments, string expected) =>
        await AssertAskedAsync($$"""{"type":"tool_call","name":"adk_request_confirmation","args":{{arguments}}}""", expected);

    [Theory]
    [InlineData("c1", true)]
    [InlineData("c2", false)]
    public async Task Edit_LongRunningCallWithoutResponse_IsAQuestion(string longRunning, bool isQuestion)
    {
        var call = """{"content":{"role":"model","parts":[{"functionCall":{"id":"c1","name":"approve","args":{}}}]},"longRunningToolIds":["c0","LONG"]}"""
            .Replace("LONG", longRunning, StringComparison.Ordinal);

        if (isQuestion)
        {
            await AssertAskedAsync(call, "The agent's tool 'approve' is waiting for an answer.");
        }
        else
        {
            Assert.Equal(EditStatus.Unknown, (await EditAsync(call)).Result.Status);
        }
    }

    /// <summary>A response to the call is the answer, so that the agent doesn't wait anymore.</summary>
    [Fact]
    public async Task Edit_LongRunningCallWithResponse_IsNoQuestion()
    {
        var (events, result) = await EditAsync(
            """{"content":{"role":"model","parts":[{"functionCall":{"id":"c1","name":"approve","args":{}}}]},"longRunningToolIds":["c1"]}""",
            """{"content":{"role":"user","parts":[{"functionResponse":{"id":"c1","name":"approve","response":{}}}]}}""",
            """{"type":"text","content":"Approved."}""");

        Assert.Equal(EditStatus.Unchanged, result.Status);
        Assert.DoesNotContain(events, static one => one is QuestionEvent);
    }

    private static async Task AssertAskedAsync(string frame, params string[] expected)
    {
        var (events, result) = await EditAsync(frame);

        Assert.Equal(EditStatus.AwaitingInput, result.Status);
        Assert.Equal(expected, result.Questions.Select(static one => one.Line));
        Assert.Equal(expected, events.OfType<QuestionEvent>().Select(static one => one.Line));
        Assert.Null(result.Error);
    }

    private static async Task<(List<AgentEvent> Events, EditResult Result)> EditAsync(params string[] frames)
    {
        await using var server = RawServer.StartStream(RawReply.Stream(StreamBody.Frames(frames)));
        var events = await EditServer.EditAsync(server);
        return (events, Assert.IsType<EditResult>(events[^1]));
    }
}
