using System.Text.RegularExpressions;

namespace NemoVideo.Client.Errors;

/// <summary>Characters that control a terminal: they move the cursor, hide a line or change the text direction.</summary>
/// <remarks>Tabs and line ends aren't included.</remarks>
public static class ControlCharacters
{
    /// <summary>Removes control characters. Line ends other than CR LF become LF. Returns the same instance if there are none.</summary>
    public static string Remove(string text) =>
        Replace(text, static _ => "").Replace('\u0085', '\n').Replace('\u2028', '\n').Replace('\u2029', '\n');

    /// <summary>Removes or replaces control characters, and replaces line ends and tabs with spaces.</summary>
    public static string OneLine(string text, string replacement = "") =>
        Replace(text, one => one is '\r' or '\v' or '\f' ? " " : replacement).Replace("\r\n", " ").Replace('\n', ' ').Replace('\t', ' ')
            .Replace('\u0085', ' ').Replace('\u2028', ' ').Replace('\u2029', ' ');

    /// <summary>Escapes control characters in JSON. A carriage return isn't in a string, but is white space: it becomes a space.</summary>
    public static string Escape(string json) =>
        Replace(json, static character => character == '\r' ? " " : "\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture))
            .Replace("\u0085", "\\u0085").Replace("\u2028", "\\u2028").Replace("\u2029", "\\u2029");

    private static string Replace(string text, Func<char, string> replace)
    {
        _ = text ?? throw new ArgumentNullException(nameof(text));
        StringBuilder? result = null;
        var copied = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsControl(text, i))
            {
                result ??= new StringBuilder(text.Length);
                result.Append(text, copied, i - copied).Append(char.IsSurrogate(text[i]) ? "\uFFFD" : replace(text[i]));
                copied = i + 1;
            }
        }

        return result is null ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    private static bool IsControl(string text, int index) => text[index] switch
    {
        '\t' or '\n' or '\u0085' => false,

        // Without a line feed, it moves the cursor to the beginning of the line, so that the line is overwritten.
        '\r' => index + 1 == text.Length || text[index + 1] != '\n',

        // Embeddings, overrides and isolates of the text direction, and their ends.
        (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => true,

        // JavaScript can split a text between two surrogates. Half a character can't be written.
        >= '\uD800' and <= '\uDFFF' => !char.IsSurrogatePair(text, char.IsHighSurrogate(text[index]) ? index : Math.Max(0, index - 1)),

        // XML can't contain these noncharacters, so Export-Clixml would fail.
        '\uFFFE' or '\uFFFF' => true,
        var character => char.IsControl(character),
    };
}

internal static class TextExtensions
{
    private static readonly Regex WhiteSpace = new(@"\s+", RegexOptions.CultureInvariant);

    /// <summary>Replaces each run of white space with one space.</summary>
    public static string JoinSpaces(this string text) => WhiteSpace.Replace(text, " ");

    /// <summary>Truncates a text to a maximum length. Doesn't split a surrogate pair.</summary>
    public static string Truncate(this string text, int maxLength) =>
        text.Length <= maxLength ? text : text.Substring(0, char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength);

    /// <summary>Truncates a text and adds an ellipsis if it was too long.</summary>
    public static string Shorten(this string text, int maxLength) =>
        text.Length <= maxLength ? text : text.Truncate(maxLength).TrimEnd() + "…";
}
