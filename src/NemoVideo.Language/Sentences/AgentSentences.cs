namespace NemoVideo.Language.Sentences;

/// <summary>Finds the sentences of agent text, without list markers and the space around them.</summary>
internal static class AgentSentences
{
    private static readonly HashSet<char> Closing = [.. "\"'”’)）]*_」』"];

    /// <summary>The start and the end of each sentence, including its closing punctuation.</summary>
    public static IEnumerable<(int Start, int End)> Find(string text)
    {
        var quotations = QuotedText.Ends(text);
        var start = 0;
        while ((start = Skip(text, start)) < text.Length)
        {
            var end = EndOf(text, start, quotations);
            var trimmed = end;
            while (trimmed > start && char.IsWhiteSpace(text[trimmed - 1]))
            {
                trimmed--;
            }

            yield return (start, trimmed);
            start = end;
        }
    }

    /// <summary>Whether only a list marker precedes a position on its line.</summary>
    public static bool BeginsLine(string text, int position)
    {
        var line = position == 0 ? 0 : text.LastIndexOf('\n', position - 1) + 1;
        return Skip(text, line) >= position;
    }

    /// <summary>Whether only spaces follow a position on its line.</summary>
    public static bool EndsLine(string text, int position)
    {
        while (position < text.Length && text[position] != '\n' && char.IsWhiteSpace(text[position]))
        {
            position++;
        }

        return position == text.Length || text[position] == '\n';
    }

    private static int EndOf(string text, int start, int[] quotations)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                return i;
            }

            // A quotation at the start of a sentence can be the whole sentence, so its end can end the sentence.
            i = quotations[i] > 0 ? quotations[i] - 1 : i;
            if (EndsSentence(text, i))
            {
                i++;
                while (i < text.Length && (Closing.Contains(text[i]) || text[i] is '.' or '!' or '?' or '！' or '？'))
                {
                    i++;
                }

                return i;
            }
        }

        return text.Length;
    }

    private static bool EndsSentence(string text, int position) => text[position] switch
    {
        '!' or '?' or '。' or '！' or '？' or '…' => true,
        '.' when position + 1 == text.Length => true,
        '.' => char.IsWhiteSpace(text[position + 1]) || Closing.Contains(text[position + 1]) || TextFolding.IsHan(text[position + 1]),
        _ => false,
    };

    /// <summary>The position after spaces, and after a list marker such as "- ", "1. " or "> " at the start of a line.</summary>
    private static int Skip(string text, int position)
    {
        while (position < text.Length && (char.IsWhiteSpace(text[position])
            || ("-•>#+*→".Contains(text[position]) && (position + 1 == text.Length || char.IsWhiteSpace(text[position + 1])))))
        {
            position++;
        }

        var digits = position;
        while (digits < text.Length && char.IsDigit(text[digits]))
        {
            digits++;
        }

        return digits > position && digits + 1 < text.Length && text[digits] is '.' or ')' or '、' && char.IsWhiteSpace(text[digits + 1])
            ? digits + 2
            : position;
    }
}
