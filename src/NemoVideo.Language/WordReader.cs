namespace NemoVideo.Language;

/// <summary>
/// Splits a text into words, quotations, files, URLs and punctuation marks, in one pass. Chinese text is split by a vocabulary, the
/// longest match first. A character that begins no known word is a word of its own.
/// </summary>
internal sealed class WordReader(Predicate<string> isHanWord)
{
    private const int MaxHanWordLength = 6;

    /// <summary>Reads the words of a request.</summary>
    public static WordReader ForRequests { get; } = new(RequestVocabulary.Contains);

    public List<Word> Read(string folded)
    {
        var words = new List<Word>();
        var quotations = QuotedText.Ends(folded);
        for (var i = 0; i < folded.Length;)
        {
            i = quotations[i] > 0 ? Take(words, WordKind.Quoted, folded, i, quotations[i])
                : TextFolding.IsHan(folded[i]) ? TakeHan(words, folded, i)
                : char.IsWhiteSpace(folded[i]) && folded[i] is not ('\n' or '\r') ? i + 1
                : TakeChunk(words, folded, i, quotations);
        }

        return words;
    }

    private static int Take(List<Word> words, WordKind kind, string text, int start, int end)
    {
        words.Add(new Word(kind, text.Substring(start, end - start), start, end));
        return end;
    }

    private int TakeHan(List<Word> words, string text, int start)
    {
        for (var length = Math.Min(MaxHanWordLength, text.Length - start); length > 1; length--)
        {
            if (isHanWord(text.Substring(start, length)))
            {
                return Take(words, WordKind.Plain, text, start, start + length);
            }
        }

        return Take(words, WordKind.Plain, text, start, start + 1);
    }

    /// <summary>Reads a text without spaces: a file, a URL, or words and marks. Returns the position after it.</summary>
    private static int TakeChunk(List<Word> words, string text, int start, int[] quotations)
    {
        var isPath = FilePath.IsRooted(text, start);
        var end = start + 1;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && quotations[end] == 0 && (isPath || !TextFolding.IsHan(text[end])))
        {
            end++;
        }

        var bare = end;
        while (bare > start && IsMark(text[bare - 1]))
        {
            bare--;
        }

        var chunk = text.Substring(start, bare - start);
        if (FilePath.IsAddress(chunk) || isPath || MediaFileName.IsSupported(chunk))
        {
            start = Take(words, FilePath.IsAddress(chunk) ? WordKind.Address : WordKind.File, text, start, bare);
        }

        TakeWords(words, text, start, end);
        return end;
    }

    private static void TakeWords(List<Word> words, string text, int start, int end)
    {
        for (var i = start; i < end;)
        {
            if (TextFolding.IsWordCharacter(text[i]))
            {
                var last = i + 1;
                while (last < end && (TextFolding.IsWordCharacter(text[last]) || IsInside(text, last, end)))
                {
                    last++;
                }

                i = Take(words, WordKind.Plain, text, i, last);
            }
            else
            {
                i = IsMark(text[i]) ? Take(words, WordKind.Mark, text, i, i + 1) : i + 1;
            }
        }
    }

    /// <summary>Whether the mark is part of a word: 10-second, don't, h.264, 0:05.</summary>
    private static bool IsInside(string text, int position, int end) => position + 1 < end && text[position] switch
    {
        '\'' or '-' or '_' => TextFolding.IsWordCharacter(text[position + 1]),
        '.' or ':' => char.IsDigit(text[position + 1]),
        _ => false,
    };

    private static bool IsMark(char character) =>
        character is '.' or ',' or ';' or ':' or '!' or '?' or '。' or '、' or '…' or '—' or '–' or '\n' or '\r';
}
