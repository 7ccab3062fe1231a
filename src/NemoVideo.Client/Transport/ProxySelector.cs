using System.Net;
using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Transport;

/// <summary>Which way requests go: through the proxy that was given, else through the system's, and to an API on this computer through none.</summary>
internal sealed class ProxySelector
{
    private readonly bool _isDirect;

    /// <param name="given">The caller's proxy; null: the system's.</param>
    /// <param name="api">The API.</param>
    /// <exception cref="NemoException">A proxy was given for what must not leave this computer.</exception>
    public ProxySelector(IWebProxy? given, ApiOrigin api)
    {
        if (given is not null && api.Address.Scheme == Uri.UriSchemeHttp)
        {
            throw new NemoException(
                NemoErrorKind.InvalidArgument,
                $"The connection to the API at {api.Address} is not encrypted, so a proxy could read the token.",
                "Connect without a proxy.")
            {
                Action = NemoAction.RemoveProxy,
            };
        }

        Given = given;
        _isDirect = given is null && api.Address.IsLoopback;
    }

    /// <summary>The caller's own; null where the system's is taken, or none.</summary>
    public IWebProxy? Given { get; }

    /// <summary>False where requests go straight: through the system's proxy, plain http would leave this computer.</summary>
    public bool IsAllowed => !_isDirect;

    /// <summary>The proxy on the way to an address; null where there is none.</summary>
    public Uri? Find(Uri address)
    {
        var proxy = _isDirect ? null : Given ?? OfSystem();
        return proxy is null || proxy.IsBypassed(address) || proxy.GetProxy(address) is not { } found || found == address ? null : found;
    }

    private static IWebProxy? OfSystem() =>
#if NET
        HttpClient.DefaultProxy;
#else
        WebRequest.DefaultWebProxy;
#endif
}
