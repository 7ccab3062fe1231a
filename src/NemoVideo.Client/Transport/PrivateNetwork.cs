using System.Net;
using System.Net.Sockets;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Transport;

/// <summary>
/// Addresses that mean another machine to everyone who uses them: this computer, the network at home or in the company, the
/// neighbours on the wire. A service that names one wants something read that it cannot reach itself.
/// </summary>
internal static class PrivateNetwork
{
    private static readonly string[] PrivateSuffixes = [".localhost", ".local", ".internal", ".lan", ".home.arpa"];

    private static readonly TimeSpan LookupTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The first bits, and how many of them count.</summary>
    private static readonly (byte[] Network, int Bits)[] Networks =
    [
        (IPAddress.Parse("0.0.0.0").GetAddressBytes(), 8),
        (IPAddress.Parse("10.0.0.0").GetAddressBytes(), 8),
        (IPAddress.Parse("100.64.0.0").GetAddressBytes(), 10),
        (IPAddress.Parse("127.0.0.0").GetAddressBytes(), 8),
        (IPAddress.Parse("169.254.0.0").GetAddressBytes(), 16),
        (IPAddress.Parse("172.16.0.0").GetAddressBytes(), 12),
        (IPAddress.Parse("192.0.0.0").GetAddressBytes(), 24),
        (IPAddress.Parse("192.168.0.0").GetAddressBytes(), 16),
        (IPAddress.Parse("198.18.0.0").GetAddressBytes(), 15),
        (IPAddress.Parse("224.0.0.0").GetAddressBytes(), 3),
        (IPAddress.Parse("::").GetAddressBytes(), 127),
        (IPAddress.Parse("::ffff:0:0:0").GetAddressBytes(), 96),
        (IPAddress.Parse("64:ff9b:1::").GetAddressBytes(), 48),
        (IPAddress.Parse("2001::").GetAddressBytes(), 32),
        (IPAddress.Parse("fc00::").GetAddressBytes(), 7),
        (IPAddress.Parse("fe80::").GetAddressBytes(), 9),
        (IPAddress.Parse("ff00::").GetAddressBytes(), 8),
    ];

    /// <summary>Whether an address is one of them.</summary>
    public static bool Includes(IPAddress address)
    {
        var bytes = Plain(address).GetAddressBytes();
        return Networks.Any(one => one.Network.Length == bytes.Length && Matches(bytes, one.Network, one.Bits));
    }

    /// <summary>Whether a host's name is such an address, or is this computer's. A name of another kind has to be looked up.</summary>
    public static bool Includes(Uri address) =>
        address.IsLoopback || IncludesName(address.DnsSafeHost.TrimEnd('.'));

    /// <summary>Whether a name is such an address as text, or one that only a private network gives a meaning to.</summary>
    private static bool IncludesName(string host) =>
        IPAddress.TryParse(host, out var literal) ? Includes(literal)
        : host.IndexOf('.') < 0 || PrivateSuffixes.Any(suffix => host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a host's name means a private address, among others or alone, as far as this computer can look it up.</summary>
    public static async Task<bool> IsNameOfAsync(string host, TimeProvider time)
    {
        try
        {
            using var patience = Delay.CancelAfter(LookupTimeout, time);
#if NET
            var addresses = await Dns.GetHostAddressesAsync(host, patience.Token).ConfigureAwait(false);
#else
            var addresses = await Delay.UntilAsync(Dns.GetHostAddressesAsync(host), patience.Token).ConfigureAwait(false);
#endif
            return addresses.Any(Includes);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>What is said where the name of a host turns out to mean such an address.</summary>
    public static NemoException Refuse(string host) => new(
        NemoErrorKind.InvalidResponse,
        $"The service names {host}, which leads into a private network: nothing is read from there.",
        "If that host is to be trusted, read the address yourself; if not, do not use this service.");

    /// <summary>An address of the older kind can be written as one of the newer, in three ways.</summary>
    private static IPAddress Plain(IPAddress address)
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

    /// <summary>64:ff9b::/96, through which an address of the older kind is reached from a network of the newer.</summary>
    private static bool IsTranslated(byte[] bytes) =>
        bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == 0xff && bytes[3] == 0x9b && bytes.Skip(4).Take(8).All(static part => part == 0);

    private static bool Matches(byte[] address, byte[] network, int bits)
    {
        for (var place = 0; place * 8 < bits; place++)
        {
            var mask = (byte)(0xff << Math.Max(0, 8 - (bits - (place * 8))));
            if ((address[place] & mask) != (network[place] & mask))
            {
                return false;
            }
        }

        return true;
    }
}
