using static NemoVideo.Language.GuiRoles;

namespace NemoVideo.Language;

/// <summary>Splits a line of agent text into sentences, and the sentences into clauses.</summary>
internal static class GuiSentenceReader
{
    private static readonly WordReader Reader = new(GuiVocabulary.Contains);

    public static List<GuiSentence> Read(string line, int start)
    {
        var sentences = new List<GuiSentence>();
        var words = Reader.Read(TextFolding.Fold(line)).Where(word => word.Start >= start && word.Text != "\r").ToList();
        var first = 0;
        for (var i = 0; i < words.Count; i++)
        {
            if (i + 1 < words.Count && !EndsSentence(line, words[i]))
            {
                continue;
            }

            var hasMark = EndsSentence(line, words[i]);
            var next = i + 1 < words.Count ? SkipClosing(line, words[i].End, words[i + 1].Start) : line.Length;
            var end = hasMark ? words[i].Start : line.TrimEnd().Length;
            sentences.Add(CreateSentence(line, words.GetRange(first, i - first + (hasMark ? 0 : 1)), start, end, next));
            start = next;
            first = i + 1;
        }

        return sentences;
    }

    private static GuiSentence CreateSentence(string line, List<Word> words, int start, int end, int next)
    {
        var clauses = new List<GuiClause>();
        var current = new List<GuiWord>();
        var clauseStart = start;
        var followsMark = true;
        foreach (var word in words.Select(word => GuiWord.Of(word, line)))
        {
            var isDragAndDrop = current.Count > 0 && current[current.Count - 1].Is(Drag);
            var separates = word.Kind == WordKind.Mark || (word.Is(Connective) && !isDragAndDrop);
            if (current.Count > 0 && (separates || word.Is(TailOpener)))
            {
                var clauseEnd = TrimmedEnd(line, clauseStart, word.Word.Start);
                clauses.Add(new GuiClause(current, clauseStart, clauseEnd, followsMark, word.Word.Text == ":"));
                current = [];
                followsMark = false;
                clauseStart = word.Word.Start;
            }

            if (separates)
            {
                followsMark |= word.Kind == WordKind.Mark;
                clauseStart = SkipSpace(line, word.Word.End, end);
            }
            else
            {
                current.Add(word);
            }
        }

        if (current.Count > 0 || clauses.Count == 0)
        {
            clauses.Add(new GuiClause(current, clauseStart, Math.Max(clauseStart, end), followsMark, precedesColon: false));
        }

        return new GuiSentence(line, start, clauses, end, next);
    }

    private static bool EndsSentence(string line, Word word) => word.Kind == WordKind.Mark && word.Text switch
    {
        "!" or "?" or "。" or "…" => true,
        "." when word.End == line.Length => true,
        "." => char.IsWhiteSpace(line[word.End]) || IsClosing(line[word.End]) || TextFolding.IsHan(line[word.End]),
        _ => false,
    };

    // Further closing punctuation, brackets, emphasis and the space after them belong to the sentence.
    private static int SkipClosing(string line, int position, int limit)
    {
        while (position < limit && (IsClosing(line[position]) || line[position] is '.' or '!' or '?'))
        {
            position++;
        }

        return SkipSpace(line, position, limit);
    }

    public static int SkipSpace(string line, int position, int limit)
    {
        while (position < limit && char.IsWhiteSpace(line[position]))
        {
            position++;
        }

        return position;
    }

    private static int TrimmedEnd(string line, int start, int end) => start + line.Substring(start, end - start).TrimEnd().Length;

    private static bool IsClosing(char character) => "\"'”’)）]*_」』".Contains(character);
}
