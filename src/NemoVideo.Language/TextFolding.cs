namespace NemoVideo.Language;

/// <summary>The possible base forms of an English word: trimming, trimmed, trims → trim; resizing → resize.</summary>
internal static class WordStems
{
    private static readonly string[] Endings = ["ing", "ed", "es", "s", "d"];

    public static IEnumerable<string> Of(string word)
    {
        foreach (var ending in Endings)
        {
            if (word.Length < ending.Length + 3 || !word.EndsWith(ending, StringComparison.Ordinal))
            {
                continue;
            }

            var stem = word.Substring(0, word.Length - ending.Length);
            yield return stem;
            yield return stem + "e";
            if (stem[stem.Length - 1] == stem[stem.Length - 2])
            {
                yield return stem.Substring(0, stem.Length - 1);
            }
        }
    }
}

/// <summary>
/// Normalizes text: lowercase letters, half-width instead of full-width characters, straight instead of curly apostrophes. It
/// replaces each character with exactly one other, so positions in the folded text are also positions in the original.
/// </summary>
internal static class TextFolding
{
    private const int FullWidthOffset = '！' - '!';

    public static string Fold(string text) => new([.. text.Select(Fold)]);

    /// <summary>Whether the character is a letter or digit of a script that separates words with spaces.</summary>
    public static bool IsWordCharacter(char character) => char.IsLetterOrDigit(character) && !IsHan(character);

    /// <summary>Whether the character is Chinese. Chinese text has no spaces, so words are found with a vocabulary.</summary>
    public static bool IsHan(char character) => character is >= '\u3400' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF';

    private static char Fold(char character) => character switch
    {
        '\u2019' or '\u02BC' => '\'',
        '\u3000' or '\u00A0' => ' ',
        >= '！' and <= '～' => char.ToLowerInvariant((char)(character - FullWidthOffset)),
        _ => char.ToLowerInvariant(character),
    };
}
