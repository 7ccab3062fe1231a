using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>
/// A connection to a service on which each request takes a while. A request that is still on its way when its sender dies never arrives.
/// </summary>
internal sealed class SlowNetwork : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Task> _relays = [];
    private readonly Uri _target;
    private readonly Task _accepting;

    private SlowNetwork(Uri target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The URL to use instead of that of the service.</summary>
    public Uri Url => new($"http://{_listener.LocalEndpoint}");

    /// <summary>The starts of the requests that never arrived, such as <c>POST /run_sse HTTP/1.1</c>.</summary>
    public ConcurrentQueue<string> Lost { get; } = [];

    /// <summary>When the last message was seen on its way, in UTC.</summary>
    public DateTime LastMessageTime { get; private set; }

    /// <summary>How long each part of a request takes. Default: no time.</summary>
    public TimeSpan Delay { get; set; }

    public static SlowNetwork To(Uri target) => new(target);

    /// <summary>Waits until no connection is open, so that <see cref="Lost"/> has all requests of a process that was killed.</summary>
    public Task WhenClosedAsync() => Task.WhenAll(_relays);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private static bool IsClosed(Socket socket) => socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0;

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                _relays.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                client.NoDelay = server.NoDelay = true;
                await server.ConnectAsync(_target.Host, _target.Port, _end.Token);
                await Task.WhenAny(SendAsync(client, server), ReceiveAsync(server, client));
            }
            catch (SocketException)
            {
                // The service has ended.
            }
        }
    }

    private async Task SendAsync(TcpClient client, TcpClient server)
    {
        var buffer = new byte[1 << 20];
        try
        {
            while (await client.GetStream().ReadAsync(buffer, _end.Token) is > 0 and var count)
            {
                var start = Encoding.ASCII.GetString(buffer, 0, Math.Min(count, 100)).Split('\r')[0];
                if (start.StartsWith("POST /run_sse", StringComparison.Ordinal))
                {
                    LastMessageTime = DateTime.UtcNow;
                }

                await Task.Delay(Delay, _end.Token);
                if (Delay > TimeSpan.Zero && IsClosed(client.Client))
                {
                    Lost.Enqueue(start);
                    return;
                }

                await server.GetStream().WriteAsync(buffer.AsMemory(0, count), _end.Token);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The connection has ended.
        }
    }

    private async Task ReceiveAsync(TcpClient server, TcpClient client)
    {
        try
        {
            await server.GetStream().CopyToAsync(client.GetStream(), _end.Token);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The connection has ended.
        }
    }
}
