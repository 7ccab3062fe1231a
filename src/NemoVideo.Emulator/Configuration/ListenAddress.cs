namespace NemoVideo.Emulator.Configuration;

/// <summary>The address to listen on. Only a loopback address is accepted, so that no other computer can connect.</summary>
internal sealed record ListenAddress(IPEndPoint EndPoint, bool IsHttps)
{
    /// <exception cref="FormatException">The URL isn't an http address on loopback, or is https without a certificate.</exception>
    public static ListenAddress Parse(string url, bool hasCertificate)
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
