using System.Text;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Edits;

/// <summary>The timeouts of a stream: 15 minutes in total, 10 minutes idle. The consumer's own time doesn't count.</summary>
public sealed class MessageTimeoutTests
{
    [Fact]
    public async Task Send_OnlyHeartbeats_KeepsWaitUntilTotalTimeout()
    {
        await using var message = await LiveMessage.StartAsync();
        await message.NextAsync(TimeSpan.FromMinutes(7), ": alive\n\n");
        await message.NextAsync(TimeSpan.FromMinutes(7), "data:\n\n");
        Assert.IsType<HeartbeatEvent>(message.Current);

        var error = await Assert.ThrowsAsync<NemoTimeoutException>(() => message.NextAsync(TimeSpan.FromMinutes(1)));

        Assert.False(error.IsIdle);
        Assert.Equal(TimeSpan.FromMinutes(15), error.Limit);
    }

    [Fact]
    public async Task Send_NoByteForTenMinutes_ThrowsIdleTimeout()
    {
        await using var message = await LiveMessage.StartAsync();

        var error = await Assert.ThrowsAsync<NemoTimeoutException>(() => message.NextAsync(TimeSpan.FromMinutes(10)));

        Assert.True(error.IsIdle);
        Assert.Equal(TimeSpan.FromMinutes(10), error.Limit);
    }

    [Theory]
    [InlineData(LiveMessage.Text)]
    [InlineData("data: {\"type\":\"sparkle\"}\n\n")]
    public async Task Send_EventArrives_RestartsIdleTimeout(string data)
    {
        await using var message = await LiveMessage.StartAsync();
        await message.NextAsync(TimeSpan.FromMinutes(6), data);

        Assert.True(await message.NextAsync(TimeSpan.FromMinutes(6), LiveMessage.Text));
    }

    [Fact]
    public async Task Read_EventArrivesSlowly_RestartsIdleTimeoutWithEachPart()
    {
        var time = new ManualTime();
        using var body = new SlowBody(time, TimeSpan.FromMinutes(6), LiveMessage.Text);
        using var timeouts = new RequestTimeouts(Timeout.InfiniteTimeSpan, TimeSpan.FromMinutes(10), time, TestService.Ending);

        var events = await EventStreamReader.ReadAsync(body, new NemoLimits(), timeouts, new Redaction(), cancellationToken: TestService.Ending).ToListAsync();

        Assert.Equal([new TextEvent("a")], events);
    }

    [Fact]
    public async Task Send_SlowConsumer_DoesNotCountTowardTimeouts()
    {
        await using var message = await LiveMessage.StartAsync();

        message.AdvanceTime(TimeSpan.FromHours(1));

        Assert.True(await message.NextAsync(TimeSpan.Zero, LiveMessage.Text));
        Assert.IsType<TextEvent>(message.Current);
    }

    /// <summary>A body of which a few bytes arrive after each pause.</summary>
    private sealed class SlowBody(ManualTime time, TimeSpan pause, string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            time.Advance(pause);
            return base.ReadAsync(buffer, offset, Math.Min(count, 10), cancellationToken);
        }
    }
}
