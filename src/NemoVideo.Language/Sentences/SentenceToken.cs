namespace NemoVideo.Language.Sentences;

/// <summary>A token of a sentence. Its text is folded, or a placeholder such as <c>&lt;path&gt;</c>.</summary>
internal readonly record struct SentenceToken(TokenKind Kind, string Text, int Start, int End)
{
    public bool IsAddress => Text is Placeholder.Path or Placeholder.File or Placeholder.Url;

    /// <summary>The text of the token as it was written, without the quotation marks around it.</summary>
    public string ContentIn(string sentence) => QuotedText.Unwrap(sentence.Substring(Start, End - Start));
}

/// <summary>The kind of a token.</summary>
internal enum TokenKind
{
    Word, // A word of a script that separates words with spaces.
    Han, // A run of Chinese characters.
    Placeholder, // Stands for text whose content must not decide: a path, URL, quotation, number or ID.
    Punctuation,
}

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

    /// <summary>The placeholder for a word with a digit, or the word with its numbers replaced: <c>10s</c> → <c>#s</c>.</summary>
    public static string ForNumber(string word)
    {
        if (word.IndexOf(':') > 0)
        {
            return Time;
        }

        var letters = word.Count(char.IsLetter);
        return letters == 0 ? Number
            : letters > 3 || (letters > 1 && word.Length >= MinIdLength) ? Id
            : Regex.Replace(word, @"[\d.,]+", "#");
    }
}
