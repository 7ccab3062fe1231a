namespace NemoVideo.Client.Jobs;

/// <summary>Finds characters that Unicode normalization form C can change.</summary>
internal static class UnicodeForm
{
    // Characters and blocks that aren't marks. A block also contains characters that don't change.
    private static readonly (int First, int Last)[] Ranges =
    [
        (0x0374, 0x0374), (0x037E, 0x037E), (0x0387, 0x0387), (0x0958, 0x095F), (0x09DC, 0x09DF), (0x0A33, 0x0A36), (0x0A59, 0x0A5E),
        (0x0B5C, 0x0B5D), (0x0F43, 0x0FB9), (0x1100, 0x11FF), (0x1F00, 0x1FFF), (0x2000, 0x2001), (0x2126, 0x212B), (0x2329, 0x232A),
        (0x2ADC, 0x2ADC), (0xF900, 0xFAFF), (0xFB1D, 0xFB4F), (0x1D15E, 0x1D1C0), (0x2F800, 0x2FA1F),
    ];

    /// <summary>Whether normalization can change a text. True for some texts that it doesn't change.</summary>
    public static bool CanChange(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var isPair = char.IsSurrogatePair(text, index);
            var code = isPair ? char.ConvertToUtf32(text, index) : text[index];
            if (IsMark(text, index, code) || Ranges.Any(range => code >= range.First && code <= range.Last))
            {
                return true;
            }

            index += isPair ? 1 : 0;
        }

        return false;
    }

    /// <summary>Whether a character can be combined or reordered with those before it. The variation selectors of emoji can't.</summary>
    private static bool IsMark(string text, int index, int code) =>
        CharUnicodeInfo.GetUnicodeCategory(text, index) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        && code is not ((>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF));
}
