using System.Net;
using System.Net.Sockets;

namespace NemoVideo.Client.Tests.Faults;

/// <summary>Redirects chosen requests to a port without a listener or to an unknown host name, so that connecting really fails.</summary>
internal sealed class ConnectionFaults : IDisposable
{
    // Bound but not listening, so that no other process gets the port.
    private readonly Socket _closed = new(SocketType.Stream, ProtocolType.Tcp);
    private Func<Uri, bool>? _matches;
    private Uri? _target;
    private int _remaining;

    public ConnectionFaults()
    {
        _closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Refusing = new Uri($"http://{_closed.LocalEndPoint}/");
    }

    /// <summary>Refuses connections.</summary>
    public Uri Refusing { get; }

    /// <summary>A name that no name server knows (RFC 6761).</summary>
    public static Uri Unknown { get; } = new("http://nobody.invalid/");

    /// <summary>Redirects the next requests that match, up to a count.</summary>
    public void Redirect(Func<Uri, bool> matches, Uri target, int times)
    {
        _target = target;
        _remaining = times;
        _matches = matches;
    }

    public void Clear() => _matches = null;

    /// <summary>The handler that redirects requests, above the sockets handler.</summary>
    public HttpMessageHandler Over(HttpMessageHandler sockets) => new Handler(this, sockets);

    public void Dispose() => _closed.Dispose();

    private Uri Find(Uri address) =>
        _matches?.Invoke(address) == true && Interlocked.Decrement(ref _remaining) >= 0 ? new Uri(_target!, address.PathAndQuery) : address;

    private sealed class Handler(ConnectionFaults ends, HttpMessageHandler sockets) : DelegatingHandler(sockets)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var address = request.RequestUri!;
            request.RequestUri = ends.Find(address);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                request.RequestUri = address;
            }
        }
    }
}
