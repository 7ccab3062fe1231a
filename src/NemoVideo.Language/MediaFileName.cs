namespace NemoVideo.Language;

/// <summary>Recognizes the names of files that the service accepts. A test compares these extensions with the client's.</summary>
public static class MediaFileName
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".mp4", ".mov", ".avi", ".webm", ".mkv", ".jpg", ".png", ".gif", ".webp", ".mp3", ".wav", ".m4a", ".aac",
    };

    /// <summary>Whether a path or file name has the extension of an accepted type.</summary>
    public static bool IsSupported(string path) => Extensions.Contains(Path.GetExtension(path));
}
