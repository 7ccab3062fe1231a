using System.Net.Sockets;

namespace NemoVideo.Client.Transport;

/// <summary>
/// Addresses of this computer and of private networks. A hostile service could name them to have something read that it can't reach.
/// </summary>
internal static class PrivateNetwork
{
    private static readonly string[] PrivateSuffixes = [".localhost", ".local", ".internal", ".lan", ".home.arpa"];

    private static readonly TimeSpan LookupTimeout = TimeSpan.FromSeconds(5);

    private static readonly (byte[] Network, int PrefixLength)[] Networks =
    [
        .. new (string Network, int PrefixLength)[]
        {
            ("0.0.0.0", 8), ("10.0.0.0", 8), ("100.64.0.0", 10), ("127.0.0.0", 8), ("169.254.0.0", 16), ("172.16.0.0", 12),
            ("168.63.129.16", 32), ("192.0.0.0", 24), ("192.88.99.0", 24), ("192.168.0.0", 16), ("198.18.0.0", 15), ("224.0.0.0", 3),
            ("::", 96), ("100::", 64), ("::ffff:0:0:0", 96), ("64:ff9b:1::", 48), ("2001::", 32), ("fc00::", 7), ("fe80::", 9), ("ff00::", 8),
        }.Select(static one => (IPAddress.Parse(one.Network).GetAddressBytes(), one.PrefixLength)),
    ];

    public static bool Includes(IPAddress address)
    {
        var bytes = ToIPv4(address).GetAddressBytes();
        return Networks.Any(one => one.Network.Length == bytes.Length && Matches(bytes, one.Network, one.PrefixLength));
    }

    /// <summary>Whether the host is such an address, or a name that only a private network resolves. Other names must be resolved.</summary>
    public static bool Includes(Uri address)
    {
        var host = address.DnsSafeHost.TrimEnd('.');
        return address.IsLoopback
            || (IPAddress.TryParse(host, out var literal) ? Includes(literal)
                : host.IndexOf('.') < 0 || PrivateSuffixes.Any(suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Whether a host name has a private address, as far as this computer can resolve it.</summary>
    public static async Task<bool> IsNameOfAsync(string host, TimeProvider time)
    {
        try
        {
            using var timeout = Delay.CancelAfter(LookupTimeout, time);
#if NET
            var addresses = await Dns.GetHostAddressesAsync(host, timeout.Token).ConfigureAwait(false);
#else
            var addresses = await Delay.UntilAsync(Dns.GetHostAddressesAsync(host), timeout.Token).ConfigureAwait(false);
#endif
            return addresses.Any(Includes);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException or OperationCanceledException)
        {
            return false;
        }
    }

    public static NemoException Refuse(string host) => new(
        NemoErrorKind.InvalidResponse,
        $"The service names {host}, which is in a private network. Nothing is read from there.",
        "If you trust that host, read the URL yourself. Otherwise don't use this service.");

    /// <summary>The IPv4 address that is embedded in an IPv6 address, in one of three ways; else the address itself.</summary>
    private static IPAddress ToIPv4(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        return address.IsIPv4MappedToIPv6 || IsTranslated(bytes) ? new IPAddress(bytes.Skip(12).ToArray())
            : bytes[0] == 0x20 && bytes[1] == 0x02 ? new IPAddress(bytes.Skip(2).Take(4).ToArray())
            : address;
    }

    /// <summary>64:ff9b::/96, for IPv4 addresses that are reached from an IPv6 network.</summary>
    private static bool IsTranslated(byte[] bytes) =>
        bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == 0xff && bytes[3] == 0x9b && bytes.Skip(4).Take(8).All(static part => part == 0);

    private static bool Matches(byte[] address, byte[] network, int prefixLength)
    {
        for (var i = 0; i * 8 < prefixLength; i++)
        {
            var mask = (byte)(0xff << Math.Max(0, 8 - (prefixLength - (i * 8))));
            if ((address[i] & mask) != (network[i] & mask))
            {
                return false;
            }
        }

        return true;
    }
}
#if NET

/// <summary>
/// Opens connections, but not to a private address of a foreign host name. A service on this computer may name any host.
/// </summary>
internal sealed class PrivateNetworkGuard(ApiOrigin origin)
{
    /// <exception cref="NemoException">The host has only private addresses.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var endPoint = context.DnsEndPoint;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (IsGuarded(context))
            {
                // Connects to the addresses that were checked: a second lookup could return others.
                var addresses = await Dns.GetHostAddressesAsync(endPoint.Host, cancellationToken).ConfigureAwait(false);
                var allowed = addresses.Where(static address => !PrivateNetwork.Includes(address)).ToArray();
                if (allowed.Length == 0 && addresses.Length > 0)
                {
                    throw PrivateNetwork.Refuse(endPoint.Host);
                }

                await socket.ConnectAsync(allowed, endPoint.Port, cancellationToken).ConfigureAwait(false);
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

    /// <summary>A connection to another host than the request's, or for a tunnel, goes to the proxy, which resolves names itself.</summary>
    private bool IsGuarded(SocketsHttpConnectionContext context) =>
        !origin.Address.IsLoopback
        && !IsHost(context, origin.Address)
        && context.InitialRequestMessage is { RequestUri: { } requested } request
        && request.Method != HttpMethod.Connect
        && IsHost(context, requested);

    /// <summary>An IPv6 address is in brackets in one of the two.</summary>
    private static bool IsHost(SocketsHttpConnectionContext context, Uri address) =>
        string.Equals(context.DnsEndPoint.Host.Trim('[', ']'), address.IdnHost.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);
}
#endif
