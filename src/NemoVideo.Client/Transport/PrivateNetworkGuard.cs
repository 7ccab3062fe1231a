#if NET
using System.Net.Sockets;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Transport;

/// <summary>
/// Opens connections, but to no private address behind a foreign host's name: what the service names is read from the internet
/// or from the service itself. A service on this computer may name what it likes.
/// </summary>
internal sealed class PrivateNetworkGuard(ApiOrigin origin)
{
    /// <exception cref="NemoException">The host has private addresses only.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var endPoint = context.DnsEndPoint;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (IsGuarded(context))
            {
                // What was looked up is what is connected to: a second answer of the name server counts for nothing.
                var addresses = await System.Net.Dns.GetHostAddressesAsync(endPoint.Host, cancellationToken).ConfigureAwait(false);
                var open = addresses.Where(static address => !PrivateNetwork.Includes(address)).ToArray();
                if (open.Length == 0 && addresses.Length > 0)
                {
                    throw PrivateNetwork.Refuse(endPoint.Host);
                }

                await socket.ConnectAsync(open, endPoint.Port, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
            }

            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A host of another name than the request's, or that is asked for a tunnel, is the proxy, which looks names up by itself.</summary>
    private bool IsGuarded(SocketsHttpConnectionContext context) =>
        !origin.Address.IsLoopback
        && !IsHost(context, origin.Address)
        && context.InitialRequestMessage is { RequestUri: { } requested } request
        && request.Method != HttpMethod.Connect
        && IsHost(context, requested);

    /// <summary>An address of the newer kind stands in brackets in the one and without them in the other.</summary>
    private static bool IsHost(SocketsHttpConnectionContext context, Uri address) =>
        string.Equals(WithoutBrackets(context.DnsEndPoint.Host), WithoutBrackets(address.IdnHost), StringComparison.OrdinalIgnoreCase);

    private static string WithoutBrackets(string host) => host.Trim('[', ']');
}
#endif
