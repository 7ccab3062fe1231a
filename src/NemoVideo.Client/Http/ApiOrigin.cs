namespace NemoVideo.Client.Http;

/// <summary>The API's scheme, host and port. The bearer token is sent nowhere else.</summary>
internal sealed class ApiOrigin
{
    private static readonly Uri DefaultApi = new("https://mega-api-prod.nemovideo.ai/");
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

    /// <summary>The API of a connection.</summary>
    public static ApiOrigin Of(NemoClientOptions options) => new(options.ApiUrl ?? FromEnvironment("NEMO_API_URL") ?? DefaultApi);

    /// <summary>The base URL, ending in a slash.</summary>
    public Uri Address { get; }

    /// <summary>The web URL of a connection.</summary>
    public Uri FindWebUrl(NemoClientOptions options) => CheckWebUrl(options.WebUrl ?? FromEnvironment("NEMO_WEB_URL") ?? WebPages);

    /// <summary>The default web URL. The service's web pages don't have the sessions of an API on this computer.</summary>
    private Uri WebPages => Address.IsLoopback ? new Uri(Address, "/") : ServiceWeb;

    public Uri Resolve(string path) => new(Address, path);

    public bool Includes(Uri? address) => address is { IsAbsoluteUri: true }
        && Uri.Compare(address, Address, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static Uri CheckWebUrl(Uri address) =>
        UrlText.IsWeb(address) && address.UserInfo.Length == 0 ? address
        : throw new NemoException(
            NemoErrorKind.InvalidArgument,
            "The web URL must be an absolute http or https URL without a user name.",
            "Correct the URL in the command or in the environment variable NEMO_WEB_URL.");

    private static Uri? FromEnvironment(string name) =>
        Environment.GetEnvironmentVariable(name) is not { Length: > 0 } text ? null
        : UrlText.Parse(text) is { } address ? address
        : throw new NemoException(
            NemoErrorKind.InvalidArgument,
            $"The value of the environment variable {name} is not a valid URL.",
            $"Set {name} to a URL such as https://host/, or remove the environment variable.");

    private static NemoException Invalid(string message, string nextStep) =>
        new(NemoErrorKind.InvalidArgument, message, nextStep) { Action = NemoAction.SetApiUrl };
}
