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
    [InlineData("""{"type":"a kind that nobody knows","more":[1,{"x":null}]}""")]
    [InlineData("""{"not even JSON": """)]
    public async Task Event_OtherKind_IsBetweenAgentEvents(string json)
    {
        var frames = (await RunAsync(EventDialect.Adk, $"POST /run_sse: raw frame {json} after 1 event")).Frames();

        Assert.Equal("data: " + json.TrimEnd(), frames[1].TrimEnd());
        Assert.Contains("Done.", frames[^1], StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(EventDialect dialect, params string[] faults)
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { Dialect = dialect, Faults = faults });
        return await caller.SendMessageAsync(await caller.CreateSessionWithClipAsync(), "add a title \"Day one\"");
    }

    private static IEnumerable<string> NamesIn(JsonElement one) => one.EnumerateObject().Select(property => property.Name);
}
