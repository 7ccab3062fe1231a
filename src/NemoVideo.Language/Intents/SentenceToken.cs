namespace NemoVideo.Language.Intents;

/// <summary>A token of a sentence. Its text is folded, or a placeholder such as <c>&lt;path&gt;</c>.</summary>
internal readonly record struct SentenceToken(TokenKind Kind, string Text, int Start, int End);

/// <summary>The kind of a token.</summary>
internal enum TokenKind
{
    Word, // A word of a script that separates words with spaces.
    Han, // A run of Chinese characters.
    Placeholder, // Stands for text whose content must not decide: a path, URL, quotation, number or ID.
    Punctuation,
}
