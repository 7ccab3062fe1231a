using NemoVideo.Client.Http;

namespace NemoVideo.Client.Exports;

/// <summary>Decides which URLs a video may be read from: https, or http on this computer for an API on this computer.</summary>
internal static class OutputAddress
{
    public const string IsNotWeb = "it is not a valid http or https URL";
    public const string HasToken = "it contains the token";
    private const string IsNotEncrypted = "the video could be modified in transit over HTTP";

    /// <summary>Why a URL from the service or a redirect isn't read, as the end of a sentence; null if it may be read.</summary>
    public static string? Refusal(Uri address, ApiOrigin origin, Uri from) =>
        origin.Includes(address) && origin.Includes(from) ? null
        : address.Scheme == Uri.UriSchemeHttp && !(address.IsLoopback && from.IsLoopback) ? IsNotEncrypted
        : address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps ? IsNotWeb
        : null;
}
