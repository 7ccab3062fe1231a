using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NemoVideo.Client.Tests.Support;

/// <summary>A proxy on loopback that tunnels all connections to one server and records the traffic.</summary>
internal sealed class TunnelProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<string> _heads = [];
    private readonly List<Task> _connections = [];
    private readonly StringBuilder _traffic = new();
    private readonly int _target;
    private readonly string? _credential;
    private readonly Task _accepting;

    private TunnelProxy(int target, string? credential)
    {
        _target = target;
        _credential = credential;
        _listener.Start();
        Url = new Uri($"http://{_listener.LocalEndpoint}/");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    /// <summary>The CONNECT requests to the proxy.</summary>
    public IReadOnlyList<string> Heads
    {
        get
        {
            lock (_gate)
            {
                return [.. _heads];
            }
        }
    }

    /// <summary>The bytes that clients sent through tunnels.</summary>
    public string Traffic
    {
        get
        {
            lock (_gate)
            {
                return _traffic.ToString();
            }
        }
    }

    /// <summary>Starts a proxy to a local server. If <c>user</c> is null, it requires no credentials.</summary>
    public static TunnelProxy Start(Uri target, string? user = null, string? password = null) => new(
        target.Port, user is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The proxy is disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        try
        {
            var wire = client.GetStream();
            while (await ReadHeadAsync(wire) is { } head)
            {
                if (!head.StartsWith("CONNECT ", StringComparison.Ordinal))
                {
                    await SendAsync(wire, "HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\n\r\n");
                }
                else if (_credential is not null && !head.Contains($"\r\nProxy-Authorization: {_credential}\r\n", StringComparison.Ordinal))
                {
                    await SendAsync(wire, "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n");
                }
                else
                {
                    await TunnelAsync(wire);
                    return;
                }
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException)
        {
            // The client or the server disconnected, or the proxy is disposed.
        }
    }

    private async Task TunnelAsync(NetworkStream wire)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
        await SendAsync(wire, "HTTP/1.1 200 Connection established\r\n\r\n");
        await Task.WhenAny(CopyAsync(wire, server.GetStream(), isRecorded: true), CopyAsync(server.GetStream(), wire, isRecorded: false));
    }

    private async Task CopyAsync(Stream from, Stream to, bool isRecorded)
    {
        var chunk = new byte[16 * 1024];
        int count;
        while ((count = await from.ReadAsync(chunk, _stop.Token)) > 0)
        {
            if (isRecorded)
            {
                lock (_gate)
                {
                    _traffic.Append(Encoding.Latin1.GetString(chunk, 0, count));
                }
            }

            await to.WriteAsync(chunk.AsMemory(0, count), _stop.Token);
        }
    }

    private async Task<string?> ReadHeadAsync(Stream wire)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await wire.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        lock (_gate)
        {
            _heads.Add(head.ToString());
        }

        return head.ToString();
    }

    private Task SendAsync(Stream wire, string response) => wire.WriteAsync(Encoding.ASCII.GetBytes(response), _stop.Token).AsTask();
}
