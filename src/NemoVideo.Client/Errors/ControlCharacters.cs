using System.Globalization;
using System.Text;

namespace NemoVideo.Client.Errors;

/// <summary>
/// Characters that a terminal obeys instead of showing them: an answer could move the cursor, hide a line, rename the
/// window, or turn the direction of writing so that a name reads as another one. A tab and the ends of lines are text, U+0085
/// (a line end of mainframes, in real streams) among them.
/// </summary>
public static class ControlCharacters
{
    /// <summary>A text without them.</summary>
    public static string Remove(string text) =>
        Replace(text ?? throw new ArgumentNullException(nameof(text)), static _ => "");

    /// <summary>The same in one line, so that no text can pass for a line of its own: line ends and tabs become spaces.</summary>
    public static string OneLine(string text) =>
        Remove(text).Replace("\r\n", " ").Replace('\n', ' ').Replace('\t', ' ').Replace('\u0085', ' ').Replace('\u2028', ' ').Replace('\u2029', ' ');

    /// <summary>JSON with them as escapes, which is the same JSON: as characters they can stand within its texts only.</summary>
    public static string Escape(string json) =>
        Replace(json ?? throw new ArgumentNullException(nameof(json)), static character => "\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture));

    private static string Replace(string text, Func<char, string> replace)
    {
        StringBuilder? result = null;
        var kept = 0;
        for (var place = 0; place < text.Length; place++)
        {
            if (IsObeyed(text, place))
            {
                result ??= new StringBuilder(text.Length);
                result.Append(text, kept, place - kept).Append(replace(text[place]));
                kept = place + 1;
            }
        }

        return result is null ? text : result.Append(text, kept, text.Length - kept).ToString();
    }

    /// <summary>A carriage return by itself goes back to the beginning of the line, to write over it.</summary>
    private static bool IsObeyed(string text, int place) => text[place] switch
    {
        '\t' or '\n' or '\u0085' => false,
        '\r' => place + 1 == text.Length || text[place + 1] != '\n',

        // Embeddings, overrides and isolates of the direction of writing, and their ends.
        (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => true,
        var character => char.IsControl(character),
    };
}
