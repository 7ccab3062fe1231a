namespace NemoVideo.Client.Protocol;

/// <summary>The types of file that the service takes (protocol section 6), told by the extension.</summary>
internal static class MediaType
{
    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".mp4"] = "video/mp4",
        [".mov"] = "video/quicktime",
        [".avi"] = "video/x-msvideo",
        [".webm"] = "video/webm",
        [".mkv"] = "video/x-matroska",
        [".jpg"] = "image/jpeg",
        [".png"] = "image/png",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".mp3"] = "audio/mpeg",
        [".wav"] = "audio/wav",
        [".m4a"] = "audio/mp4",
        [".aac"] = "audio/aac",
    };

    /// <summary>The accepted extensions as a person reads them.</summary>
    public static string AcceptedExtensions { get; } =
        string.Join(", ", ByExtension.Keys.Select(static extension => extension.TrimStart('.')));

    /// <summary>The media type of a file, or null where the service does not take it.</summary>
    public static string? Of(string path) => ByExtension.TryGetValue(Path.GetExtension(path), out var type) ? type : null;
}
