namespace NemoVideo.Language.Sentences;

/// <summary>Finds the sentences of agent text, without list markers and the space around them.</summary>
internal static class AgentSentences
{
    private const string Closing = @"""'”’)）\]*_」』";

    // Spaces, and a list marker such as "- ", "1. " or "> " at the start of a line.
    private static readonly Regex BeforeSentence = new(@"\G(?:\s|[-•>#+*→](?=\s|\z))*(?:\d+[.)、]\s)?");

    // The end of a line, or punctuation and the marks that close a quotation.
    private static readonly Regex EndOfSentence = new(
        $@"\G(?:(?=\n)|(?:[!?。！？…]|\.(?=\s|\z|[{Closing}]|{TextFolding.Han}))[.!?！？{Closing}]*)");

    private static readonly Regex RestOfLine = new(@"\G[^\S\n]*(?:\n|\z)");

    /// <summary>The start and the end of each sentence, including its closing punctuation.</summary>
    public static IEnumerable<(int Start, int End)> Find(string text)
    {
        var quotations = QuotedText.Ends(text);
        var start = Skip(text, 0);
        while (start < text.Length)
        {
            var end = EndOf(text, start, quotations);
            yield return (start, start + text.Substring(start, end - start).TrimEnd().Length);
            start = Skip(text, end);
        }
    }

    /// <summary>Whether only a list marker precedes a position on its line.</summary>
    public static bool BeginsLine(string text, int position) =>
        Skip(text, position == 0 ? 0 : text.LastIndexOf('\n', position - 1) + 1) >= position;

    /// <summary>Whether only spaces follow a position on its line.</summary>
    public static bool EndsLine(string text, int position) => RestOfLine.IsMatch(text, position);

    private static int EndOf(string text, int start, int[] quotations)
    {
        for (var i = start; i < text.Length; i++)
        {
            // A quotation at the start of a sentence can be the whole sentence, so its end can end the sentence.
            i = quotations[i] > 0 ? quotations[i] - 1 : i;
            if (EndOfSentence.Match(text, i) is { Success: true } match)
            {
                return i + match.Length;
            }
        }

        return text.Length;
    }

    /// <summary>The position after spaces and a list marker.</summary>
    private static int Skip(string text, int position) => position + BeforeSentence.Match(text, position).Length;
}
