using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NemoVideo.Acceptance.Tests.Harness;

/// <summary>A request to a <see cref="RawServer"/>: its head was read, its body wasn't.</summary>
internal sealed record RawRequest(string Head, NetworkStream Stream, CancellationToken Stopping)
{
    /// <summary>The value of a header, or an empty string.</summary>
    public string Header(string name) => Head.Split("\r\n").Skip(1).Select(static line => line.Split(": ", 2))
        .FirstOrDefault(parts => parts.Length == 2 && parts[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1] ?? "";

    /// <summary>Reads the first bytes of the body.</summary>
    public async Task ReadBodyAsync(int byteCount) => await Stream.ReadExactlyAsync(new byte[byteCount], Stopping);

    /// <summary>Sends a response.</summary>
    /// <param name="head">The status line and the headers, separated by line breaks, without a length.</param>
    /// <param name="body">The body, one line of ASCII.</param>
    public async Task RespondAsync(string head, string body = "")
    {
        var response = $"{head}\nContent-Length: {body.Length}\n\n{body}".ReplaceLineEndings("\r\n");
        await Stream.WriteAsync(Encoding.ASCII.GetBytes(response), Stopping);
    }

    /// <summary>Sends the request to another server, and returns its response. Nothing else can follow on the connection.</summary>
    public async Task ForwardAsync(Uri target)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(target.Host, target.Port, Stopping);
        var wire = server.GetStream();
        await wire.WriteAsync(Encoding.Latin1.GetBytes(Head[..^2] + "Connection: close\r\n\r\n"), Stopping);
        await Task.WhenAny(Stream.CopyToAsync(wire, Stopping), wire.CopyToAsync(Stream, Stopping));
    }
}

/// <summary>A server on loopback that responds as no web server library would: before the end of a body, or in place of a proxy.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<RawRequest, Task<bool>> _respond;
    private readonly Lock _gate = new();
    private readonly List<RawRequest> _requests = [];
    private readonly List<Task> _connections = [];
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
    public IReadOnlyList<RawRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Starts a server.</summary>
    /// <param name="respond">Responds to a request. Returns false to close the connection.</param>
    public static RawServer Start(Func<RawRequest, Task<bool>> respond) => new(respond);

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
                lock (_gate)
                {
                    _requests.Add(request);
                }

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
