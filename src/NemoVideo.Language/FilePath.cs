namespace NemoVideo.Language;

/// <summary>Distinguishes paths and URLs from words by their first characters.</summary>
internal static class FilePath
{
    private static readonly string[] Roots = ["./", ".\\", "../", "..\\", "~/", "~\\", "\\\\"];

    public static bool IsAddress(string text) =>
        text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a path with an explicit root begins here: <c>C:\</c>, <c>/home/</c>, <c>./</c>, <c>~/</c>.</summary>
    public static bool IsRooted(string text, int start) =>
        Array.Exists(Roots, root => string.CompareOrdinal(text, start, root, 0, root.Length) == 0)
        || IsDrive(text, start)
        || IsFromTop(text, start);

    /// <summary>Whether the whole text is one path to a file of an accepted type. The path can contain spaces.</summary>
    public static bool IsMediaFile(string text) =>
        IsRooted(text, 0) && MediaFileName.IsSupported(text) && !text.Any(char.IsControl);

    private static bool IsDrive(string text, int start) =>
        start + 2 < text.Length && char.IsLetter(text[start]) && text[start + 1] == ':' && text[start + 2] is '\\' or '/';

    // A second slash is required, because "/export" is a chat command and not a file.
    private static bool IsFromTop(string text, int start)
    {
        if (text[start] != '/')
        {
            return false;
        }

        var next = start + 1;
        while (next < text.Length && text[next] != '/' && !char.IsWhiteSpace(text[next]))
        {
            next++;
        }

        return next > start + 1 && next < text.Length && text[next] == '/';
    }
}

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
