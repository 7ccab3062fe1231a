using System.Text;
using System.Threading.Channels;
using NemoVideo.Client.Edits;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Tests.Support;

/// <summary>A message whose stream and clock a test controls. The first text has been read.</summary>
internal sealed class LiveMessage : IAsyncDisposable
{
    public const string Text = "data: {\"type\":\"text\",\"content\":\"a\"}\n\n";

    private readonly Channel<string> _pieces;
    private readonly ManualTime _time;
    private readonly RawServer _server;
    private readonly NemoClient _client;
    private readonly IAsyncEnumerator<AgentEvent> _events;

    private LiveMessage(RawServer server, NemoClient client, Channel<string> pieces, ManualTime time)
    {
        _pieces = pieces;
        _time = time;
        _server = server;
        _client = client;
        _events = client.SendAsync("s", "m", TestService.Ending).GetAsyncEnumerator(TestService.Ending);
    }

    public AgentEvent Current => _events.Current;

    public static async Task<LiveMessage> StartAsync()
    {
        var pieces = Channel.CreateUnbounded<string>();
        var time = new ManualTime();
        var server = RawServer.StartStream(new RawReply((wire, stop) => WriteAsync(wire, pieces.Reader, stop), RawReplyEnd.Close));
        var client = await NemoClient.ConnectAsync(server.Options(new NemoLimits(), time), TestService.Ending);
        var message = new LiveMessage(server, client, pieces, time);
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
            _pieces.Writer.TryWrite(data);
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

    private static async Task WriteAsync(Stream wire, ChannelReader<string> pieces, CancellationToken stop)
    {
        await wire.WriteAsync(RawReply.StreamHead, stop);
        await foreach (var piece in pieces.ReadAllAsync(stop))
        {
            await wire.WriteAsync(Encoding.UTF8.GetBytes(piece), stop);
        }
    }
}
