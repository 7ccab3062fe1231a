using NemoVideo.Emulator.Tests.Support;

namespace NemoVideo.Emulator.Tests.Conformance;

/// <summary>Keep-alives (protocol section 5): a typed event, an empty data line, a comment, a named event.</summary>
public sealed class HeartbeatTests
{
    private const string Typed = "data: {\"type\":\"heartbeat\"}";
    private const string Empty = "data:";
    private const string Comment = ": keep-alive";
    private const string Named = "event: heartbeat\n" + Typed;

    [Theory]
    [InlineData(EventDialect.Flat, HeartbeatForm.Typed, Typed)]
    [InlineData(EventDialect.Flat, HeartbeatForm.Empty, Empty)]
    [InlineData(EventDialect.Flat, HeartbeatForm.Comment, Comment)]
    [InlineData(EventDialect.Adk, HeartbeatForm.Typed, Typed)]
    [InlineData(EventDialect.Named, HeartbeatForm.Comment, Comment)]
    [InlineData(EventDialect.Mixed, HeartbeatForm.Named, Named)]
    public async Task Heartbeat_OfChosenForm_HasThatFormAlone(EventDialect dialect, HeartbeatForm form, string expected)
    {
        var heartbeats = await HeartbeatsAsync(Caller.Plain with { Dialect = dialect, Heartbeat = form });

        Assert.NotEmpty(heartbeats);
        Assert.All(heartbeats, heartbeat => Assert.Equal(expected, heartbeat));
    }

    [Theory]
    [InlineData(EventDialect.Flat, Typed, Empty, Comment)]
    [InlineData(EventDialect.Adk, Empty, Comment)]
    [InlineData(EventDialect.Named, Named, Empty, Comment)]
    public async Task Heartbeat_OfNoChosenForm_TakesThoseOfItsDialectInTurn(EventDialect dialect, params string[] turns)
    {
        var heartbeats = await HeartbeatsAsync(Caller.Plain with { Dialect = dialect });

        Assert.True(heartbeats.Length > turns.Length);
        Assert.Equal(Enumerable.Range(0, heartbeats.Length).Select(i => turns[i % turns.Length]), heartbeats);
    }

    // A generation says most of all: its heartbeats are enough for every form to come round.
    private static async Task<string[]> HeartbeatsAsync(EmulatorOptions options)
    {
        await using var caller = await Caller.SignedInAsync(options);
        var stream = await caller.SendMessageAsync(await caller.CreateSessionAsync(), "generate a video of the sea");
        return [.. stream.Frames().Where(frame => frame is Typed or Empty or Comment or Named)];
    }
}
