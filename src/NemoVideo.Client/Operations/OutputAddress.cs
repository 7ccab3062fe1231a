using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Operations;

/// <summary>Which addresses a video may be read from: the service names them, and a hostile one would name what it cannot reach itself.</summary>
internal static class OutputAddress
{
    public const string NotOfTheWeb = "it is no address of the web";
    public const string HoldsToken = "it holds the token";

    /// <summary>Why an address is not read, as the end of a sentence; null where it may be.</summary>
    /// <param name="address">The address.</param>
    /// <param name="origin">The API, whose own addresses are as good as itself.</param>
    /// <param name="from">The address that led there.</param>
    public static string? Refusal(Uri address, ApiOrigin origin, Uri from) =>
        origin.Includes(address) && origin.Includes(from) ? null
        : address.Scheme == Uri.UriSchemeHttp && !(address.IsLoopback && from.IsLoopback) ? "without encryption, anyone on the way could change it"
        : address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps ? NotOfTheWeb
        : !origin.Address.IsLoopback && PrivateNetwork.Includes(address) ? "it leads into a private network"
        : null;
}
