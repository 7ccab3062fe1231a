using System.Text;

namespace NemoVideo.Client.Tests.Support;

/// <summary>The first bytes of media files, by extension.</summary>
internal static class MediaHead
{
    /// <summary>The signature of a file's extension, up to 16 bytes; empty if the extension isn't one of a media file.</summary>
    public static byte[] Of(string name) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".mp4" or ".mov" or ".m4a" => Latin("\0\0\0\u0008ftyp\0\0\0\u0008moov"),
        ".avi" => Latin("RIFF\u00FF\0\0\0AVI "),
        ".webm" or ".mkv" => Latin("\u001AE\u00DF\u00A3"),
        ".jpg" or ".jpeg" => Latin("\u00FF\u00D8\u00FF\u00E0"),
        ".png" => Latin("\u0089PNG\r\n\u001A\n"),
        ".gif" => Latin("GIF89a"),
        ".webp" => Latin("RIFF\u00FF\0\0\0WEBP"),
        ".mp3" => Latin("\u00FF\u00FB"),
        ".wav" => Latin("RIFF\u00FF\0\0\0WAVE"),
        ".aac" => Latin("\u00FF\u00F1"),
        _ => [],
    };

    public static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
