namespace NemoVideo.Language.Sentences;

/// <summary>A clause of a request, without the punctuation and conjunction before it.</summary>
internal readonly record struct Clause(string Request, int Start, int End)
{
    public string Text => Request.Substring(Start, End - Start);
}

/// <summary>Finds the places where a request can be split: conjunctions and punctuation, but nothing inside quotations and paths.</summary>
internal static class ClauseBoundary
{
    // The longest one first, because a conjunction can begin with another one. It isn't part of another word: 合并, 后面, 最后.
    private static readonly Regex HanPiece = new(
        "(?<conjunction>然后|之后|并且|接着|最后|完了|顺便|再|(?<!合)并(?![排列])|(?<![最片前落背往今随])后(?![面期边来缀半部台两三几一]))|.");

    // A clause doesn't begin with one of these. Other conjunctions belong to the clause after them: "after the intro", "最后三秒".
    private static readonly string[] Joining = [",", ";", ".", "!", "?", "&", "\n", "and", "then", "but", "然后", "接着", "并", "并且"];

    private static readonly string[] Separators =
        [.. Joining, "after", "afterwards", "plus", "also", "finally", "next", "when", "once"];

    /// <summary>Splits a request. Each clause contains at least one word, placeholder or Chinese character.</summary>
    public static List<Clause> Split(string request)
    {
        var clauses = new List<Clause>();
        var isOpen = false;
        int? conjunction = null;
        var pieces = SentenceReader.Read(request).SelectMany(Pieces).ToList();
        for (var i = 0; i < pieces.Count; i++)
        {
            var (separates, piece, start, end) = pieces[i];

            // The extension of a name that isn't read as one, such as 海边.mp4, isn't another clause.
            var isInName = piece == "." && i > 0 && i + 1 < pieces.Count && pieces[i - 1].End == start && pieces[i + 1].Start == end
                && AddressReader.EndsInExtension("x" + request.Substring(start, pieces[i + 1].End - start));
            if (separates && !isInName)
            {
                isOpen = false;
                conjunction = Joining.Contains(piece) ? null : conjunction ?? start;
            }
            else if (isOpen)
            {
                clauses[clauses.Count - 1] = clauses[clauses.Count - 1] with { End = end };
            }
            else
            {
                isOpen = true;
                clauses.Add(new Clause(request, conjunction ?? start, end));
                conjunction = null;
            }
        }

        return clauses;
    }

    private static IEnumerable<(bool Separates, string Text, int Start, int End)> Pieces(SentenceToken token) => token.Kind != TokenKind.Han
        ? [(Separators.Contains(token.Text), token.Text, token.Start, token.End)]
        : HanPiece.Matches(token.Text).Cast<Match>().Select(piece =>
            (piece.Groups["conjunction"].Success, piece.Value, token.Start + piece.Index, token.Start + piece.Index + piece.Length));
}
