using System.Text.RegularExpressions;
using NemoVideo.Language.Intents;

namespace NemoVideo.Language;

/// <summary>Decides whether a part of a request is certain enough to be run without asking.</summary>
public static class RequestDecision
{
    /// <summary>The probability of an edit from which a message is sent without asking. Chosen by cross-validation.</summary>
    public const double SendThreshold = 0.25;

    /// <summary>The same probability if the context or another word makes a free intent likelier.</summary>
    public const double DoubtThreshold = 0.5;

    /// <summary>The words before a request: "please", "could you", 请帮我.</summary>
    internal const string Lead =
        @"(?>[\s,.!]*)(?>(((please|pls|plz|kindly|now|then|next|first|also|and|just|so|ok|okay|hi|hello|hey|yes|no(?=[,.!])|go ahead and"
        + @"|don't forget to|let's|(can|could|would) (you|u)( please)?|(i|we)('d like| want| would like)( you)? to)(?![a-z'])"
        + @"|请|麻烦你?|帮我|先|再|然后|接着|能不能|可以|能|别忘了|我想要?|我要)[\s,]*)*)";

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex Cancel = new(
        $@"^{Lead}(?!(stop|quit|end|kill|scrap|interrupt)[\s,.!]*$)((?>({RequestWords.CancelAside})(?![a-z0-9_'])|{RequestWords.CancelObjectHan})[\s,.!。~-]*)*"
        + $@"((?>({RequestWords.Cancel})(?![a-z0-9_']))([\s,.!。~-]*(?>({RequestWords.CancelObject}|{RequestWords.CancelAside})(?![a-z0-9_'])"
        + $@"|{RequestWords.CancelObjectHan}))*[\s,.!。~-]*)+$",
        Options);

    private static readonly Regex WithoutLead = new("^" + Lead, Options);

    /// <summary>Words after which an action isn't certain: negations, conditions, other times, second thoughts.</summary>
    private static readonly Regex Doubt = new(
        @"\b(not|no|never|nobody|cannot|\w+n't|dont|unless|if|whether|later|tomorrow|thought|mind|wait|hold|forbid|refrain|avoid|skip|stop"
        + @"|instead|rather|ne|pas|nicht|kein\w*|nie|non|não|nunca|не|нет)\b|不(?!错|改|动)|(?<![特分类级区个])别|勿|没(?!问题|毛病)|禁止|如果|要是|稍后|明天|以后",
        Options);

    private static readonly Regex Question = new(
        @"\?|^\W*(who|what|when|where|why|which|how|is|are|was|were|did|do (you|i|we|they)|does|has|have|had|should|shall|may|might|am)\b"
        + @"|\b(whether|how|why)\b|[吗么呢]\W*$|谁|什么|怎么|为何|多久|是否",
        Options);

    private static readonly Regex Polite = new(
        @"(^|[,.;!?]\s*|\b(and|so|then|ok|please|hey|yes|now)\s+)(can|could|would|will) (you|u|we|i|it)\b|[能可]|麻烦|帮", Options);

    // "No, put it back" and "don't just trim it" request something.
    private static readonly Regex NegatedClause = new(
        $@"^{Lead}((i|we|you)\s+)?((don't|dont|do not|(must|should|shall|need|will|would)(n't|\s+not)|won't|never|not|without|no)"
        + @"(?!\s+(no|just|only)\b)(?![\w',])"
        + "|别(?!的|人)|不[要用必想]|不需要|勿|禁止|无需)",
        Options);

    private static readonly Regex Wish = new(
        @"[把将]|^(i|we) (want|need|would like)|^(i|we)'d like|^(make|let|give|get)\b|^(after|before|at|in|on|from|over|under) (the|every|each|all|my)\b",
        Options);

    private static readonly Regex HanPast = new("(了|[之以]前|[之以]后|时候?|完|好)\\W*$", Options);

    /// <summary>
    /// Whether a part of a request is run without asking. A message is sent only if an edit is the most likely intent with a certain
    /// probability. An action is run only if the words don't negate, postpone or ask for it. Exports are canceled only by a request that
    /// consists of a few known words. Everything that only reads is run.
    /// </summary>
    /// <param name="part">The part of the request.</param>
    /// <param name="isWhole">Whether the request has no other parts.</param>
    /// <param name="isDoubtful">Whether the context makes a free intent likelier.</param>
    public static bool IsCertain(RequestPart part, bool isWhole = true, bool isDoubtful = false)
    {
        var text = TextFolding.Fold(part.Text);
        var words = WithoutLead.Replace(RequestPaths.Mask(part.Text), "");
        return !(part.IsTooLong && part.Intent != RequestIntent.Edit) && part.Intent switch
        {
            RequestIntent.Combined or RequestIntent.Talk => false,
            RequestIntent.Edit => part.Prediction.Probability >= (isDoubtful || IsOtherTopic(words) ? DoubtThreshold : SendThreshold)
                && SentenceReader.Read(part.Text).Exists(static token => token.Kind is TokenKind.Word or TokenKind.Han)
                && ClauseBoundary.Split(text) is var clauses && !clauses.TrueForAll(static one => NegatedClause.IsMatch(one.Text))
                && (isWhole || IsOrder(clauses[clauses.Count - 1].Text)),
            RequestIntent.Cancel => isWhole && Cancel.IsMatch(text),
            RequestIntent.Download when RequestDetails.AsksForSessionLink(text) is not null => true,
            RequestIntent.Export or RequestIntent.Download or RequestIntent.Upload =>
                !Doubt.IsMatch(words) && (!Question.IsMatch(words) || Polite.IsMatch(text)),
            RequestIntent.Session => !Doubt.IsMatch(words) || RequestDetails.Session(text) is SessionRequest.List,
            _ => true,
        };
    }

    private static bool IsOtherTopic(string words) =>
        RequestDetails.Topic(words) is RequestIntent.Upload or RequestIntent.Export or RequestIntent.Cancel or RequestIntent.Session;

    /// <summary>Whether a clause begins with a verb for a change. Other clauses beside a request often only mention the video.</summary>
    private static bool IsOrder(string clause)
    {
        var text = WithoutLead.Replace(clause, "");
        var isOrder = WordGroups.Find(SentenceReader.Read(text)).Exists(word => (word.Start == 0 || TextFolding.IsHan(text[word.Start]))
            && (word.Groups.Contains("change") || word.Groups.Contains("bring")));
        return (isOrder || Wish.IsMatch(text)) && !HanPast.IsMatch(text);
    }

    /// <summary>
    /// The likeliest intents, to ask which of them is meant. One of them is an edit, because the question is whether to send.
    /// </summary>
    public static IReadOnlyList<RequestIntent> Choices(RequestPart part)
    {
        var likely = part.Prediction.Ranking.Select(static one => one.Intent)
            .Where(static intent => intent is not (RequestIntent.Combined or RequestIntent.Talk)).Take(2).ToList();
        return likely.Contains(RequestIntent.Edit) ? likely : [likely[0], RequestIntent.Edit];
    }
}
