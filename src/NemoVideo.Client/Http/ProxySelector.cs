namespace NemoVideo.Client.Http;

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

        Given = given;
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

    private static IWebProxy? SystemProxy =>
#if NET
        HttpClient.DefaultProxy;
#else
        WebRequest.DefaultWebProxy;
#endif
}
