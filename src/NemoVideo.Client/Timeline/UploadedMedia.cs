using NemoVideo.Client.Http;

namespace NemoVideo.Client.Timeline;

/// <summary>An uploaded file (protocol section 6). A value is null if the service doesn't send it.</summary>
/// <param name="FileName">Its name; empty if a state contains none.</param>
/// <param name="MediaKind">Its kind, such as <c>video</c>.</param>
/// <param name="Address">Its URL at the service.</param>
/// <param name="Duration">Its duration; null for a photo, also if the service sends that of one frame.</param>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="FrameRate">Its frames per second.</param>
/// <param name="Hash">The hash of the file, as computed by the service.</param>
public sealed record UploadedMedia(
    string FileName, string? MediaKind, Uri? Address, TimeSpan? Duration, int? Width, int? Height, double? FrameRate, string? Hash)
{
    private const double MaxFrameRate = 1000;

    /// <summary>True if the service didn't confirm that the session contains the file, so that its state must show it.</summary>
    internal bool IsPending { get; init; }

    internal static UploadedMedia Read(JsonElement file, string name)
    {
        var (kind, duration, rate) = (file.FirstText("file_type", "type"), file.Seconds("duration"), file.Real("fps", MaxFrameRate));
        var isPhoto = kind == "image" && (duration is null || duration.Value.TotalSeconds * rate < 1.5);
        return new UploadedMedia(
            file.FirstText("filename", "file_name", "name") ?? name, kind, JsonAccess.WebAddress(file.FirstText("cdn_url", "url")),
            isPhoto ? null : duration, file.Count("width"), file.Count("height"), isPhoto ? null : rate, file.Text("hash"));
    }

    /// <summary>The name of a file without its extension, whatever characters it contains.</summary>
    internal static string Stem(string name) => name.LastIndexOf('.') is > 0 and var dot ? name.Substring(0, dot) : name;

    /// <summary>Finds the upload with this name that was added to a state; null if there is none.</summary>
    internal static UploadedMedia? FindAdded(TimelineState before, TimelineState after, string name) =>
        Named(after, name).Count() > Named(before, name).Count() ? Named(after, name).Last() : null;

    private static IEnumerable<UploadedMedia> Named(TimelineState state, string name)
    {
        // Names in responses are read as one line, but the name of a local file can contain a line break.
        var line = ControlCharacters.OneLine(name);
        return state.Uploads.Where(upload => upload.FileName == line);
    }
}
