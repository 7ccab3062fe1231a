using System.Net.Sockets;

namespace NemoVideo.Client.Transport;

/// <summary>Addresses of this computer and of private networks. A hostile service could return them to make the client read them.</summary>
internal static class PrivateNetwork
{
    private const string IPv4 = "4:";
    private const string IPv6 = "6:";

    private static readonly string[] PrivateSuffixes = [".localhost", ".local", ".internal", ".lan", ".home.arpa"];

    private static readonly TimeSpan LookupTimeout = TimeSpan.FromSeconds(5);

    private static readonly string[] Networks =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/3",
            // Global IPv6 addresses are in 2000::/3.
            "::/3", "2001::/23", "2001:db8::/32", "3fff::/20", "4000::/2", "8000::/1",
        }.Select(PrefixOf),
    ];

    /// <summary>IPv6 networks whose addresses contain an IPv4 address (mapped, translated, 6to4), and the bit at which it begins.</summary>
    private static readonly (string Prefix, int Start)[] Embeddings =
        [(PrefixOf("::ffff:0:0/96"), 96), (PrefixOf("64:ff9b::/96"), 96), (PrefixOf("2002::/16"), 16)];

    public static bool Includes(IPAddress address)
    {
        var bits = BitsOf(address);
        foreach (var (prefix, start) in Embeddings)
        {
            bits = bits.StartsWith(prefix, StringComparison.Ordinal) ? IPv4 + bits.Substring(IPv6.Length + start, 32) : bits;
        }

        return Networks.Any(network => bits.StartsWith(network, StringComparison.Ordinal));
    }

    /// <summary>
    /// Whether the host is a private address or a name that only a private network resolves. Other names must be resolved first.
    /// </summary>
    public static bool Includes(Uri address)
    {
        var host = address.DnsSafeHost.TrimEnd('.');
        return address.IsLoopback
            || (IPAddress.TryParse(host, out var literal) ? Includes(literal)
                : host.IndexOf('.') < 0 || PrivateSuffixes.Any(suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)));
    }

    public static async Task<bool> IsNameOfAsync(string host, TimeProvider time)
    {
        try
        {
            using var timeout = Delay.CancelAfter(LookupTimeout, time);
            var addresses = await Delay.UntilAsync(Dns.GetHostAddressesAsync(host), timeout.Token).ConfigureAwait(false);
            return addresses.Any(Includes);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException or OperationCanceledException)
        {
            return false;
        }
    }

    public static NemoException Refuse(string host) => new(
        NemoErrorKind.InvalidResponse,
        $"The host {host} in a URL from the service is on a private network. The module didn't open the URL.",
        "If you trust the host named in the error, open the export's output URL in a browser. Otherwise, check that the API URL is correct.");

    /// <summary>The family and the bits of an address, such as <c>4:00001010…</c> for 10.0.0.1.</summary>
    private static string BitsOf(IPAddress address) =>
        (address.AddressFamily == AddressFamily.InterNetworkV6 ? IPv6 : IPv4)
        + string.Concat(address.GetAddressBytes().Select(static part => Convert.ToString(part, 2).PadLeft(8, '0')));

    private static string PrefixOf(string network)
    {
        var parts = network.Split('/');
        return BitsOf(IPAddress.Parse(parts[0])).Substring(0, IPv4.Length + int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
#if NET

/// <summary>Opens connections, but not to private addresses of other hosts. A service on this computer may return any host.</summary>
internal sealed class PrivateNetworkGuard(ApiOrigin origin, ProxySelector proxies)
{
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var endPoint = context.DnsEndPoint;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (IsGuarded(context))
            {
                // Connects to the checked addresses, because a second lookup could return others.
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

            return context.InitialRequestMessage.Method == HttpMethod.Connect
                ? new TunnelStream(socket, proxies) : new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A connection to another host than the request's, or for a tunnel, goes to the proxy, which resolves names itself.</summary>
    private bool IsGuarded(SocketsHttpConnectionContext context) =>
        !IsHost(context, origin.Address)
        && context.InitialRequestMessage is { RequestUri: { } requested } request
        && !origin.IsLocalWith(requested)
        && request.Method != HttpMethod.Connect
        && IsHost(context, requested);

    /// <summary>Compares hosts and ports. An IPv6 address can be in brackets in one of them.</summary>
    private static bool IsHost(SocketsHttpConnectionContext context, Uri address) => context.DnsEndPoint.Port == address.Port
        && string.Equals(context.DnsEndPoint.Host.Trim('[', ']'), address.IdnHost.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);
}
#endif
