namespace NemoVideo.Emulator.Configuration;

/// <summary>An address to listen on. Only loopback addresses are accepted, so that no other computer can connect.</summary>
internal sealed record ListenAddress(IPEndPoint EndPoint, bool IsHttps)
{
    /// <summary>The addresses, which are separated by semicolons. Https needs a certificate.</summary>
    /// <exception cref="FormatException">An address isn't an http address on loopback, or is https without a certificate.</exception>
    public static IReadOnlyList<ListenAddress> ParseAll(string urls, bool hasCertificate)
    {
        var addresses = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return addresses.Length > 0
            ? [.. addresses.Select(address => Parse(address, hasCertificate))]
            : throw new FormatException("--urls is empty. Use a URL such as http://127.0.0.1:5090.");
    }

    private static ListenAddress Parse(string url, bool hasCertificate)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new FormatException($"'{url}' isn't an http or https URL.");
        }

        var isHttps = address.Scheme == Uri.UriSchemeHttps;
        if (isHttps && !hasCertificate)
        {
            throw new FormatException($"'{url}' requires a certificate. Use --certificate <file>.");
        }

        // Names aren't resolved: a name can point to another address after the check.
        var host = address.Host == "localhost" ? "127.0.0.1" : address.DnsSafeHost;
        return IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip)
            ? new ListenAddress(new IPEndPoint(ip, address.Port), isHttps)
            : throw new FormatException(
                $"'{url}' is not a loopback address. The emulator accepts connections only from this computer. Use http://127.0.0.1:<port>.");
    }
}
