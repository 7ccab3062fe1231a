using System.Net;
using System.Net.Sockets;

namespace NemoVideo.Client.Tests.Faults;

/// <summary>Redirects chosen requests to a port without a listener or to an unknown host name, so that connecting really fails.</summary>
internal sealed class DeadEnds : IDisposable
{
    // Bound but not listening, so that no other process gets the port.
    private readonly Socket _closed = new(SocketType.Stream, ProtocolType.Tcp);
    private Func<Uri, bool>? _isMeant;
    private Uri? _end;
    private int _left;

    public DeadEnds()
    {
        _closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Refusing = new Uri($"http://{_closed.LocalEndPoint}/");
    }

    /// <summary>Refuses connections.</summary>
    public Uri Refusing { get; }

    /// <summary>A name that no name server knows (RFC 6761).</summary>
    public static Uri Unknown { get; } = new("http://nobody.invalid/");

    /// <summary>Redirects the next requests that match, up to a count.</summary>
    public void Lead(Func<Uri, bool> isMeant, Uri end, int times)
    {
        _end = end;
        _left = times;
        _isMeant = isMeant;
    }

    public void Clear() => _isMeant = null;

    /// <summary>The handler that redirects requests, above the sockets handler.</summary>
    public HttpMessageHandler Over(HttpMessageHandler sockets) => new Handler(this, sockets);

    public void Dispose() => _closed.Dispose();

    private Uri Find(Uri address) =>
        _isMeant?.Invoke(address) == true && Interlocked.Decrement(ref _left) >= 0 ? new Uri(_end!, address.PathAndQuery) : address;

    private sealed class Handler(DeadEnds ends, HttpMessageHandler sockets) : DelegatingHandler(sockets)
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
