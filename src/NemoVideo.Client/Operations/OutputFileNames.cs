namespace NemoVideo.Client.Operations;

/// <summary>
/// Names the output files of a run. The names come from sessions, and so from the service. Characters that a file system doesn't allow
/// become spaces, which no token contains, and no name leads outside the folder. A second file of the same name gets <c> (2)</c>.
/// </summary>
/// <param name="folder">The folder of the files.</param>
/// <param name="overwrite">Whether existing files are replaced.</param>
public sealed class OutputFileNames(string folder, bool overwrite)
{
    // Windows limits the characters of a path. Unix limits the bytes of a name (255, including " (2).mp4.part").
    private const int MaxCharacters = 120;
    private const int MaxBytes = 200;
    private const string Forbidden = "<>:\"/\\|?*";

    private static readonly HashSet<string> Reserved = new(
        ["CON", "PRN", "AUX", "NUL", .. "123456789".SelectMany(static digit => new[] { "COM" + digit, "LPT" + digit })],
        StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _used = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The folder of the files.</summary>
    public string Folder => folder;

    /// <summary>Reserves a name and returns the full path of its file.</summary>
    /// <param name="name">The requested name, without extension.</param>
    /// <param name="extension">The extension, without a dot.</param>
    /// <param name="isNumbered">Whether a number is added if the file exists.</param>
    /// <exception cref="NemoException">The file exists and may not be replaced, or the folder isn't writable.</exception>
    public string Reserve(string name, string extension, bool isNumbered = false)
    {
        var safe = ToSafeName(name);
        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? safe : $"{safe} ({number})";
            var path = Path.Combine(folder, $"{candidate}.{extension}");
            var isTaken = !overwrite && (File.Exists(path) || Directory.Exists(path));
            if (isTaken && !isNumbered && !_used.Contains(candidate))
            {
                throw DestinationErrors.FileExists(path);
            }

            if (!isTaken && _used.Add(candidate))
            {
                new VideoFile(path, overwrite).CheckFolder();
                return path;
            }
        }
    }

    /// <summary>Reserves the name of a file of a previous run. Returns false if this run has already used the name.</summary>
    /// <param name="path">The file, in the folder.</param>
    public bool TryReserve(string path) => _used.Add(Path.GetFileNameWithoutExtension(path));

    /// <summary>Replaces what a file system doesn't allow.</summary>
    internal static string ToSafeName(string name)
    {
        var clean = new string([.. name.Select(static character =>
            char.IsControl(character) || Forbidden.Contains(character) ? ' ' : character)]);
        clean = Shorten(clean.Trim()).TrimEnd('.', ' ');
        var stem = clean.Split('.')[0].TrimEnd();
        return clean.Length == 0 ? "video" : Reserved.Contains(stem) ? "_" + clean : clean;
    }

    /// <summary>Truncates only at text element boundaries, because a partial text element can make the name invalid.</summary>
    private static string Shorten(string name)
    {
        var end = 0;
        var byteCount = 0;
        var elements = StringInfo.GetTextElementEnumerator(name);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            byteCount += Encoding.UTF8.GetByteCount(element);
            if (byteCount > MaxBytes || end + element.Length > MaxCharacters)
            {
                return name.Substring(0, end);
            }

            end += element.Length;
        }

        return name;
    }
}
