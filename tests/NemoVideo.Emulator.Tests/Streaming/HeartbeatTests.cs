namespace NemoVideo.Emulator.Tests.Streaming;

/// <summary>Keep-alives (protocol section 5): a typed event, an empty data line, a comment, a named event.</summary>
public sealed class HeartbeatTests
{
    private const string Typed = "data: {\"type\":\"heartbeat\"}";
    private const string Empty = "data:";
    private const string Comment = ": keep-alive";
    private const string Named = "event: heartbeat\n" + Typed;

    [Theory]
    [InlineData(EventDialect.Flat, Typed, Empty, Comment)]
    [InlineData(EventDialect.Adk, Empty, Comment)]
    [InlineData(EventDialect.Named, Named, Empty, Comment)]
    public async Task Heartbeat_EachDialect_AlternatesItsForms(EventDialect dialect, params string[] turns)
    {
        var heartbeats = await HeartbeatsAsync(Caller.Plain with { Dialect = dialect });

        Assert.True(heartbeats.Length > turns.Length);
        Assert.Equal(Enumerable.Range(0, heartbeats.Length).Select(i => turns[i % turns.Length]), heartbeats);
    }

    [Fact]
    public async Task Hold_WithHeartbeats_SendsNothingElseUntilReleased()
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with
        {
            HeartbeatInterval = TimeSpan.FromMilliseconds(1),
            Faults = ["POST /run_sse: hold after 1 event with heartbeats"],
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/run_sse")
        {
            Content = Caller.MessageBody(await caller.CreateSessionWithClipAsync(), "add a title"),
        };
        using var reply = await caller.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Caller.Ending);
        using var reader = new StreamReader(await reply.Content.ReadAsStreamAsync(Caller.Ending));
        Assert.StartsWith("data: {", await reader.ReadLineAsync(Caller.Ending), StringComparison.Ordinal);
        await reader.ReadLineAsync(Caller.Ending);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Caller.Ending);
        timeout.CancelAfter(TimeSpan.FromSeconds(20));
        for (var i = 0; i < 20; i++)
        {
            Assert.Contains(await reader.ReadLineAsync(timeout.Token), new[] { Typed, Empty, Comment });
            Assert.Equal("", await reader.ReadLineAsync(timeout.Token));
        }

        Assert.Equal(1, caller.Host.Requests[^1].EventsSent);
        caller.Host.ReleaseHeld();
        Assert.Contains("Done.", await reader.ReadToEndAsync(Caller.Ending), StringComparison.Ordinal);
    }

    // A generation has the most events, so that all forms of heartbeats occur.
    private static async Task<string[]> HeartbeatsAsync(EmulatorOptions options)
    {
        await using var caller = await Caller.SignedInAsync(options);
        var stream = await caller.SendMessageAsync(await caller.CreateSessionAsync(), "generate a video of the sea");
        return [.. stream.Frames().Where(frame => frame is Typed or Empty or Comment or Named)];
    }
}
