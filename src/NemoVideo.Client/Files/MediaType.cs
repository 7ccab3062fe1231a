namespace NemoVideo.Client.Files;

/// <summary>The file types that the service accepts (protocol section 6), by extension.</summary>
public static class MediaType
{
    private static readonly Dictionary<string, string> ByExtension = new(StringComparer.OrdinalIgnoreCase)
    {
        [".mp4"] = "video/mp4",
        [".mov"] = "video/quicktime",
        [".avi"] = "video/x-msvideo",
        [".webm"] = "video/webm",
        [".mkv"] = "video/x-matroska",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".png"] = "image/png",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".mp3"] = "audio/mpeg",
        [".wav"] = "audio/wav",
        [".m4a"] = "audio/mp4",
        [".aac"] = "audio/aac",
    };

    /// <summary>Other extensions of accepted types.</summary>
    private static readonly Dictionary<string, string> AcceptedByAlias = new(StringComparer.OrdinalIgnoreCase)
    {
        [".m4v"] = ".mp4",
        [".qt"] = ".mov",
        [".jpe"] = ".jpg",
        [".jfif"] = ".jpg",
    };

    /// <summary>Previews, subtitles, positions, descriptions, checksums, and what systems store beside files.</summary>
    private static readonly HashSet<string> Metadata = new(
        (".lrv .lrf .thm .srt .vtt .ass .sub .sbv .gpx .kml .fit .nmea .gis .xmp .xml .aae .nfo .bdm .bim .cpi .mpl .moff .modd .ctg "
            + ".json .yaml .description .md5 .sha1 .sha256 .sfv .identifier .ini .db .ds_store .url .lnk .directory").Split(' '),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The folders of indexes and deleted files.</summary>
    private static readonly HashSet<string> Folders = new(
        ["@eaDir", "#recycle", "@Recycle", "$RECYCLE.BIN", ".Trashes", ".Trash-1000"], StringComparer.OrdinalIgnoreCase);

    /// <summary>All accepted extensions without the dots, separated by commas.</summary>
    public static string AcceptedExtensions { get; } =
        string.Join(", ", ByExtension.Keys.Select(static extension => extension.TrimStart('.')));

    /// <summary>The media type for the extension of a path, such as <c>video/mp4</c>; null if the service doesn't accept it.</summary>
    public static string? Of(string path) => ByExtension.TryGetValue(Path.GetExtension(path), out var type) ? type : null;

    /// <summary>
    /// The extension, such as <c>.mp4</c>, with which the service would accept a file that has another extension of the same type, such as
    /// <c>clip.m4v</c>; null if there is none.
    /// </summary>
    public static string? AcceptedExtensionFor(string path) =>
        AcceptedByAlias.TryGetValue(Path.GetExtension(path), out var extension) ? extension : null;

    /// <summary>
    /// Whether a file isn't a clip, but metadata, a preview or a deleted file: those that macOS adds on a network drive, and in a listing,
    /// those of cameras, recorders, Windows (WSL 7456, rapid-photo-downloader 24) and network drives (immich 30690, yamj-v2 415).
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="isListed">Whether the file was found in a folder. A file that the user named isn't one of those beside a clip.</param>
    public static bool IsMetadata(string path, bool isListed) =>
        Path.GetFileName(path).StartsWith("._", StringComparison.Ordinal) || (isListed
            && (Metadata.Contains(Path.GetExtension(path)) || path.Split('/', '\\').Any(Folders.Contains)));

    /// <summary>Whether a path or file name has the extension of an accepted audio type.</summary>
    public static bool IsAudio(string path) => Of(path)?.StartsWith("audio/", StringComparison.Ordinal) == true;
}
