namespace NemoVideo.Client.Transport;

/// <summary>Selects the proxy: the caller's, else the system's, and none for an API on this computer.</summary>
internal sealed class ProxySelector
{
    private readonly bool _isDirect;

    public ProxySelector(IWebProxy? given, ApiOrigin api)
    {
        if (given is not null && api.Address.Scheme == Uri.UriSchemeHttp)
        {
            throw new NemoException(
                NemoErrorKind.InvalidArgument,
                $"The connection to the API at {UrlText.WithoutSecrets(api.Address)} is not encrypted, so a proxy could read the token.",
                "Connect without a proxy.")
            { Action = NemoAction.RemoveProxy };
        }

        Given = given is null ? null : new LocalBypass(given);
        _isDirect = given is null && api.Address.IsLoopback;
    }

    public IWebProxy? Given { get; }

    /// <summary>The authentication schemes that the proxy offered when it last rejected a connection; empty if it never did.</summary>
    public IReadOnlyList<string> OfferedSchemes { get; set; } = [];

    /// <summary>Whether a proxy may be used. Through the system's proxy, plain http would leave this computer.</summary>
    public bool IsAllowed => !_isDirect;

    public Uri? Find(Uri address)
    {
        var proxy = _isDirect ? null : Given ?? SystemProxy;
        return proxy is null || proxy.IsBypassed(address) || proxy.GetProxy(address) is not { } found || found == address ? null : found;
    }

    /// <summary>Returns the proxy's password for a URL, in each format in which it is sent; empty if there is none.</summary>
    public string[] FindSecrets(Uri address)
    {
        if (Find(address) is not { } proxy)
        {
            return [];
        }

        var user = Uri.UnescapeDataString(proxy.UserInfo).Split([':'], 2);
        NetworkCredential?[] credentials =
        [
            (Given ?? SystemProxy)?.Credentials?.GetCredential(proxy, "Basic"),
            user.Length == 2 ? new NetworkCredential(user[0], user[1]) : null,
        ];
        return [.. credentials.Where(static one => one?.Password.Length > 0).SelectMany(static one => FormsOf(one!))];
    }

    private static string[] FormsOf(NetworkCredential credential)
    {
        var user = credential.Domain.Length > 0 ? $@"{credential.Domain}\{credential.UserName}" : credential.UserName;
        var pair = $"{user}:{credential.Password}";
        return [credential.Password, pair, Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))];
    }

    private static IWebProxy? SystemProxy =>
#if NET
        HttpClient.DefaultProxy;
#else
        WebRequest.DefaultWebProxy;
#endif
}

/// <summary>A proxy that isn't used for plain HTTP on this computer, because the proxy could read and change what it transfers.</summary>
internal sealed class LocalBypass(IWebProxy proxy) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => proxy.Credentials;
        set => proxy.Credentials = value;
    }

    public Uri? GetProxy(Uri destination) => Includes(destination) ? null : proxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => Includes(host) || proxy.IsBypassed(host);

    private static bool Includes(Uri address) => address.Scheme == Uri.UriSchemeHttp && address.IsLoopback;
}
