namespace NemoVideo.Language.Sentences;

/// <summary>
/// Splits a sentence into tokens, in one pass. Placeholders replace paths, URLs, quotations, numbers and IDs, because their content
/// must not decide about the intent.
/// </summary>
internal static class SentenceReader
{
    public static List<SentenceToken> Read(string sentence)
    {
        var text = TextFolding.Fold(sentence);
        var tokens = new List<SentenceToken>();
        var quotations = QuotedText.Ends(text);
        var limit = 0;
        for (var i = 0; i < text.Length;)
        {
            limit = limit > i ? limit : NextQuotation(quotations, i + 1);
            i = char.IsWhiteSpace(text[i]) && text[i] != '\n' ? i + 1
                : quotations[i] > 0 ? AddQuotation(tokens, text, i, quotations[i])
                : AddressReader.Read(text, i, limit, sentence) is var (placeholder, end)
                    ? Add(tokens, TokenKind.Placeholder, placeholder, i, end)
                : TextFolding.IsHan(text[i]) ? AddHan(tokens, text, i, limit)
                : TextFolding.IsWordCharacter(text[i]) ? AddWord(tokens, text, i, limit)
                : AddPunctuation(tokens, text, i);
        }

        return tokens;
    }

    private static int NextQuotation(int[] quotations, int start)
    {
        while (start < quotations.Length && quotations[start] == 0)
        {
            start++;
        }

        return start;
    }

    private static int Add(List<SentenceToken> tokens, TokenKind kind, string text, int start, int end)
    {
        tokens.Add(new SentenceToken(kind, text, start, end));
        return end;
    }

    private static int AddQuotation(List<SentenceToken> tokens, string text, int start, int end)
    {
        var content = text.Substring(start + 1, end - start - 2).Trim();
        return Add(tokens, TokenKind.Placeholder, AddressReader.IsAddress(content) ? Placeholder.Path : Placeholder.Quotation, start, end);
    }

    private static int AddHan(List<SentenceToken> tokens, string text, int start, int limit)
    {
        var end = start + 1;
        while (end < limit && TextFolding.IsHan(text[end]))
        {
            end++;
        }

        return Add(tokens, TokenKind.Han, text.Substring(start, end - start), start, end);
    }

    private static int AddWord(List<SentenceToken> tokens, string text, int start, int limit)
    {
        var end = start + 1;
        var hasDigit = char.IsDigit(text[start]);
        while (end < limit && (TextFolding.IsWordCharacter(text[end]) || IsInside(text, end, limit, hasDigit)))
        {
            hasDigit |= char.IsDigit(text[end]);
            end++;
        }

        var word = text.Substring(start, end - start);
        return hasDigit
            ? Add(tokens, TokenKind.Placeholder, Placeholder.ForNumber(word), start, end)
            : Add(tokens, TokenKind.Word, word, start, end);
    }

    /// <summary>Whether the mark is part of a word: don't, 1.5, 0:05, take_03.</summary>
    private static bool IsInside(string text, int position, int limit, bool hasDigit) => position + 1 < limit && text[position] switch
    {
        '\'' or '_' => TextFolding.IsWordCharacter(text[position + 1]),
        '.' or ':' or ',' => hasDigit && char.IsDigit(text[position - 1]) && char.IsDigit(text[position + 1]),
        _ => false,
    };

    private static int AddPunctuation(List<SentenceToken> tokens, string text, int start) =>
        char.IsPunctuation(text[start]) || text[start] == '\n'
            ? Add(tokens, TokenKind.Punctuation, text[start] switch { '。' or '…' => ".", '、' => ",", var mark => $"{mark}" }, start,
                start + 1)
            : start + 1;
}
