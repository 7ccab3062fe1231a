namespace NemoVideo.Emulator.Tests.Faults;

/// <summary>Failures that a stream reports after a 200 response (protocol section 5, column "error").</summary>
public sealed class StreamFailureTests
{
    [Theory]
    [InlineData("data: {\"error\": \"RuntimeError: boom\"}")]
    [InlineData("data: {\"errorCode\":\"RuntimeError\",\"errorMessage\":\"boom\"}\\n\\ndata: {\"error\": \"RuntimeError: boom\"}")]
    [InlineData("data: {\"error\": \"boom at line one\\n  at line two\"}")]
    [InlineData("event: error\\ndata: {\"message\":\"boom\"}")]
    public async Task ErrorLines_AnyForm_EndStreamAndWorkIsNotDone(string lines)
    {
        await using var caller = await Caller.WithClipAsync();
        caller.Host.AddFault($"POST /run_sse: error lines {lines} after 1 event");
        var stream = await caller.SendMessageAsync(caller.Session, "add a title");

        Assert.StartsWith("data: {\"type\":\"text\"", stream, StringComparison.Ordinal);
        Assert.EndsWith("\n\n" + lines.Replace("\\n", "\n", StringComparison.Ordinal) + "\n\n", stream, StringComparison.Ordinal);
        Assert.DoesNotContain("Done.", stream, StringComparison.Ordinal);
        Assert.Equal(1000, await caller.ReadAvailableAsync());
        Assert.Empty((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Text));
    }

    /// <summary>A day as a new user, 29 November: there was no ready fault for a question.</summary>
    [Fact]
    public async Task Ask_NextMessage_EndsWithTheQuestionAndWorkIsNotDone()
    {
        await using var caller = await Caller.WithClipAsync();
        caller.Host.AddFault("POST /run_sse: ask \"Which song?\"");
        var stream = await caller.SendMessageAsync(caller.Session, "add music");

        var frame = Assert.Single(stream.Split("\n\n"), static frame => frame.Length > 0);
        Assert.Contains("\"name\":\"ask_question\"", frame, StringComparison.Ordinal);
        Assert.Contains("\"prompt\":\"Which song?\"", stream, StringComparison.Ordinal);
        Assert.Equal(1000, await caller.ReadAvailableAsync());
        Assert.Empty((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Audio));
        await caller.SendMessageAsync(caller.Session, "calm music");
        Assert.Single((await caller.ReadDraftAsync(caller.Session)).Segments(DraftReading.Audio));
    }

    [Fact]
    public async Task RawLines_EscapedBackslash_RemainsInJson()
    {
        await using var caller = await Caller.SignedInAsync();
        caller.Host.AddFault("""POST /run_sse: raw lines data: {"error":"one\\ntwo"}\r\n: and a comment""");
        var stream = await caller.SendMessageAsync(await caller.CreateSessionWithClipAsync(), "add a title");

        Assert.StartsWith("data: {\"error\":\"one\\ntwo\"}\r\n: and a comment\n\n", stream, StringComparison.Ordinal);
    }
}
