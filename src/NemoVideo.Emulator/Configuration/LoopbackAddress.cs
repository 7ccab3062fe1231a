using System.Net;

namespace NemoVideo.Emulator.Configuration;

/// <summary>Reads where to listen, and refuses whatever other machines could reach.</summary>
internal static class LoopbackAddress
{
    /// <param name="urls">The addresses, separated by semicolons.</param>
    /// <param name="hasCertificate">Whether there is a certificate for https.</param>
    /// <exception cref="FormatException">An address is malformed, not http, or not on loopback; or it is https without a certificate.</exception>
    public static IReadOnlyList<ListenAddress> ParseAll(string urls, bool hasCertificate)
    {
        var addresses = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return addresses.Length > 0
            ? [.. addresses.Select(address => Parse(address, hasCertificate))]
            : throw new FormatException("--urls names no address.");
    }

    private static ListenAddress Parse(string url, bool hasCertificate)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new FormatException($"'{url}' is no http address.");
        }

        var isEncrypted = address.Scheme == Uri.UriSchemeHttps;
        return isEncrypted && !hasCertificate
            ? throw new FormatException($"'{url}' needs a certificate: --certificate <file>.")
            : new ListenAddress(EndPointOf(url, address), isEncrypted);
    }

    private static IPEndPoint EndPointOf(string url, Uri address)
    {
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
