namespace NemoVideo.Client.Http;

/// <summary>Selects the proxy: the caller's, else the system's, and none for an API on this computer.</summary>
internal sealed class ProxySelector
{
    private const string Socks5h = "socks5h";

#if NET
    private static readonly string[] ProxyVariables = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
#endif

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

        _isDirect = given is null && api.Address.IsLoopback;
        Given = given is WebProxy { Address.Scheme: Socks5h } socks ? ToSocks5(socks.Address, socks.Credentials) : given ?? OfEnvironment();
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

    /// <summary>.NET doesn't know socks5h (dotnet/runtime 71215), but its socks5 lets the proxy resolve names, too.</summary>
    private static WebProxy ToSocks5(Uri address, ICredentials? credentials)
    {
        var user = address.UserInfo.Split(':').Select(Uri.UnescapeDataString).ToArray();
        return new WebProxy(new UriBuilder("socks5", address.Host, address.Port).Uri)
        {
            Credentials = credentials ?? (user.Length == 2 ? new NetworkCredential(user[0], user[1]) : null),
        };
    }

    /// <summary>A socks5h proxy of the environment; null for any other, which .NET finds itself.</summary>
    private static WebProxy? OfEnvironment()
    {
#if NET
        var value = ProxyVariables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(static text => !string.IsNullOrEmpty(text));
        return Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme == Socks5h ? ToSocks5(address, null) : null;
#else
        return null;
#endif
    }

    private static IWebProxy? SystemProxy =>
#if NET
        HttpClient.DefaultProxy;
#else
        WebRequest.DefaultWebProxy;
#endif
}
