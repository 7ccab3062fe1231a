using NemoVideo.Client.Edits;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Tests.Support;

/// <summary>A message whose stream and clock a test controls. The first text has been read.</summary>
internal sealed class LiveMessage : IAsyncDisposable
{
    public const string Text = "data: {\"type\":\"text\",\"content\":\"a\"}\n\n";

    private readonly LiveStream _live;
    private readonly ManualTime _time;
    private readonly RawServer _server;
    private readonly NemoClient _client;
    private readonly IAsyncEnumerator<AgentEvent> _events;

    private LiveMessage(RawServer server, NemoClient client, LiveStream live, ManualTime time)
    {
        _live = live;
        _time = time;
        _server = server;
        _client = client;
        _events = client.SendAsync("s", "m", Workbench.Ending).GetAsyncEnumerator(Workbench.Ending);
    }

    public AgentEvent Current => _events.Current;

    public static async Task<LiveMessage> StartAsync()
    {
        var live = new LiveStream();
        var time = new ManualTime();
        var server = RawServer.StartStream(live.Reply);
        var client = await NemoClient.ConnectAsync(server.Options(new NemoLimits(), time), Workbench.Ending);
        var message = new LiveMessage(server, client, live, time);
        await message.NextAsync(TimeSpan.Zero, Text);
        return message;
    }

    /// <summary>Requests the next event; the service sends it after a delay, or not at all.</summary>
    public async Task<bool> NextAsync(TimeSpan silence, string? data = null)
    {
        // The timeouts run only while a caller waits for the service.
        var next = _events.MoveNextAsync().AsTask();
        _time.Advance(silence);
        if (data is not null)
        {
            _live.Send(data);
        }

        return await next;
    }

    /// <summary>Advances the clock while no event is requested.</summary>
    public void AdvanceTime(TimeSpan time) => _time.Advance(time);

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _client.Dispose();
        await _server.DisposeAsync();
    }
}
