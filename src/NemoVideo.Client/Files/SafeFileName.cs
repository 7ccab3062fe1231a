namespace NemoVideo.Client.Files;

/// <summary>Names that are valid on every file system and can't lead to another folder.</summary>
public static class SafeFileName
{
    // Windows limits the characters of a path. Unix limits the bytes of a name (255, including " (2).mp4.12345678.part").
    private const int MaxCharacters = 120;
    private const int MaxBytes = 200;

    // Unix stores an unpaired surrogate as U+FFFD, which uploads reject. XML, as of Export-Clixml, can't contain U+FFFE and U+FFFF.
    private const string Forbidden = "<>:\"/\\|?*\uFFFD\uFFFE\uFFFF";

    private static readonly HashSet<string> Reserved = new(
        [
            "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
            .. "123456789¹²³".SelectMany(static digit => new[] { "COM" + digit, "LPT" + digit }),
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a name is safe as it is.</summary>
    public static bool Is(string name) => Of(name) == name;

    /// <summary>A name without what a file system doesn't allow.</summary>
    internal static string Of(string name)
    {
        var valid = Encoding.Unicode.GetString(Encoding.Unicode.GetBytes(name));
        var clean = new string([.. ControlCharacters.OneLine(valid, " ").Select(static character =>
            Forbidden.Contains(character) ? ' ' : character)]);
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
