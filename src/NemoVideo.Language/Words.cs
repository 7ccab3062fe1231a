namespace NemoVideo.Language;

/// <summary>A piece of a text.</summary>
internal readonly record struct Word(WordKind Kind, string Text, int Start, int End);

/// <summary>What a piece of a text is.</summary>
internal enum WordKind
{
    Plain, // A word or a number.
    Quoted, // A quotation, marks and all.
    File, // A file, by its name or path.
    Address, // An address on the web.
    Mark, // A mark that ends a clause.
}

/// <summary>What an English word may be a form of: trimming, trimmed, trims → trim; resizing → resize.</summary>
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
/// Brings ways of writing the same together: lower case, half-width for full-width, the straight apostrophe for the curly
/// one. Each character stays at its place, so that positions in the folded text are positions in the text.
/// </summary>
internal static class TextFolding
{
    private const int FullWidthOffset = '！' - '!';

    public static string Fold(string text) => new([.. text.Select(Fold)]);

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
