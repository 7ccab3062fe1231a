namespace NemoVideo.Language.Sentences;

/// <summary>A clause of a request, without the punctuation and conjunction before it.</summary>
internal readonly record struct Clause(int Start, int End);

/// <summary>Finds the places where a request can be split: conjunctions and punctuation, but nothing inside quotations and paths.</summary>
internal static class ClauseBoundary
{
    private static readonly HashSet<string> Conjunctions = new(StringComparer.Ordinal)
    {
        "and", "then", "after", "afterwards", "plus", "also", "finally", "next", "when", "once", "but",
    };

    // The longest one first, because a conjunction can begin with another one.
    private static readonly string[] HanConjunctions = ["然后", "之后", "并且", "接着", "最后", "完了", "顺便", "再", "并", "后"];

    // A clause doesn't begin with one of these. Other conjunctions belong to the clause after them: "after the intro", "最后三秒".
    private static readonly HashSet<string> Joining = new(StringComparer.Ordinal)
    {
        "and", "then", "but", "&", "然后", "接着", "并", "并且",
    };

    /// <summary>Splits a request. Each clause contains at least one word, placeholder or Chinese character.</summary>
    public static List<Clause> Split(string request)
    {
        var clauses = new List<Clause>();
        var start = -1;
        var lead = -1;
        var end = 0;
        foreach (var (separates, joins, from, to) in Pieces(SentenceReader.Read(request)))
        {
            if (separates)
            {
                if (start >= 0)
                {
                    clauses.Add(new Clause(start, end));
                    (start, lead) = (-1, -1);
                }

                lead = joins ? -1 : lead < 0 ? from : lead;
            }
            else
            {
                start = start >= 0 ? start : lead >= 0 ? lead : from;
                end = to;
            }
        }

        if (start >= 0)
        {
            clauses.Add(new Clause(start, end));
        }

        return clauses;
    }

    private static IEnumerable<(bool Separates, bool Joins, int Start, int End)> Pieces(List<SentenceToken> tokens) =>
        tokens.SelectMany(static token => token.Kind switch
        {
            TokenKind.Han => HanPieces(token),
            TokenKind.Punctuation => [(token.Text is "," or ";" or "." or "!" or "?" or "&" or "\n", true, token.Start, token.End)],
            _ => [(Conjunctions.Contains(token.Text), Joining.Contains(token.Text), token.Start, token.End)],
        });

    private static IEnumerable<(bool Separates, bool Joins, int Start, int End)> HanPieces(SentenceToken token)
    {
        for (var i = 0; i < token.Text.Length;)
        {
            var conjunction = Array.Find(HanConjunctions, one => string.CompareOrdinal(token.Text, i, one, 0, one.Length) == 0);
            conjunction = conjunction is not null && IsInWord(token.Text, i, conjunction) ? null : conjunction;
            var start = token.Start + i;
            i += conjunction?.Length ?? 1;
            yield return (conjunction is not null, conjunction is not null && Joining.Contains(conjunction), start, token.Start + i);
        }
    }

    /// <summary>Whether the character is part of another word: 合并, 后面, 最后.</summary>
    private static bool IsInWord(string text, int position, string conjunction)
    {
        var before = position > 0 ? text[position - 1] : ' ';
        var after = position + conjunction.Length < text.Length ? text[position + conjunction.Length] : ' ';
        return conjunction switch
        {
            "后" => "面期边来缀半部台两三几一".Contains(after) || "最片前落背往今随".Contains(before),
            "并" => before == '合' || after is '排' or '列',
            _ => false,
        };
    }
}
