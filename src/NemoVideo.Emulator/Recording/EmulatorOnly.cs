namespace NemoVideo.Emulator.Recording;

/// <summary>Marks the endpoints that the service doesn't have. Their requests aren't recorded, and faults don't apply to them.</summary>
internal sealed record EmulatorOnly
{
    public static bool Is(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<EmulatorOnly>() is not null;
}
