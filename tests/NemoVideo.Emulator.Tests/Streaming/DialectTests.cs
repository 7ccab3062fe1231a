namespace NemoVideo.Emulator.Tests.Streaming;

/// <summary>The events of a message (protocol section 5): their dialects, alone and mixed, and their end.</summary>
public sealed class DialectTests
{
    [Theory]
    [InlineData(EventDialect.Flat, "text")]
    [InlineData(EventDialect.Named, "text")]
    [InlineData(EventDialect.Adk, "content")]
    [InlineData(EventDialect.Mixed, "content")]
    public async Task Stream_AnyDialect_ClosesAfterLastText(EventDialect dialect, string lastEventHas)
    {
        var stream = await RunAsync(dialect);
        var last = stream.Events()[^1];
        Assert.Contains(lastEventHas, last.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("Done.", last.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", stream, StringComparison.Ordinal);
        Assert.Contains("Done.", stream.Frames()[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EventDialect.Flat)]
    [InlineData(EventDialect.Named)]
    [InlineData(EventDialect.Adk)]
    [InlineData(EventDialect.Mixed)]
    public async Task Stream_AnyDialect_HasTypeEventStream(EventDialect dialect)
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { Dialect = dialect });
        using var body = Caller.MessageBody(await caller.CreateSessionAsync(), "how are you?");
        using var reply = await caller.Http.PostAsync("/run_sse", body, Caller.Ending);

        Assert.Equal("text/event-stream", reply.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Flat_EveryKind_HasExactlyItsFields()
    {
        var events = (await RunAsync(EventDialect.Flat)).Events().DistinctBy(one => one.Kind()).ToDictionary(one => one.Kind()!);

        Assert.Equal(["type", "content"], NamesIn(events["text"]));
        Assert.Equal(["type", "name", "args"], NamesIn(events["tool_call"]));
        Assert.Equal(["type", "name", "result"], NamesIn(events["tool_result"]));
        Assert.Equal(["type"], NamesIn(events["heartbeat"]));
    }

    [Fact]
    public async Task Named_EveryEvent_HasEventLine()
    {
        var frames = (await RunAsync(EventDialect.Named)).Frames();

        Assert.All(
            frames.Where(frame => frame.Contains("\"type\":", StringComparison.Ordinal)),
            frame => Assert.Matches("^event: (message|heartbeat)\ndata: \\{.*\\}$", frame));
    }

    [Fact]
    public async Task Adk_OfText_EndsWithFullTextOfItsDeltas()
    {
        var texts = (await RunAsync(EventDialect.Adk)).Events()
            .Where(one => one.GetProperty("content").GetProperty("parts")[0].TryGetProperty("text", out _))
            .GroupBy(one => one.GetProperty("id").GetString());

        Assert.All(texts, text =>
        {
            Assert.All(text.SkipLast(1), delta => Assert.True(delta.GetProperty("partial").GetBoolean()));
            Assert.False(text.Last().TryGetProperty("partial", out var partial) && partial.GetBoolean());
            Assert.Equal(TextOf(text.Last()), string.Concat(text.SkipLast(1).Select(TextOf)));
        });
    }

    [Fact]
    public async Task Adk_OfError_HasErrorCodeAndMessage()
    {
        var last = (await RunAsync(EventDialect.Adk, "POST /run_sse: error event \"no room\"")).Events()[^1];

        Assert.NotEmpty(last.GetProperty("errorCode").GetString()!);
        Assert.Equal("no room", last.GetProperty("errorMessage").GetString());
    }

    [Fact]
    public async Task Mixed_OfEdit_HasAllThreeDialects()
    {
        var frames = (await RunAsync(EventDialect.Mixed)).Frames();

        Assert.Contains(frames, frame => frame.StartsWith("data: {\"content\":{\"parts\":[{\"text\":", StringComparison.Ordinal));
        Assert.Contains(frames, frame => frame.StartsWith("event: message\ndata: {\"type\":\"tool_call\"", StringComparison.Ordinal));
        Assert.Contains(frames, frame => frame.StartsWith("data: {\"type\":\"tool_result\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"content":{"role":"model","parts":[{"text":"let me think","thought":true}]}}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo="}}]}}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"fileData":{"mimeType":"video/mp4","fileUri":"https://cdn.invalid/a.mp4"}}]}}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"executableCode":{"language":"PYTHON","code":"print(1)"}}]}}""")]
    [InlineData("""{"content":{"role":"model","parts":[{"codeExecutionResult":{"outcome":"OUTCOME_OK","output":"1"}}]}}""")]
    [InlineData("""{"author":"nemo_agent","actions":{"stateDelta":{"draft_version":2}}}""")]
    [InlineData("""{"type":"a kind that nobody knows","more":[1,{"x":null}]}""")]
    [InlineData("""{"not even JSON": """)]
    public async Task Event_OtherKind_IsBetweenAgentEvents(string json)
    {
        var frames = (await RunAsync(EventDialect.Adk, $"POST /run_sse: raw frame {json} after 1 event")).Frames();

        Assert.Equal("data: " + json.TrimEnd(), frames[1].TrimEnd());
        Assert.Contains("Done.", frames[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notice_OfTemporaryIssue_IsAfterLastText()
    {
        var frames = (await RunAsync(
            EventDialect.Flat, "POST /run_sse: raw frame {\"type\":\"text\",\"content\":\"I encountered a temporary issue.\"} after 4 events")).Frames();

        Assert.Contains("Done.", frames[^2], StringComparison.Ordinal);
        Assert.Contains("I encountered a temporary issue", frames[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_AfterEdit_MentionsWebEditor()
    {
        var last = (await RunAsync(EventDialect.Flat)).Events()[^1].GetProperty("content").GetString();

        Assert.Contains("Preview in timeline", last, StringComparison.Ordinal);
        Assert.Contains("click the Export button", last, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(EventDialect dialect, params string[] faults)
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { Dialect = dialect, Faults = faults });
        return await caller.SendMessageAsync(await caller.CreateSessionWithClipAsync(), "add a title \"Day one\"");
    }

    private static IEnumerable<string> NamesIn(JsonElement one) => one.EnumerateObject().Select(property => property.Name);

    private static string? TextOf(JsonElement one) => one.GetProperty("content").GetProperty("parts")[0].GetProperty("text").GetString();
}
