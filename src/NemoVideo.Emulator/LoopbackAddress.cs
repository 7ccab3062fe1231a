using System.Net;

namespace NemoVideo.Emulator;

/// <summary>Reads where to listen, and refuses whatever other machines could reach.</summary>
internal static class LoopbackAddress
{
    /// <exception cref="FormatException">An address is malformed, not http, or not on loopback.</exception>
    public static IReadOnlyList<IPEndPoint> ParseAll(string urls)
    {
        var addresses = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return addresses.Length > 0
            ? [.. addresses.Select(Parse)]
            : throw new FormatException("--urls names no address.");
    }

    private static IPEndPoint Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp)
        {
            throw new FormatException($"'{url}' is no http address.");
        }

        // A name is not resolved: what it points to can change after it was checked.
        if (address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase))
        {
            return new IPEndPoint(IPAddress.Loopback, address.Port);
        }

        return IPAddress.TryParse(address.DnsSafeHost, out var ip) && IPAddress.IsLoopback(ip)
            ? new IPEndPoint(ip, address.Port)
            : throw new FormatException(
                $"'{url}' is not on loopback. The emulator serves this computer only: use http://127.0.0.1:<port>.");
    }
}
