namespace NemoVideo.Language;

/// <summary>
/// Finds what stands in quotation marks: it is said about the content of a video, never to anybody. A quotation ends on
/// its own line; a mark without its partner there is an ordinary character (an inch, a slip of the keyboard).
/// </summary>
internal static class QuotedText
{
    private const string Opening = "\"“«‹「『《【[`'‘";
    private const string Closing = "\"”»›」』》】]`''";

    /// <param name="text">The text, folded or not.</param>
    /// <returns>For each position where a quotation begins, the position after its end; for every other position 0.</returns>
    public static int[] Ends(string text)
    {
        var ends = new int[text.Length];
        // Where a mark has no partner up to a place, looking again from within that stretch would make hostile text slow.
        var searchedUpTo = new int[Opening.Length];
        for (var i = 0; i < text.Length; i++)
        {
            var kind = Opening.IndexOf(text[i]);
            if (kind < 0 || i < searchedUpTo[kind] || (IsApostrophe(text[i]) && FollowsWord(text, i)))
            {
                continue;
            }

            var close = FindClose(text, i, Closing[kind], out searchedUpTo[kind]);
            if (close > 0)
            {
                ends[i] = close + 1;
                i = close;
            }
        }

        return ends;
    }

    /// <summary>The text without its quotation marks, where one pair is around all of it.</summary>
    public static string Unwrap(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length > 2 && Ends(trimmed)[0] == trimmed.Length ? trimmed.Substring(1, trimmed.Length - 2).Trim() : trimmed;
    }

    private static int FindClose(string text, int open, char closing, out int searchedUpTo)
    {
        for (var i = open + 1; i < text.Length; i++)
        {
            if (text[i] is '\n' or '\r')
            {
                searchedUpTo = i;
                return -1;
            }

            if ((text[i] == closing || (closing == '\'' && text[i] == '\u2019')) && i > open + 1
                && !(IsApostrophe(text[i]) && i + 1 < text.Length && TextFolding.IsWordCharacter(text[i + 1])))
            {
                searchedUpTo = 0;
                return i;
            }
        }

        searchedUpTo = text.Length;
        return -1;
    }

    private static bool IsApostrophe(char character) => character is '\'' or '\u2018' or '\u2019';

    private static bool FollowsWord(string text, int position) => position > 0 && TextFolding.IsWordCharacter(text[position - 1]);
}
