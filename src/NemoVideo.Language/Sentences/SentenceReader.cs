namespace NemoVideo.Language.Sentences;

/// <summary>
/// Splits a sentence into tokens, in one pass. Placeholders replace paths, URLs, quotations, numbers and IDs, because their content
/// must not decide about the intent.
/// </summary>
internal static class SentenceReader
{
    private const string Letter = TextFolding.Letter;

    // A mark can be inside a word: don't, 1.5, 0:05, take_03.
    private static readonly Regex Token = new(
        $@"\G({TextFolding.Han}+|{Letter}+(['_]{Letter}+|(?<=\d)[.:,](?=\d){Letter}+)*|[\p{{P}}\n])", RegexOptions.CultureInvariant);

    public static List<SentenceToken> Read(string sentence)
    {
        var text = TextFolding.Fold(sentence);
        var tokens = new List<SentenceToken>();
        var quotations = QuotedText.Ends(text);
        var limit = 0;
        for (var i = 0; i < text.Length;)
        {
            limit = limit > i ? limit : Array.FindIndex(quotations, i + 1, static end => end > 0) is > 0 and var next ? next : text.Length;
            SentenceToken? token = quotations[i] > 0 ? QuotationAt(text, i, quotations[i])
                : AddressReader.Read(text, i, limit, sentence) is var (placeholder, end)
                    ? new SentenceToken(TokenKind.Placeholder, placeholder, i, end)
                : Token.Match(text, i) is { Success: true } match ? TokenOf(match) : null;
            if (token is { } found)
            {
                tokens.Add(found);
            }

            i = token?.End ?? i + 1;
        }

        return tokens;
    }

    private static SentenceToken QuotationAt(string text, int start, int end)
    {
        var content = text.Substring(start + 1, end - start - 2).Trim();
        var placeholder = AddressReader.IsAddress(content) ? Placeholder.Path : Placeholder.Quotation;
        return new SentenceToken(TokenKind.Placeholder, placeholder, start, end);
    }

    private static SentenceToken TokenOf(Match match)
    {
        var text = match.Value;
        var (kind, content) = TextFolding.IsHan(text[0]) ? (TokenKind.Han, text)
            : !TextFolding.IsWordCharacter(text[0]) ? (TokenKind.Punctuation, text switch { "。" or "…" => ".", "、" => ",", _ => text })
            : text.Any(char.IsDigit) ? (TokenKind.Placeholder, Placeholder.ForNumber(text))
            : (TokenKind.Word, text);
        return new SentenceToken(kind, content, match.Index, match.Index + match.Length);
    }
}
