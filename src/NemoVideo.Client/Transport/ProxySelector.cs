using System.Net;
using System.Text;
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
                $"The API at {api.Address} is spoken to without encryption, so a proxy would read the token.",
                "Leave -Proxy out: this computer needs none to reach itself.");
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

    /// <summary>The password for the proxy on the way to an address, in each form that is sent to it; nothing if there is none.</summary>
    public string[] FindSecrets(Uri address)
    {
        if (Find(address) is not { } proxy)
        {
            return [];
        }

        var user = Uri.UnescapeDataString(proxy.UserInfo).Split([':'], 2);
        NetworkCredential?[] credentials =
        [
            (Given ?? OfSystem())?.Credentials?.GetCredential(proxy, "Basic"),
            user.Length == 2 ? new NetworkCredential(user[0], user[1]) : null,
        ];
        return [.. credentials.Where(static one => one?.Password.Length > 0).SelectMany(static one => FormsOf(one!))];
    }

    private static IEnumerable<string> FormsOf(NetworkCredential credential)
    {
        yield return credential.Password;
        var user = credential.Domain.Length > 0 ? $@"{credential.Domain}\{credential.UserName}" : credential.UserName;
        yield return $"{user}:{credential.Password}";
        yield return Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{credential.Password}"));
    }

    private static IWebProxy? OfSystem() =>
#if NET
        HttpClient.DefaultProxy;
#else
        WebRequest.DefaultWebProxy;
#endif
}
