namespace NemoVideo.Language;

/// <summary>A piece of a text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The piece, folded.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">The position after it.</param>
internal readonly record struct Word(WordKind Kind, string Text, int Start, int End);

/// <summary>What a piece of a text is.</summary>
internal enum WordKind
{
    /// <summary>A word or a number.</summary>
    Plain,
    /// <summary>A quotation, marks and all.</summary>
    Quoted,
    /// <summary>A file, by its name or path.</summary>
    File,
    /// <summary>An address on the web.</summary>
    Address,
    /// <summary>A mark that ends a clause.</summary>
    Mark,
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
