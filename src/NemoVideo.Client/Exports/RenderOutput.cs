namespace NemoVideo.Client.Exports;

/// <summary>The options of a render (protocol section 8). Those that are null aren't sent.</summary>
/// <param name="Quality">The quality, as the service names it.</param>
/// <param name="Resolution">The resolution, such as <c>1080p</c> or <c>4K</c>. Default: the service's.</param>
/// <param name="FrameRate">The frames per second. Default: the service's.</param>
public sealed record RenderOutput(string Quality = "high", string? Resolution = null, double? FrameRate = null)
{
    /// <summary>The format of all videos, and their extension. The service has no other one.</summary>
    public const string Format = "mp4";

    /// <summary>The resolution and the frame rate, such as <c>4K 60 fps</c>; null for neither.</summary>
    public string? Options => Resolution is null && FrameRate is null ? null : FrameRate is not { } rate ? Resolution
        : FormattableString.Invariant($"{Resolution} {rate} fps").TrimStart();

    internal string ToJson()
    {
        var json = new JsonObject { ["format"] = Format, ["quality"] = Quality };
        if (Resolution is not null)
        {
            json["resolution"] = Resolution;
        }

        if (FrameRate is not null)
        {
            json["fps"] = FrameRate;
        }

        return json.ToJsonString();
    }
}
