using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Tests.Support;

/// <summary>
/// A server on loopback with scripted responses, for cases that the emulator doesn't produce and for checks of the bytes on the
/// wire.
/// </summary>
internal sealed class RawServer : IAsyncDisposable
{
    public const string Token = "nmv_usr_given";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<RawRequest> _requests = [];
    private readonly List<Task> _connections = [];
    private readonly Func<RawRequest, RawReply> _respond;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _closed;

    private RawServer(Func<RawRequest, RawReply> respond, X509Certificate2? certificate)
    {
        _respond = respond;
        _certificate = certificate;
        _listener.Start();
        Url = new Uri($"{(certificate is null ? "http" : "https")}://{_listener.LocalEndpoint}/");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

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

    public static RawServer Start(Func<RawRequest, RawReply> respond, X509Certificate2? certificate = null) => new(respond, certificate);

    /// <summary>A server with a scripted message stream. The session's state is empty.</summary>
    public static RawServer StartStream(RawReply stream) =>
        Start(request => request.Path == "/run_sse" ? stream : RawReply.Json("""{"code":0,"data":{"session_id":"s","state":{}}}"""));

    public NemoClientOptions Options(
        NemoLimits? limits = null, TimeProvider? time = null, Action<RequestTrace>? trace = null, string? token = Token, Uri? web = null, Action<WaitTrace>? pausing = null, Action<string>? notice = null, string? clientId = null) => new()
        {
            ApiUrl = Url,
            WebUrl = web,
            Token = token,
            ClientId = clientId,
            UseCache = false,
            Limits = limits ?? QuickLimits.Value,
            TimeProvider = time ?? TimeProvider.System,
            Observer = new() { Trace = trace, Waiting = pausing, Notice = notice },
        };

    public Task<NemoClient> ConnectAsync(NemoLimits? limits = null) =>
        NemoClient.ConnectAsync(Options(limits), TestService.Ending);

    /// <summary>Waits for the first request.</summary>
    public Task WaitForRequestAsync(CancellationToken cancellationToken) => WaitAsync(() => _requests.Count > 0, cancellationToken);

    /// <summary>Waits until the client has closed a number of connections.</summary>
    public Task WaitForClosedAsync(int count, CancellationToken cancellationToken) => WaitAsync(() => _closed >= count, cancellationToken);

    private async Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (condition())
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        Task[] connections;
        lock (_gate)
        {
            connections = [.. _connections];
        }

        await Task.WhenAll(connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            for (var number = 1; ; number++)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                lock (_gate)
                {
                    _connections.Add(ServeAsync(socket, number));
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The server is disposed.
        }
    }

    private async Task ServeAsync(Socket socket, int number)
    {
        await Task.Yield();
        socket.NoDelay = true;
        using var plain = new NetworkStream(socket, ownsSocket: true);
        using var encrypted = _certificate is null ? null : new SslStream(plain);
        Stream wire = encrypted is null ? plain : encrypted;
        try
        {
            if (encrypted is not null)
            {
                await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
            }

            while (await ReadAsync(wire, number) is { } request)
            {
                RawReply reply;
                lock (_gate)
                {
                    _requests.Add(request);
                    SignalLocked();
                    reply = _respond(request);
                }

                using var disconnected = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                var watch = reply.End == RawReplyEnd.KeepAlive && reply == RawReply.Silence ? WatchAsync(socket, disconnected) : Task.CompletedTask;
                await reply.WriteAsync(wire, disconnected.Token);
                await watch;
                if (reply.End != RawReplyEnd.KeepAlive)
                {
                    // A linger of zero makes the close a reset.
                    socket.LingerState = new LingerOption(reply.End == RawReplyEnd.Reset, 0);
                    return;
                }
            }
        }
        catch (Exception disconnected) when (disconnected is IOException or SocketException or OperationCanceledException or AuthenticationException)
        {
            // The client disconnected or rejected the certificate, or the server is disposed.
        }

        lock (_gate)
        {
            _closed++;
            SignalLocked();
        }
    }

    private void SignalLocked()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Detects that the client disconnects while the server sends nothing.</summary>
    private static async Task WatchAsync(Socket socket, CancellationTokenSource disconnected)
    {
        try
        {
            await socket.ReceiveAsync(new byte[1], SocketFlags.None, disconnected.Token);
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException)
        {
            // Canceled below.
        }

        await disconnected.CancelAsync();
    }

    private async Task<RawRequest?> ReadAsync(Stream wire, int number)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!IsEndOfHead(head))
        {
            if (await wire.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var request = new RawRequest(Encoding.Latin1.GetString([.. head]), [], number);
        var body = new byte[int.Parse(request.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture)];
        await wire.ReadExactlyAsync(body, _stop.Token);
        return request with { Body = body };
    }

    private static bool IsEndOfHead(List<byte> head) =>
        head.Count >= 4 && head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n';
}
