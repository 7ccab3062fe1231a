namespace NemoVideo.Client.Journal;

/// <summary>Limits texts for the journal and removes secrets from URLs.</summary>
internal static class JournalText
{
    // Even if every character is escaped, the texts of a line together fit into the maximum line length.
    private const int MaxCharacters = 4096;
    private const int MaxNameCharacters = 255;
    private const int MaxExcerptCharacters = 60;

    /// <summary>The beginning of a message, in one line, without secrets in URLs.</summary>
    public static string Excerpt(string message) =>
        new([.. UrlText.Hide(message).Truncate(MaxExcerptCharacters).Select(static character => char.IsControl(character) ? ' ' : character)]);

    public static string Limit(string text, bool isName) => text.Truncate(isName ? MaxNameCharacters : MaxCharacters);
}
