using System.Text.RegularExpressions;

namespace NemoVideo.Language;

/// <summary>
/// Finds the clauses of a request that state something but request nothing: "the title is done", "before you cut the intro",
/// 标题加好了.
/// </summary>
/// <remarks>The model can't: it learned the words of edits, which these clauses contain. A wrong match only leads to a question.</remarks>
internal static class ContextClauses
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int MaxClauses = 12;
    private const int MaxClauseLength = 200;

    private const string Leads =
        @"^((and|so|but|well|ok|okay|also|then|now|first|later|already|today|yesterday|tomorrow|just|because|since)\s+)*";

    private const string Determiner = "(the|my|our|your|this|that|these|those|all|both|every|each)";
    private const string Noun = @"[\w'-]+(\s+[\w'-]+){0,4}?";
    private const string Is = @"((is|are|was|were|looks?|sounds?|seems?|has|have)\b|'(s|re)\s)(?!\s*(got\s+)?to\b)";
    private const string Done = "(done|finished|completed?|ready|perfect|right|correct|fine|good|great|okay|ok|in place|there|set|over)";
    private const string Participle = @"(done|finished|complete|ready|cut|made|put|gone|in|(?!speed|feed|need|seed|embed)\w{3,}ed)";

    private static readonly Regex Separator = new(
        @"[,;!?\n。]+|[.:](?=\s|$)|\s[-–—]+\s|\s(?=(and|but|so|then|because|since|now that|instead of)\s)"
        + @"|\s(?=(before|after|once|while|until)\s+((i|we|you|he|she|they|it)\b|\w+ing\b))",
        Options);

    private static readonly Regex[] Statements =
    [
        // "I cut the intro", "you added music". "I want a title" and "you should cut it" are requests.
        new(Leads + @"(i|we|you|he|she|they|it|everything|the (agent|editor|assistant|team)|nemo)('(ve|s|re|m|ll)|\s)"
            + @"(?!\s*((\w+ly|just|also|still)\s+)*"
            + @"(want|need|would|wish|ask|request|like(?! (the|this|that|my|your|how))|prefer|require|think|must|should|can|could|may|might"
            + @"|has to|have to|needs|looking)\b)", Options),

        // "the trim, the title and the music are done", "trim and title are done".
        new(Leads + $@"{Determiner}\s+{Noun}((\s*,\s*(and\s+)?|\s+and\s+){Determiner}\s+{Noun})*\s*{Is}", Options),
        new(Leads + $@"(this|that|these|those|there|here|everything|all|it)\s*{Is}", Options),
        new(Leads + @"[\w'-]+(\s[\w'-]+)?((\s*,\s*(and\s+)?|\s+and\s+)[\w'-]+(\s[\w'-]+)?)*\s*(is|are|was|were|:|look|looks)\s+"
            + $@"((\w+ly|now|all|already)\s)*{Done}$", Options),

        // "added a title", "title added", "all cuts done".
        new(Leads + @"(?!speed|feed|need|seed|embed)\w{3,}ed\s", Options),
        new(Leads
            + @"(?!(add|undo|redo|remove|delete|lose|insert|get|make|have|want|need|keep|leave|let|use|put|give|set|turn|fade|zoom|blur"
            + $@"|with|in)\s)({Determiner}\s+)?[\w'-]+(\s[\w'-]+)?\s(\w+ly\s|already\s)?{Participle}$", Options),

        // "nice title", "thanks for the trim".
        new(Leads + @"(nice|great|good|lovely|beautiful|perfect|awesome|excellent|amazing|love|thanks?|thx|well done)\b", Options),
        new(Leads + @"(looks?|sounds?)\s", Options),

        // "before you cut the intro", "after the trim", "once the title is in". "After the intro add a title" is a request.
        new(Leads
            + @"(now that|before|after|once|since|because|as soon as|as|when|while|until|till|although|though|given that|instead of)\s+"
            + $@"((i|we|you|he|she|they|it)\b|\w+ing\b|({Determiner}\s+|an?\s+)?[\w'-]+(\s[\w'-]+)?$"
            + @"|.*\b(is|are|was|were|has been|have been|gets?)\b)", Options),

        // Not a clause of its own: "but first".
        new(@"^((and|so|but|then|first|now|next|also|well|ok|okay)\b\s*)+$", Options),

        // "don't change the music".
        new(Leads + @"(do not|don'?t|without)\b", Options),

        // 片头剪好了, 我剪掉了片头, 加标题之前, 颜色很好. 把片头剪了 is a request.
        new("^(?!.*([把将让请]|帮我|给我|可以|需要|想要)).*(了|好了|完成|完毕)$", Options),
        new("^(?!.*([把将让请]|帮我|给我|可以|需要|想要))(我|你|您|他|她|它)们?(已经|已|刚刚?|都|也|又|先)*\\w{1,3}了", Options),
        new("^[^,把将请]*(已经|已[剪加调改做配换删])", Options),
        new("^(?!.*[把将请放摆接置移插挪]).*(之前|以前|之后|以后|的时候)$", Options),
        new("(很|真|太|挺|非常|特别|都|不)(好|棒|错|完美|满意|漂亮|合适|喜欢)[看听]?[啊呀哦]?$", Options),
        new("^(先)?(别|不要|不用)(再)?(动|改|剪|加|碰|调|编辑)", Options),
    ];

    /// <summary>A part of a request without these clauses; empty if nothing else is left, and unchanged if it contains none.</summary>
    /// <param name="request">The text from the beginning of the part. A statement can continue after the part.</param>
    /// <param name="length">The length of the part.</param>
    public static string Remove(string request, int length)
    {
        var (part, folded) = (request.Substring(0, length), Mask(request));
        var (clauses, rest, isContext) = (Split(folded), new List<string>(), false);
        for (var i = 0; i < clauses.Count && clauses.Count <= MaxClauses && clauses[i].Start < length; i++)
        {
            var start = clauses[i].Start;

            // The subject of a statement can be a list: "the trim, the title and the music are done".
            var last = isContext && Continues(folded, clauses[i - 1].End, start) ? i
                : clauses.FindIndex(i, one => IsStatement(folded.Substring(start, one.End - start)));
            isContext = last >= 0;
            if (isContext)
            {
                i = last;
            }
            else
            {
                rest.Add(request.Substring(start, Math.Min(length, clauses[i].End) - start));
            }
        }

        var order = string.Join(", ", rest);
        return clauses.Count is 0 or > MaxClauses || rest.Count == clauses.Count(clause => clause.Start < length) ? part : order;
    }

    private static bool IsStatement(string clause) =>
        clause.Length <= MaxClauseLength && Array.Exists(Statements, statement => statement.IsMatch(clause));

    /// <summary>Whether a clause continues a statement: "I cut the intro and added music".</summary>
    private static bool Continues(string text, int end, int start) =>
        start - end == 1 && char.IsWhiteSpace(text[end]) && string.CompareOrdinal(text, start, "and ", 0, 4) == 0;

    private static List<(int Start, int End)> Split(string text)
    {
        var clauses = new List<(int Start, int End)>();
        var start = 0;
        var ends = Separator.Matches(text).Cast<Match>().Select(static one => (one.Index, one.Index + one.Length));
        foreach (var (from, to) in ends.Append((text.Length, 0)))
        {
            var (first, last) = (start, from);
            while (first < last && !char.IsLetterOrDigit(text[first]))
            {
                first++;
            }

            while (last > first && !char.IsLetterOrDigit(text[last - 1]))
            {
                last--;
            }

            if (last > first)
            {
                clauses.Add((first, last));
            }

            start = to;
        }

        return clauses;
    }

    /// <summary>The folded text. A letter replaces each character of a path, URL or quotation, because they contain no clauses.</summary>
    private static string Mask(string text)
    {
        var folded = TextFolding.Fold(text).ToCharArray();
        foreach (var token in SentenceReader.Read(text).Where(static token => token.Kind == TokenKind.Placeholder))
        {
            for (var i = token.Start; i < token.End; i++)
            {
                folded[i] = 'x';
            }
        }

        return new string(folded);
    }
}
