namespace NemoVideo.Client.Http;

/// <summary>The API's scheme, host and port. The bearer token is sent nowhere else.</summary>
internal sealed class ApiOrigin
{
    private static readonly Uri ServiceWeb = new("https://nemovideo.com/");

    public ApiOrigin(Uri address)
    {
        if (address.IsAbsoluteUri && address.UserInfo.Length + address.Query.Length + address.Fragment.Length > 0)
        {
            throw Invalid(
                "The API URL contains a user name, a password, a query or a fragment.", "Specify only the host, the port and the path.");
        }

        if (!address.IsAbsoluteUri
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            var shown = address.IsAbsoluteUri ? $"'{UrlText.WithoutSecrets(address)}'" : "A relative URL";
            throw Invalid(
                $"{shown} is not a valid API URL.",
                "Use a URL that begins with https://, or with http:// for an API on this computer (localhost).");
        }

        Address = new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
    }

    /// <summary>The base URL, ending in a slash.</summary>
    public Uri Address { get; }

    /// <summary>The default web URL. The service's web pages don't have the sessions of an API on this computer.</summary>
    public Uri WebPages => Address.IsLoopback ? new Uri(Address, "/") : ServiceWeb;

    public Uri Resolve(string path) => new(Address, path);

    public bool Includes(Uri? address) => address is { IsAbsoluteUri: true }
        && Uri.Compare(address, Address, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static NemoException Invalid(string message, string nextStep) =>
        new(NemoErrorKind.InvalidArgument, message, nextStep) { Action = NemoAction.SetApiUrl };
}
