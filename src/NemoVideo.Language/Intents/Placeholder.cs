namespace NemoVideo.Language.Intents;

/// <summary>The placeholders for text whose content must not decide about the intent.</summary>
internal static class Placeholder
{
    public const string Path = "<path>";
    public const string File = "<file>";
    public const string Url = "<url>";
    public const string Quotation = "<quote>";
    public const string Number = "<number>";
    public const string Time = "<time>";
    public const string Id = "<id>";

    private const int MinIdLength = 6;

    /// <summary>The placeholder for a word that contains a digit, or the word with its numbers replaced: <c>10s</c> → <c>#s</c>.</summary>
    public static string ForNumber(string word)
    {
        if (word.IndexOf(':') > 0)
        {
            return Time;
        }

        var letters = word.Count(char.IsLetter);
        return letters == 0 ? Number
            : letters > 3 || (letters > 1 && word.Length >= MinIdLength) ? Id
            : WithoutDigits(word);
    }

    private static string WithoutDigits(string word)
    {
        var text = new System.Text.StringBuilder(word.Length);
        foreach (var character in word)
        {
            if (!char.IsDigit(character) && character is not ('.' or ','))
            {
                text.Append(character);
            }
            else if (text.Length == 0 || text[text.Length - 1] != '#')
            {
                text.Append('#');
            }
        }

        return text.ToString();
    }
}
