using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>A request to a <see cref="RawServer"/>: its head was read, its body wasn't.</summary>
internal sealed record RawRequest(string Head, NetworkStream Stream, CancellationToken Stopping)
{
    private static readonly char[] PathEnds = ['?', ' '];

    public string Method => Head.Split(' ')[0];

    /// <summary>The path, without a query.</summary>
    public string Path => Head.Split(' ', 2)[1].Split(PathEnds, 2)[0];

    /// <summary>Whether the client has closed the connection.</summary>
    public bool IsClosed => Stream.Socket.Poll(0, SelectMode.SelectRead) && Stream.Socket.Available == 0;

    /// <summary>The value of a header, or an empty string.</summary>
    public string Header(string name) => Head.Split("\r\n").Skip(1).Select(static line => line.Split(": ", 2))
        .FirstOrDefault(parts => parts.Length == 2 && parts[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1] ?? "";

    /// <summary>Reads the body, or only its first bytes.</summary>
    public async Task<byte[]> ReadBodyAsync(int? byteCount = null)
    {
        var length = Header("Content-Length") is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        var body = new byte[byteCount ?? length];
        await Stream.ReadExactlyAsync(body, Stopping);
        return body;
    }

    /// <summary>Sends a response.</summary>
    /// <param name="head">The status line and the headers, separated by line breaks, without a length.</param>
    /// <param name="body">The body.</param>
    public async Task RespondAsync(string head, params byte[] body)
    {
        var start = $"{head}\nContent-Length: {body.Length}\n\n".ReplaceLineEndings("\r\n");
        await Stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(start), .. body], Stopping);
    }

    /// <summary>Sends the request to another server, and returns its response. Nothing else can follow on the connection.</summary>
    /// <param name="target">The server.</param>
    /// <param name="body">What was read of the body.</param>
    public async Task ForwardAsync(Uri target, params byte[] body)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(target.Host, target.Port, Stopping);
        var wire = server.GetStream();
        await wire.WriteAsync((byte[])[.. Encoding.Latin1.GetBytes(Head[..^2] + "Connection: close\r\n\r\n"), .. body], Stopping);
        await Task.WhenAny(Stream.CopyToAsync(wire, Stopping), wire.CopyToAsync(Stream, Stopping));
    }
}

/// <summary>
/// A server on loopback that responds as no web server library would: before the end of a body, or in place of a proxy or a network.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<RawRequest, Task<bool>> _respond;
    private readonly ConcurrentQueue<RawRequest> _requests = [];
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;

    private RawServer(Func<RawRequest, Task<bool>> respond)
    {
        _respond = respond;
        _listener.Start();
        Url = new Uri($"http://{_listener.LocalEndpoint}/");
        _accepting = AcceptAsync();
    }

    /// <summary>The URL of the server.</summary>
    public Uri Url { get; }

    /// <summary>All requests so far, in order of arrival.</summary>
    public IReadOnlyCollection<RawRequest> Requests => _requests;

    /// <summary>Starts a server.</summary>
    /// <param name="respond">Responds to a request. Returns false to close the connection.</param>
    public static RawServer Start(Func<RawRequest, Task<bool>> respond) => new(respond);

    /// <summary>Waits until no connection is open.</summary>
    public Task WhenClosedAsync() => Task.WhenAll(_connections);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await WhenClosedAsync();
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
        catch (OperationCanceledException)
        {
            // The server is disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            var stream = connection.GetStream();
            while (await ReadHeadAsync(stream) is { } head)
            {
                var request = new RawRequest(head, stream, _stop.Token);
                _requests.Enqueue(request);
                if (!await _respond(request))
                {
                    return;
                }
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException)
        {
            // The client disconnected, or the server is disposed.
        }
    }

    private async Task<string?> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
