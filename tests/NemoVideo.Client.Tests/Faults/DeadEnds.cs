using System.Net;
using System.Net.Sockets;

namespace NemoVideo.Client.Tests.Faults;

/// <summary>
/// Lets the way of chosen requests end nowhere: it goes through a proxy that does not listen, or whose name nobody knows. The
/// operating system refuses, and finds no address, for real; and a single request among others can be met.
/// </summary>
internal sealed class DeadEnds : IWebProxy, IDisposable
{
    // Bound and never listening, so that nobody else gets the port meanwhile.
    private readonly Socket _closed = new(SocketType.Stream, ProtocolType.Tcp);
    private Func<Uri, bool>? _isMeant;
    private Uri? _end;
    private int _left;

    public DeadEnds()
    {
        _closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Refusing = new Uri($"http://{_closed.LocalEndPoint}/");
    }

    /// <summary>Where connections are refused.</summary>
    public Uri Refusing { get; }

    /// <summary>A name that no name server knows (RFC 6761).</summary>
    public static Uri Unknown { get; } = new("http://nobody.invalid:3128/");

    public ICredentials? Credentials { get; set; }

    /// <summary>Sends so many of the requests that are meant to an end.</summary>
    public void Lead(Func<Uri, bool> isMeant, Uri end, int times)
    {
        _end = end;
        _left = times;
        _isMeant = isMeant;
    }

    public void Clear() => _isMeant = null;

    public Uri? GetProxy(Uri destination) =>
        _isMeant?.Invoke(destination) == true && Interlocked.Decrement(ref _left) >= 0 ? _end : null;

    public bool IsBypassed(Uri host) => false;

    public void Dispose() => _closed.Dispose();
}
