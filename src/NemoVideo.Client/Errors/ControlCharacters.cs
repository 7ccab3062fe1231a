namespace NemoVideo.Client.Errors;

/// <summary>Characters that a terminal obeys instead of showing: they move the cursor, hide a line or turn the text direction.</summary>
/// <remarks>Tabs and line ends aren't among them, nor is U+0085, a line end in real streams.</remarks>
public static class ControlCharacters
{
    /// <summary>The text without them; the text itself if it has none.</summary>
    public static string Remove(string text) =>
        Replace(text ?? throw new ArgumentNullException(nameof(text)), static _ => "");

    /// <summary>The text without them in one line: line ends and tabs become spaces.</summary>
    public static string OneLine(string text) =>
        Remove(text).Replace("\r\n", " ").Replace('\n', ' ').Replace('\t', ' ')
            .Replace('\u0085', ' ').Replace('\u2028', ' ').Replace('\u2029', ' ');

    /// <summary>The same JSON with them as escapes. In JSON, they only occur within strings.</summary>
    public static string Escape(string json) =>
        Replace(json ?? throw new ArgumentNullException(nameof(json)), static character => "\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture));

    private static string Replace(string text, Func<char, string> replace)
    {
        StringBuilder? result = null;
        var copied = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsControl(text, i))
            {
                result ??= new StringBuilder(text.Length);
                result.Append(text, copied, i - copied).Append(replace(text[i]));
                copied = i + 1;
            }
        }

        return result is null ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    private static bool IsControl(string text, int index) => text[index] switch
    {
        '\t' or '\n' or '\u0085' => false,

        // Alone, it returns to the beginning of the line, so that the line is overwritten.
        '\r' => index + 1 == text.Length || text[index + 1] != '\n',

        // Embeddings, overrides and isolates of the text direction, and their ends.
        (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => true,
        var character => char.IsControl(character),
    };
}

internal static class Truncation
{
    /// <summary>At most so many characters of a text. A surrogate pair isn't split.</summary>
    public static string Truncate(this string text, int maxLength) =>
        text.Length <= maxLength ? text : text.Substring(0, char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength);

    /// <summary>The same, with an ellipsis if something is missing.</summary>
    public static string Shorten(this string text, int maxLength) =>
        text.Length <= maxLength ? text : text.Truncate(maxLength).TrimEnd() + "…";
}
