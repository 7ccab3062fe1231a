using NemoVideo.Client.Edits;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>Streams that end without text, as real ADK servers send them, with a state that changes or doesn't, and the phases.</summary>
public sealed class EditOutcomeTests
{
    private const string NoContent =
        "data: {\"errorCode\":\"MODEL_RETURNED_NO_CONTENT\",\"errorMessage\":\"The model returned no content.\"}\n\n";
    private const string Stop = "data: {\"finishReason\":\"STOP\",\"errorCode\":\"STOP\",\"errorMessage\":\"The turn ended.\"}\n\n";

    [Theory]
    [InlineData("silent-nocontent-off")]
    [InlineData("stateonly-nocontent-off")]
    public async Task Edit_NoContentAfterToolsAndTimelineChanged_IsSilentEdit(string recording)
    {
        var events = await EditAsync(Expectations.Bytes("adk-python-2.5/" + recording), changesAtPoll: 3);

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.Equal((EditStatus.Succeeded, true, true), (result.Status, result.IsSilent, result.IsChanged));
        Assert.Null(result.Error);
        Assert.DoesNotContain(events, one => one is ErrorEvent);
        Assert.Equal("Title added: \"Hi\" (0-3s)", result.ChangeSummary);
    }

    [Theory]
    [InlineData("nothing-nocontent-off", 0)]
    [InlineData("nothing-nocontent-off", 1)]
    public async Task Edit_NoContentAndNoChange_IsUnchangedWithoutError(string recording, int changesAtPoll)
    {
        var events = await EditAsync(Expectations.Bytes("adk-python-2.5/" + recording), changesAtPoll);

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.Equal((changesAtPoll == 0 ? EditStatus.Unchanged : EditStatus.Succeeded, null), (result.Status, result.Error));
        Assert.DoesNotContain(events, static one => one is ErrorEvent);
    }

    [Theory]
    [InlineData(1, EditStatus.Succeeded)]
    [InlineData(0, EditStatus.Unknown)]
    public async Task Edit_StopCodeAfterTools_SucceedsIfTimelineChanged(int changesAtPoll, EditStatus expected)
    {
        var events = await EditAsync(System.Text.Encoding.UTF8.GetBytes(EditServer.CallA + Stop), changesAtPoll);

        Assert.Equal(expected, Assert.IsType<EditResult>(events[^1]).Status);
        Assert.Equal(expected == EditStatus.Unknown, events.Exists(one => one is ErrorEvent));
    }

    /// <summary>
    /// Errors that aren't events (toolhive 6037, Crane 121, litellm 27139). They are quoted without the long polls, which would take the state
    /// six more times.
    /// </summary>
    [Theory]
    [InlineData("{\"error\":{\"code\":503,\"message\":\"The model is overloaded.\"}}", "The model is overloaded.")]
    [InlineData("upstream connect error or disconnect/reset before headers", "upstream connect error")]
    [InlineData("<html><body><h1>Acme Gateway</h1>\nThe request was blocked.</body></html>", "Acme Gateway")]
    [InlineData("data: Internal Server Error\n\n", "Internal Server Error")]
    [InlineData("data: Internal Server Error\n\ndata: bye\n\n", "Internal Server Error")]
    [InlineData("data: error: quota exceeded for today\n\n", "quota exceeded")]
    [InlineData("event: error\ndata: {\"reason\":\"worker died\"}\n\n", "worker died")]
    [InlineData("data: {\"code\":503,\"message\":\"Service is busy\"}\n\n", "Service is busy")]
    [InlineData("data: {\"invocationId\":\"e\",\"finishReason\":\"SAFETY\"}\n\n", "SAFETY")]
    [InlineData("data: {\"invocationId\":\"e\",\"finishReason\":\"SAFETY\",\"finishMessage\":\"Blocked words\"}\n\n", "Blocked words")]
    public async Task Edit_ErrorThatIsNoEvent_IsQuoted(string stream, string text)
    {
        await using var server = RawServer.Start(request =>
            request.Path == EditServer.MessagePath ? RawReply.Stream(stream) : EditServer.State(""));

        var result = Assert.IsType<EditResult>((await EditServer.EditAsync(server))[^1]);

        Assert.Equal(EditStatus.Failed, result.Status);
        Assert.Contains(text, result.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(1 + 1, EditServer.PollCount(server));
    }

    /// <summary>Such a text is of a gateway, which can replace the stream of an edit.</summary>
    [Fact]
    public async Task Edit_PageInsteadOfStreamAndTimelineChanged_Succeeds()
    {
        var events = await EditAsync("<html><h1>Acme Gateway</h1></html>"u8.ToArray(), changesAtPoll: 1);

        var result = Assert.IsType<EditResult>(events[^1]);
        Assert.Equal((EditStatus.Succeeded, null), (result.Status, result.Error));
        Assert.Contains("Acme Gateway", result.Interruption!.Message, StringComparison.Ordinal);
    }

    /// <summary>Ends and pings of other protocols (java-genai 1084, sse-starlette 3) are no events.</summary>
    [Theory]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("event: done\ndata: {}\n\n")]
    [InlineData("event: done\ndata: [DONE]\n\n")]
    public async Task Read_EndOfAnotherProtocol_IsNoEvent(string end) =>
        Assert.Equal(["text \"a\""], await StreamBody.ReadBodyAsync(EditServer.TextA + end));

    [Theory]
    [InlineData("event: ping\ndata: {\"time\":\"2026-03-11\"}\n\n")]
    [InlineData("event: ping\ndata: 2026-03-11 12:00:00\n\n")]
    [InlineData(": ping - 2026-03-11\n\n")]
    [InlineData("data: ping\n\n")]
    [InlineData("data: keepalive\n\n")]
    public async Task Read_Ping_IsHeartbeat(string ping) =>
        Assert.Equal(["heartbeat", "text \"a\""], await StreamBody.ReadBodyAsync(ping + EditServer.TextA));

    [Theory]
    [InlineData("id: 7\nretry: 5\n\n", "heartbeat")]
    [InlineData(EditServer.TextA + EditServer.TextA + "lost\n\n", "text \"a\"", "text \"a\"", "heartbeat")]
    public async Task Read_LinesThatAreNoData_AreNoError(string body, params string[] expected) =>
        Assert.Equal(expected, await StreamBody.ReadBodyAsync(body));

    [Fact]
    public async Task Edit_OtherErrorAndNoContent_FailsWithOtherError()
    {
        var stream = EditServer.CallA + "data: {\"errorCode\":\"E\",\"errorMessage\":\"no\"}\n\n" + NoContent;

        var events = await EditAsync(System.Text.Encoding.UTF8.GetBytes(stream), changesAtPoll: 1);

        Assert.Equal("E", Assert.Single(events.OfType<ErrorEvent>()).Code);
        Assert.Equal(EditStatus.Failed, Assert.IsType<EditResult>(events[^1]).Status);
    }

    /// <summary>The call of a paid tool whose stream was cut isn't a question: an answer would be charged again.</summary>
    [Theory]
    [InlineData(2, EditStatus.Succeeded)]
    [InlineData(0, EditStatus.Unknown)]
    public async Task Edit_LostDuringALongRunningCall_IsNoQuestion(int changesAtPoll, EditStatus expected)
    {
        const string Call = """
            data: {"content":{"role":"model","parts":[{"functionCall":{"id":"c1","name":"generate_video_with_seedance","args":{}}}]},"longRunningToolIds":["c1"]}
            """ + "\n\n";

        var events = await EditAsync(RawReply.Cut("text/event-stream", System.Text.Encoding.UTF8.GetBytes(Call), 10_000), changesAtPoll);

        Assert.Equal(expected, Assert.IsType<EditResult>(events[^1]).Status);
        Assert.Empty(events.OfType<QuestionEvent>());
    }

    [Theory]
    [InlineData(EditServer.TextA, 1)]
    [InlineData("data: {\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"hm\",\"thought\":true}]}}\n\n", 5 + 6)]
    [InlineData(EditServer.TextA + EditServer.CallA, 5 + 6)]
    [InlineData(EditServer.TextA + "data: {\"type\":\"sparkle\"}\n\n", 5)]
    public async Task Edit_TimelineUnchanged_PollsStateUnlessStreamIsTextOnly(string stream, int expected)
    {
        await using var server = RawServer.StartStream(RawReply.Stream(stream));

        await EditServer.EditAsync(server);

        Assert.Equal(1 + expected, EditServer.PollCount(server));
    }

    [Fact]
    public async Task Edit_StateIsNotJsonOnce_ReadsItAgain()
    {
        var states = 0;
        await using var server = RawServer.Start(request => request.Path == EditServer.MessagePath ? RawReply.Stream(EditServer.CallA)
            : states++ is 0 or 2 ? RawReply.Of(200, null, "{\"code\":0,\"data\":{\"st"u8.ToArray())
            : EditServer.State(states < 4 ? "" : EditServer.TitleDraft));

        var events = await EditServer.EditAsync(server);

        Assert.Equal(EditStatus.Succeeded, Assert.IsType<EditResult>(events[^1]).Status);
        Assert.Single(server.Requests, static request => request.Method == "POST");
    }

    [Fact]
    public async Task Edit_Phases_AreReportedInOrderAndStreamingOnlyWhileOpen()
    {
        await using var server = RawServer.StartStream(RawReply.Stream(EditServer.TextA));
        using var client = await server.ConnectAsync();
        var phases = new ProgressLog<EditPhase>();
        var seen = new List<(string Kind, EditPhase Phase)>();

        await foreach (var one in client.EditAsync("s", "m", null, phases, WithoutMediaAsync, TestService.Ending))
        {
            seen.Add((one.Kind, phases.Reports[^1]));
        }

        Task WithoutMediaAsync()
        {
            seen.Add(("NoMedia", phases.Reports[^1]));
            return Task.CompletedTask;
        }

        Assert.Equal([EditPhase.Preparing, EditPhase.Sending, EditPhase.Streaming, EditPhase.Checking], phases.Reports);
        Assert.Equal([("NoMedia", EditPhase.Preparing), ("Text", EditPhase.Streaming), ("Result", EditPhase.Checking)], seen);
    }

    /// <summary>Edits with a stream. The state changes at a poll after it, or never (0).</summary>
    private static Task<List<AgentEvent>> EditAsync(byte[] stream, int changesAtPoll) => EditAsync(RawReply.Stream(stream), changesAtPoll);

    private static async Task<List<AgentEvent>> EditAsync(RawReply reply, int changesAtPoll)
    {
        var states = 0;
        await using var server = RawServer.Start(request => request.Path == EditServer.MessagePath
            ? reply
            : EditServer.State(changesAtPoll > 0 && states++ >= changesAtPoll ? EditServer.TitleDraft : ""));
        var events = await EditServer.EditAsync(server);
        Assert.Single(server.Requests, static request => request.Path == EditServer.MessagePath);
        return events;
    }
}
