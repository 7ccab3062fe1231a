namespace NemoVideo.Emulator.Media;

/// <summary>The file types that the service accepts (protocol section 6), by file extension.</summary>
internal static class MediaTypes
{
    private static readonly Dictionary<string, (MediaKind Kind, string ContentType)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        [".mp4"] = (MediaKind.Video, "video/mp4"),
        [".mov"] = (MediaKind.Video, "video/quicktime"),
        [".avi"] = (MediaKind.Video, "video/x-msvideo"),
        [".webm"] = (MediaKind.Video, "video/webm"),
        [".mkv"] = (MediaKind.Video, "video/x-matroska"),
        [".jpg"] = (MediaKind.Image, "image/jpeg"),
        [".jpeg"] = (MediaKind.Image, "image/jpeg"),
        [".png"] = (MediaKind.Image, "image/png"),
        [".gif"] = (MediaKind.Image, "image/gif"),
        [".webp"] = (MediaKind.Image, "image/webp"),
        [".mp3"] = (MediaKind.Audio, "audio/mpeg"),
        [".wav"] = (MediaKind.Audio, "audio/wav"),
        [".m4a"] = (MediaKind.Audio, "audio/mp4"),
        [".aac"] = (MediaKind.Audio, "audio/aac"),
    };

    public static MediaKind? KindOf(string fileName) =>
        Known.TryGetValue(Path.GetExtension(fileName), out var type) ? type.Kind : null;

    public static string ContentTypeOf(string fileName) =>
        Known.TryGetValue(Path.GetExtension(fileName), out var type) ? type.ContentType : "application/octet-stream";
}
