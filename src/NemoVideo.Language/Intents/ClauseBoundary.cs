namespace NemoVideo.Language.Intents;

/// <summary>A clause of a request, without the punctuation and conjunction before it.</summary>
internal readonly record struct Clause(int Start, int End);

/// <summary>Finds the places where a request can be split: conjunctions and punctuation, but nothing inside quotations and paths.</summary>
internal static class ClauseBoundary
{
    private static readonly HashSet<string> Conjunctions = new(StringComparer.Ordinal)
    {
        "and", "then", "after", "afterwards", "plus", "also", "finally", "next", "when", "once",
    };

    // The longest one first, because a conjunction can begin with another one.
    private static readonly string[] HanConjunctions = ["然后", "之后", "并且", "接着", "最后", "完了", "顺便", "再", "并", "后"];

    /// <summary>Splits a request. Each clause contains at least one word, placeholder or Chinese character.</summary>
    public static List<Clause> Split(string request)
    {
        var clauses = new List<Clause>();
        var start = -1;
        var end = 0;
        foreach (var (separates, from, to) in Pieces(SentenceReader.Read(request)))
        {
            if (separates && start >= 0)
            {
                clauses.Add(new Clause(start, end));
                start = -1;
            }
            else if (!separates)
            {
                start = start < 0 ? from : start;
                end = to;
            }
        }

        if (start >= 0)
        {
            clauses.Add(new Clause(start, end));
        }

        return clauses;
    }

    private static IEnumerable<(bool Separates, int Start, int End)> Pieces(List<SentenceToken> tokens) =>
        tokens.SelectMany(static token => token.Kind switch
        {
            TokenKind.Han => HanPieces(token),
            TokenKind.Punctuation => [(token.Text is "," or ";" or "." or "!" or "?" or "&" or "\n", token.Start, token.End)],
            _ => [(Conjunctions.Contains(token.Text), token.Start, token.End)],
        });

    private static IEnumerable<(bool Separates, int Start, int End)> HanPieces(SentenceToken token)
    {
        for (var i = 0; i < token.Text.Length;)
        {
            var conjunction = Array.Find(HanConjunctions, one => string.CompareOrdinal(token.Text, i, one, 0, one.Length) == 0);
            var length = conjunction?.Length ?? 1;
            yield return (conjunction is not null, token.Start + i, token.Start + i + length);
            i += length;
        }
    }
}
