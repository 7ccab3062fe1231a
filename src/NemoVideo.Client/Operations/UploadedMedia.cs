namespace NemoVideo.Client.Operations;

/// <summary>A file as the service took it (protocol section 6). What the service does not say is null.</summary>
/// <param name="FileName">Its name.</param>
/// <param name="MediaKind">What it is, such as <c>video</c>.</param>
/// <param name="Address">Where the service keeps it.</param>
/// <param name="Duration">Its length.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="FrameRate">Its frames per second.</param>
/// <param name="Hash">The service's hash of it.</param>
public sealed record UploadedMedia(
    string FileName, string? MediaKind, Uri? Address, TimeSpan? Duration, int? Width, int? Height, double? FrameRate, string? Hash)
{
    /// <summary>Whether the service says that the session's state does not have it yet.</summary>
    internal bool IsYetToCome { get; init; }
}
