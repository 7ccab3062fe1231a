namespace NemoVideo.Client.Uploads;

/// <summary>Recognizes the type of a file by its first bytes, because its extension can be wrong.</summary>
internal static class MediaContent
{
    /// <summary>The number of bytes at the beginning of a file that are needed to recognize it.</summary>
    public const int HeadLength = 512;

    /// <summary>A file or response that consists of text, such as the sign-in page of a network.</summary>
    public const string Page = "text, possibly a web page";

    private const string Riff = "RIFF????";
    private const string WebM = "WebM or MKV";
    private const string Mp4 = "MP4, MOV or M4A";

    /// <summary>The accepted types with their extensions, and others that users confuse with them. Earlier ones have precedence.</summary>
    private static readonly Signature[] Signatures =
    [
        new("JPEG", "jpg jpeg", "\u00FF\u00D8\u00FF"),
        new("PNG", "png", "\u0089PNG"),
        new("GIF", "gif", "GIF8"),
        new("WebP", "webp", Riff + "WEBP"),
        new("AVI", "avi", Riff + "AVI "),
        new("WAV", "wav", Riff + "WAVE", "RF64????WAVE", "BW64????WAVE"),
        new(WebM, "webm mkv", "\u001AE\u00DF\u00A3"),
        new("HEIC or AVIF", "", "????ftyphe", "????ftypmif1", "????ftypmsf1", "????ftypavi"),
        new(Mp4, "mp4 mov m4a", "????ftyp", "????moov", "????mdat", "????wide", "????free", "????skip", "????pnot"),
        new("AAC", "aac", "\u00FF\u00F0", "\u00FF\u00F1", "\u00FF\u00F8", "\u00FF\u00F9", "ADIF"),
        new("MP3", "mp3", [.. "\u00E2\u00E3\u00F2\u00F3\u00F4\u00F5\u00FA\u00FB\u00FC\u00FD".Select(static sync => $"\u00FF{sync}")]),
        new("MP3 or AAC", "mp3 aac", "ID3"),
        new("a PDF document", "", "%PDF"),
        new("a ZIP archive or an Office document", "", "PK\u0003\u0004"),
        new("a gzip archive", "", "\u001F\u008B"),
        new("FLV", "", "FLV"),
        new("Ogg", "", "OggS"),
        new("FLAC", "", "fLaC"),
        new("WMV or WMA", "", "0&\u00B2u"),
        new("TIFF", "", "II*\0", "MM\0*"),
        new("MPEG-PS", "", "\0\0\u0001\u00BA"),
        new("MPEG-TS", "", $"G{new string('?', 187)}G"),
    ];

    /// <summary>Checks the first bytes of a file, up to <see cref="HeadLength"/>, whose extension is an accepted one.</summary>
    /// <exception cref="NemoException">The content doesn't have the type of the extension.</exception>
    public static void Check(string path, byte[] head)
    {
        var extension = Path.GetExtension(path).TrimStart('.').ToLowerInvariant();
        var found = Find(head);
        var extensions = found?.Extensions.Split([' '], StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (!extensions.Contains(extension))
        {
            var content = found?.Name ?? (head.All(IsText) ? "text" : null);
            var seen = content is null ? "has an unknown type" : $"appears to be {content}";
            throw new NemoException(
                NemoErrorKind.UnsupportedFile,
                $"'{path}' isn't a valid {extension} file. Its content {seen}.",
                content is null or "text"
                    ? "Check that this is the right file. If it is damaged or incomplete, create it again, or get another copy of it."
                    : extensions.Length == 0
                    ? $"Use a file of one of these types: {Files.MediaType.AcceptedExtensions}."
                    : $"Change the file's extension to one that matches the content: {string.Join(", ", extensions)}.");
        }
    }

    /// <summary>What a file contains instead of a video; null if it begins like a video. Its position must be its end.</summary>
    public static string? OtherThanVideo(Stream file)
    {
        var end = file.Position;
        file.Position = 0;
        var head = ReadHead(file);
        file.Position = end;
        var found = Find(head);
        return found is { Name: "AVI" or WebM or Mp4 } ? null
            : found?.Name ?? (head.All(IsText) ? Page : "data of an unknown type");
    }

    /// <summary>Reads up to <see cref="HeadLength"/> bytes.</summary>
    public static byte[] ReadHead(Stream file)
    {
        var head = new byte[HeadLength];
        return head.AsSpan(0, file.ReadFully(head)).ToArray();
    }

    private static Signature? Find(byte[] head) =>
        Array.Find(Signatures, signature => signature.Patterns.Any(pattern => Matches(head, pattern)));

    /// <summary>Whether the content begins with a pattern of Latin-1 characters. A question mark stands for any byte.</summary>
    private static bool Matches(byte[] head, string pattern) => head.Length >= pattern.Length
        && pattern.Zip(head, static (character, value) => character == '?' || character == value).All(static same => same);

    private static bool IsText(byte value) => value is (byte)'\t' or (byte)'\n' or (byte)'\r' or (>= 0x20 and not 0x7F);

    private sealed record Signature(string Name, string Extensions, params string[] Patterns);
}
