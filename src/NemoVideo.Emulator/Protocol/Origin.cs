using Microsoft.AspNetCore.Connections.Features;

namespace NemoVideo.Emulator.Protocol;

/// <summary>Tells the API's listener from the one that stands for the content network.</summary>
internal static class Origin
{
    public const string Api = "api";
    public const string Cdn = "cdn";

    /// <summary>The key under which a listener marks its connections.</summary>
    public static readonly object ConnectionKey = new();

    public static string Of(HttpContext http) =>
        http.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(ConnectionKey, out var origin) == true
            ? (string)origin!
            : Api;
}
