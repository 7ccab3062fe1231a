namespace NemoVideo.Language.Sentences;

/// <summary>
/// Finds text in quotation marks, which is always content of a video. A quotation ends on the line where it begins. A mark without
/// a matching mark on the same line is an ordinary character, such as an inch sign or a typing error.
/// </summary>
internal static class QuotedText
{
    private const string Opening = "\"“«‹「『《【[`'‘";
    private const string Closing = "\"”»›」』》】]`''";

    /// <param name="text">The text, folded or not.</param>
    /// <returns>For each position: the position after the end of the quotation that begins there, or 0 if none begins there.</returns>
    public static int[] Ends(string text)
    {
        var ends = new int[text.Length];
        // For each kind of mark, the end of the text that is known to contain no closing mark. Searching it again would be quadratic.
        var searchedUpTo = new int[Opening.Length];
        for (var i = 0; i < text.Length; i++)
        {
            var kind = Opening.IndexOf(text[i]);
            if (kind < 0 || i < searchedUpTo[kind] || (IsApostrophe(text[i]) && i > 0 && TextFolding.IsWordCharacter(text[i - 1])))
            {
                continue;
            }

            var close = FindClose(text, i, Closing[kind]);
            if (close < text.Length && text[close] is not ('\n' or '\r'))
            {
                ends[i] = close + 1;
                i = close;
            }
            else
            {
                searchedUpTo[kind] = close;
            }
        }

        return ends;
    }

    /// <summary>The text without the quotation marks if one pair encloses all of it. Otherwise, the trimmed text.</summary>
    public static string Unwrap(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length > 2 && Ends(trimmed)[0] == trimmed.Length ? trimmed.Substring(1, trimmed.Length - 2).Trim() : trimmed;
    }

    /// <summary>The position of the closing mark, or of the end of the line if it has none.</summary>
    private static int FindClose(string text, int open, char closing)
    {
        var i = open + 1;
        while (i < text.Length && text[i] is not ('\n' or '\r') && (i == open + 1 || !Closes(text, i, closing)))
        {
            i++;
        }

        return i;
    }

    private static bool Closes(string text, int i, char closing) => (text[i] == closing || (closing == '\'' && text[i] == '\u2019'))
        && !(IsApostrophe(text[i]) && i + 1 < text.Length && TextFolding.IsWordCharacter(text[i + 1]));

    private static bool IsApostrophe(char character) => character is '\'' or '\u2018' or '\u2019';
}
