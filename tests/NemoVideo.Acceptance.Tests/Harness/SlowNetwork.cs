namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>
/// A connection to a service on which each request takes a while. A request that is still on its way when its sender dies never arrives.
/// </summary>
internal sealed class SlowNetwork : IAsyncDisposable
{
    private const string Message = "/run_sse";

    private readonly RawServer _server;
    private int _lostMessageCount;

    public SlowNetwork(Uri target) => _server = RawServer.Start(async request =>
    {
        if (request.Path == Message)
        {
            LastMessageTime = DateTime.UtcNow;
        }

        var body = await TransferAsync(request);
        if (body is not null)
        {
            await request.ForwardAsync(target, body);
        }
        else if (request.Path == Message)
        {
            Interlocked.Increment(ref _lostMessageCount);
        }

        return false;
    });

    /// <summary>The URL to use instead of that of the service.</summary>
    public Uri Url => _server.Url;

    /// <summary>The number of messages that never arrived.</summary>
    public int LostMessageCount => _lostMessageCount;

    /// <summary>When the last message was seen on its way, in UTC.</summary>
    public DateTime LastMessageTime { get; private set; }

    /// <summary>How long a request takes. Default: no time.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Waits until no connection is open, so that the lost messages of a process that was killed are counted.</summary>
    public Task WhenClosedAsync() => _server.WhenClosedAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Receives the body of a request. Null if the sender dies before the request has arrived.</summary>
    private async Task<byte[]?> TransferAsync(RawRequest request)
    {
        try
        {
            var body = await request.ReadBodyAsync();
            await Task.Delay(Delay, request.Stopping);
            return Delay > TimeSpan.Zero && request.IsClosed ? null : body;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
