using NemoVideo.Client.Errors;

namespace NemoVideo.Client.Transport;

/// <summary>The API's scheme, host and port: the only place that the bearer goes to.</summary>
internal sealed class ApiOrigin
{
    private static readonly Uri ServiceWeb = new("https://nemovideo.com/");

    public ApiOrigin(Uri address)
    {
        if (address is { IsAbsoluteUri: true, UserInfo.Length: > 0 })
        {
            throw new NemoException(
                NemoErrorKind.InvalidArgument,
                "The API URL contains a user name or a password.",
                "Remove everything before the @ from the URL, or from NEMO_API_URL.")
            {
                Action = NemoAction.SetApiUrl,
            };
        }

        if (!address.IsAbsoluteUri || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            throw new NemoException(
                NemoErrorKind.InvalidArgument,
                $"'{(address.IsAbsoluteUri ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : "(not a whole URL)")}' is not a valid API URL: it must begin with https://, or with http:// on this computer.",
                "Correct the URL, or the environment variable NEMO_API_URL.")
            {
                Action = NemoAction.SetApiUrl,
            };
        }

        Address = address.AbsolutePath.EndsWith("/", StringComparison.Ordinal) ? address : new Uri(address.AbsoluteUri + "/");
    }

    /// <summary>The base address, ending in a slash.</summary>
    public Uri Address { get; }

    /// <summary>
    /// Where the web pages are if nobody says: the service's, but beside an API on this computer, whose sessions and users
    /// the service does not know, that API's own.
    /// </summary>
    public Uri WebPages => Address.IsLoopback ? new Uri(Address, "/") : ServiceWeb;

    /// <summary>Makes an absolute address from a path such as <c>run_sse</c>.</summary>
    public Uri Resolve(string path) => new(Address, path);

    /// <summary>Whether an address has the API's scheme, host and port.</summary>
    public bool Includes(Uri? address) => address is { IsAbsoluteUri: true }
        && Uri.Compare(address, Address, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
}
