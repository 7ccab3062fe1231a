using Microsoft.AspNetCore.Connections.Features;

namespace NemoVideo.Emulator.Protocol;

/// <summary>The names of the two listeners: the API and the CDN.</summary>
internal static class EmulatorListener
{
    public const string Api = "api";
    public const string Cdn = "cdn";

    /// <summary>The connection item that holds the listener's name.</summary>
    public static readonly object ConnectionKey = new();

    public static string NameOf(HttpContext http) =>
        http.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(ConnectionKey, out var name) == true ? (string)name! : Api;
}
