namespace NemoVideo.Language;

/// <summary>Recognizes the names of files that the service accepts. A test compares these extensions with the client's.</summary>
public static class MediaFileName
{
    private static readonly HashSet<string> Audio = new(StringComparer.OrdinalIgnoreCase) { ".mp3", ".wav", ".m4a", ".aac" };

    private static readonly HashSet<string> VideosAndImages = new(StringComparer.OrdinalIgnoreCase)
    {
        ".mp4", ".mov", ".avi", ".webm", ".mkv", ".jpg", ".png", ".gif", ".webp",
    };

    /// <summary>Whether a path or file name has the extension of an accepted type.</summary>
    public static bool IsSupported(string path) => VideosAndImages.Contains(Path.GetExtension(path)) || IsAudio(path);

    /// <summary>Whether a path or file name has the extension of an accepted audio type.</summary>
    public static bool IsAudio(string path) => Audio.Contains(Path.GetExtension(path));
}
