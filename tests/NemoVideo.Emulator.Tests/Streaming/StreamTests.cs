namespace NemoVideo.Emulator.Tests.Streaming;

public sealed class StreamTests
{
    private const string Message = "add a title \"Grüße \U0001F3D6\"";

    [Fact]
    public async Task Flat_OfEdit_HasTextCallResultAndHeartbeats()
    {
        var stream = await RunAsync(Caller.Plain);

        Assert.Equal(
            ["text", "heartbeat", "tool_call", "tool_result", "text"],
            stream.Events().Select(one => one.Kind()));
        var call = stream.Events()[2];
        Assert.Equal("add_title", call.GetProperty("name").GetString());
        Assert.Equal("Grüße \U0001F3D6", call.GetProperty("args").GetProperty("text").GetString());
        Assert.Contains("\ndata:\n", stream, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', stream);
        Assert.EndsWith("\n\n", stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adk_OfText_SendsDeltasThenFullTextWithOneId()
    {
        var stream = await RunAsync(Caller.Plain with { Dialect = EventDialect.Adk });
        var texts = stream.Events().Where(one => Part(one).TryGetProperty("text", out _)).ToList();
        var fullText = texts.Last();
        Assert.False(fullText.GetProperty("partial").GetBoolean());
        var deltas = texts.Where(one => one.GetProperty("partial").GetBoolean()
            && one.GetProperty("id").GetString() == fullText.GetProperty("id").GetString()).ToList();
        Assert.True(deltas.Count > 1);
        Assert.Equal(Part(fullText).GetProperty("text").GetString(), string.Concat(deltas.Select(one => Part(one).GetProperty("text").GetString())));
        Assert.Contains("Grüße \U0001F3D6", Part(fullText).GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adk_OfCall_HasPartsWithMatchingIdsAndRoles()
    {
        var stream = await RunAsync(Caller.Plain with { Dialect = EventDialect.Adk });
        var call = stream.Events().Single(one => Part(one).TryGetProperty("functionCall", out _));
        var result = stream.Events().Single(one => Part(one).TryGetProperty("functionResponse", out _));
        Assert.Equal("model", call.GetProperty("content").GetProperty("role").GetString());
        Assert.Equal("user", result.GetProperty("content").GetProperty("role").GetString());
        var called = Part(call).GetProperty("functionCall");
        var answered = Part(result).GetProperty("functionResponse");
        Assert.Equal(called.GetProperty("id").GetString(), answered.GetProperty("id").GetString());
        Assert.Equal("add_title", called.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Object, called.GetProperty("args").ValueKind);
        Assert.Equal(JsonValueKind.Object, answered.GetProperty("response").ValueKind);
        Assert.DoesNotContain("\"type\":", stream, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EventDialect.Flat, "\"text\",\"content\"")]
    [InlineData(EventDialect.Adk, "\"parts\":[{\"text\"")]
    public async Task Silent_Edit_ChangesDraftWithoutAnyText(EventDialect dialect, string textMark)
    {
        await using var caller = await Caller.WithClipAsync(Caller.Plain with { SilentRate = 1, Dialect = dialect });
        var stream = await caller.SendMessageAsync(caller.Session, Message);

        Assert.DoesNotContain(textMark, stream, StringComparison.Ordinal);
        Assert.NotEmpty(stream.Events());
        Assert.Single((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Text));
    }

    private static async Task<string> RunAsync(EmulatorOptions options)
    {
        await using var caller = await Caller.SignedInAsync(options);
        return await caller.SendMessageAsync(await caller.CreateSessionWithClipAsync(), Message);
    }

    private static JsonElement Part(JsonElement one) => one.GetProperty("content").GetProperty("parts")[0];
}
