namespace NemoVideo.Emulator.Protocol;

/// <summary>One of the two listeners: the API or the CDN. It is a feature of each of its connections.</summary>
internal sealed record EmulatorListener(string Name)
{
    public static readonly EmulatorListener Api = new("api");
    public static readonly EmulatorListener Cdn = new("cdn");

    public static EmulatorListener Of(HttpContext http) => http.Features.GetRequiredFeature<EmulatorListener>();
}
