namespace NemoVideo.Language;

/// <summary>
/// Brings ways of writing the same together: lower case, half-width for full-width, the straight apostrophe for the curly
/// one. Each character stays at its place, so that positions in the folded text are positions in the text.
/// </summary>
internal static class TextFolding
{
    private const int FullWidthOffset = '！' - '!';

    public static string Fold(string text)
    {
        var folded = text.ToCharArray();
        for (var i = 0; i < folded.Length; i++)
        {
            folded[i] = Fold(folded[i]);
        }

        return new string(folded);
    }

    /// <summary>A letter or figure of a script that puts spaces between its words.</summary>
    public static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) && !IsHan(character);

    /// <summary>A Chinese character: between such there are no spaces, and words are found by a dictionary.</summary>
    public static bool IsHan(char character) => character is >= '\u3400' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF';

    private static char Fold(char character) => character switch
    {
        '\u2019' or '\u02BC' => '\'',
        '\u3000' or '\u00A0' => ' ',
        >= '！' and <= '～' => char.ToLowerInvariant((char)(character - FullWidthOffset)),
        _ => char.ToLowerInvariant(character),
    };
}
