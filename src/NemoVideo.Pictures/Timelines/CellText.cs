namespace NemoVideo.Pictures.Timelines;

/// <summary>Measures and cuts text in terminal columns.</summary>
internal static class CellText
{
    private const int MaxColumnLength = 16;
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;
    private const int FirstEmojiSelector = 0xFE0E;
    private const int LastEmojiSelector = 0xFE0F;
    private const int FirstSkinTone = 0x1F3FB;
    private const int LastSkinTone = 0x1F3FF;
    private const int FirstEmoji = 0x1F000;

    // Pairs of first and last: East_Asian_Width W and F of Unicode's EastAsianWidth.txt, adjacent ranges joined.
    private static readonly int[] Wide =
    [
        0x1100, 0x115F, 0x231A, 0x231B, 0x2329, 0x232A, 0x23E9, 0x23EC, 0x23F0, 0x23F0, 0x23F3, 0x23F3, 0x25FD, 0x25FE,
        0x2614, 0x2615, 0x2648, 0x2653, 0x267F, 0x267F, 0x2693, 0x2693, 0x26A1, 0x26A1, 0x26AA, 0x26AB, 0x26BD, 0x26BE,
        0x26C4, 0x26C5, 0x26CE, 0x26CE, 0x26D4, 0x26D4, 0x26EA, 0x26EA, 0x26F2, 0x26F3, 0x26F5, 0x26F5, 0x26FA, 0x26FA,
        0x26FD, 0x26FD, 0x2705, 0x2705, 0x270A, 0x270B, 0x2728, 0x2728, 0x274C, 0x274C, 0x274E, 0x274E, 0x2753, 0x2755,
        0x2757, 0x2757, 0x2795, 0x2797, 0x27B0, 0x27B0, 0x27BF, 0x27BF, 0x2B1B, 0x2B1C, 0x2B50, 0x2B50, 0x2B55, 0x2B55,
        0x2E80, 0x303E, 0x3041, 0x4DBF, 0x4E00, 0xA4CF, 0xA960, 0xA97C, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE10, 0xFE19,
        0xFE30, 0xFE6B, 0xFF01, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x18DFF, 0x1AFF0, 0x1B2FF, 0x1F004, 0x1F004,
        0x1F0CF, 0x1F0CF, 0x1F18E, 0x1F18E, 0x1F191, 0x1F19A, 0x1F200, 0x1F320, 0x1F32D, 0x1F335, 0x1F337, 0x1F37C,
        0x1F37E, 0x1F393, 0x1F3A0, 0x1F3CA, 0x1F3CF, 0x1F3D3, 0x1F3E0, 0x1F3F0, 0x1F3F4, 0x1F3F4, 0x1F3F8, 0x1F43E,
        0x1F440, 0x1F440, 0x1F442, 0x1F4FC, 0x1F4FF, 0x1F53D, 0x1F54B, 0x1F54E, 0x1F550, 0x1F567, 0x1F57A, 0x1F57A,
        0x1F595, 0x1F596, 0x1F5A4, 0x1F5A4, 0x1F5FB, 0x1F64F, 0x1F680, 0x1F6C5, 0x1F6CC, 0x1F6CC, 0x1F6D0, 0x1F6D2,
        0x1F6D5, 0x1F6DF, 0x1F6EB, 0x1F6EC, 0x1F6F4, 0x1F6FC, 0x1F7E0, 0x1F7EB, 0x1F90C, 0x1F9FF, 0x1FA70, 0x1FAFF,
        0x20000, 0x3FFFD,
    ];

    /// <summary>The text in one line, without control, formatting and invalid characters.</summary>
    public static string Clean(string text)
    {
        if (IsAscii(text))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var (at, length, code) in Characters(text))
        {
            switch (CharUnicodeInfo.GetUnicodeCategory(text, at))
            {
                case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    clean.Append(char.IsWhiteSpace(text, at) ? " " : "");
                    break;
                case UnicodeCategory.Format when code is not (ZeroWidthJoiner or ZeroWidthNonJoiner):
                    break;
                case UnicodeCategory.Surrogate:
                    clean.Append('\uFFFD');
                    break;
                default:
                    clean.Append(text, at, length);
                    break;
            }
        }

        return clean.ToString();
    }

    /// <summary>
    /// A clean text whose width terminals agree about: with emoji of one character each instead of joined ones, and with composed characters,
    /// because the names of files on a Mac contain the parts of Korean syllables.
    /// </summary>
    public static string SeparateEmoji(string text)
    {
        if (IsAscii(text))
        {
            return text;
        }

        text = text.Normalize();
        var separate = new StringBuilder(text.Length);
        var last = 0;
        foreach (var (at, length, code) in Characters(text))
        {
            var isAfterEmoji = last is >= FirstEmoji or LastEmojiSelector;
            last = code;
            if (!IsEmojiModifier(code) && !(isAfterEmoji && code == ZeroWidthJoiner))
            {
                separate.Append(text, at, length);
            }
        }

        return separate.ToString();
    }

    /// <summary>The width of a clean text in columns.</summary>
    public static int WidthOf(string text) => IsAscii(text) ? text.Length : Characters(text).Sum(one => WidthOf(text, one.At, one.Code));

    /// <summary>A clean text, cut in the middle if it is too wide; empty if less than a character at each side fits.</summary>
    public static string Cut(string text, int width, string ellipsis)
    {
        if (WidthOf(text) <= width)
        {
            return text;
        }

        var columns = Columns(text);
        var room = width - WidthOf(ellipsis);
        var (head, tail) = ((room + 1) / 2, columns.Count - (room / 2));

        // A wide character that doesn't fit completely is omitted.
        while (head > 0 && columns[head].Length == 0)
        {
            head--;
        }

        while (tail < columns.Count && columns[tail].Length == 0)
        {
            tail++;
        }

        return head < 1 || tail >= columns.Count ? ""
            : string.Concat(columns.Take(head)).TrimEnd() + ellipsis + string.Concat(columns.Skip(tail)).TrimStart();
    }

    /// <summary>The characters of a clean text, as a user sees them, by column; empty for the other columns of a wide one.</summary>
    public static IReadOnlyList<string> Columns(string text)
    {
        var columns = new List<string>();
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            // An accent without a letter has no column. Of many accents, only a few are visible.
            var element = elements.GetTextElement();
            var width = WidthOf(element);
            var shown = width <= 2 && element.Length > MaxColumnLength ? element.Substring(0, MaxColumnLength) : element;
            columns.AddRange(Enumerable.Range(0, width).Select(column => column == 0 ? shown : ""));
        }

        return columns;
    }

    private static bool IsEmojiModifier(int code) =>
        code is (>= FirstEmojiSelector and <= LastEmojiSelector) or (>= FirstSkinTone and <= LastSkinTone);

    private static int WidthOf(string text, int at, int code) => CharUnicodeInfo.GetUnicodeCategory(text, at) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => IsWide(code) ? 2 : 1,
    };

    /// <summary>The insertion index in the table is odd between the first and the last of a pair.</summary>
    private static bool IsWide(int code) => Array.BinarySearch(Wide, code) is var place && (place >= 0 || ~place % 2 == 1);

    /// <summary>Whether all characters are visible ASCII characters or spaces, as in most texts.</summary>
    private static bool IsAscii(string text) => text.All(static character => character is >= ' ' and <= '~');

    private static IEnumerable<(int At, int Length, int Code)> Characters(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                yield return (i, 2, char.ConvertToUtf32(text, i));
                i++;
            }
            else
            {
                yield return (i, 1, text[i]);
            }
        }
    }
}
