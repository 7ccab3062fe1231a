using NemoVideo.Language.Intents;

namespace NemoVideo.Language;

/// <summary>Decides whether a part of a request is certain enough to be run without asking.</summary>
public static class RequestDecision
{
    /// <summary>
    /// The probability of an edit from which a message, which is charged, is sent without asking. Chosen on the held-out tables: none of
    /// 544 other requests is sent, and 28 of 276 edits are asked about. Of 160 remarks that sound like an edit, 18 are sent, and of 140
    /// edits that sound like a remark, 27 are asked about. A higher threshold asks about more edits, but hardly sends fewer remarks.
    /// </summary>
    public const double SendThreshold = 0.45;

    /// <summary>The probability from which an export or a download, which is free, is run.</summary>
    public const double RunThreshold = 0.4;

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex WithoutLead = new("^" + RequestWords.Lead, Options);
    private static readonly Regex Direct = new($@"^{RequestWords.Lead}(?<words>.*?){RequestWords.PoliteEnd}$", Options | RegexOptions.Singleline);

    private const string HanCancel = "(取消|停止|中止|终止)";
    private const string HanExports = "(导出|渲染|输出|当前|正在进行|所有|全部|这[个次]|本次|的)+(任务)?";

    /// <summary>A cancel of exports. A request that contains any other word is asked about.</summary>
    private static readonly Regex Cancel = new(
        $"^{RequestWords.Lead}((cancel|abort)|(cancel|stop|abort) (it|that|this)|"
        + "(cancel|cancell|cancle|stop|sotp|abort|halt|terminate|kill|interrupt|discontinue|quit|end|abandon|call off)"
        + "( (the|this|that|my|our|all|current|running))*( (exports?|exporting|renders?|rendering)(?![a-z]))+( jobs?| process)?"
        + $@"|{HanCancel}掉?({HanExports})?|[把将]{HanExports}({HanCancel}|停)掉?)({RequestWords.Courtesy}|[\s,.!。~-])*{RequestWords.PoliteEnd}$",
        Options);

    /// <summary>Words after which a request isn't certain: negations, conditions, other times, second thoughts.</summary>
    private static readonly Regex Doubt = new(
        @"\b(not|no|never|nobody|none|nothing|cannot|without|\w+n't|dont|unless|if|whether|until|till|once|as soon as|when(ever)?|while"
        + @"|provided|impossible|prevent|assuming|suppos\w+|pending|in case|later|tomorrow|tonight|someday"
        + @"|next (time|week|month|year|version)|maybe|perhaps|soon|already"
        + @"|some(one|body)|anyone|everyone|\w+sel(f|ves)"
        + @"|remind|remember|todo|thought|mind|wait|hold|forbid\w*|prohibit\w*|refrain\w*|avoid\w*|skip\w*|stop\w*|instead"
        + @"|before (you|we|i|that|they|\w+ing)|at \d+ ?(am|pm)|after (\w+ing|(the |our )?(meeting|lunch|call|show|event))"
        + @"|but first|(?<=,\s*)first|but [^,;]*\bfirst(?=\W*$)|rather|ne|pas|nicht|kein\w*|nie|non|não|nunca|не|нет)\b"
        + @"|不(?!错|改|动)|(?<![特分类级区个])别|勿|甭|莫|无需|没(?!问题|毛病)|禁止|避免|如果|要是|假如|万一|除非|只要|等[^一等]|稍后|明天|以后|下[周次]|提醒|也许|可能|同意",
        Options);

    private static readonly Regex Withdrawal = new(
        @"\b(undo|reverse|revert|delete|(cut|remove) (it|that|this)(?!\s+(to|at|from)))\b", Options);

    private static readonly Regex Question = new(
        @"\?|^\W*(who|what|when|where|why|which|how|is|are|was|were|did|do (you|i|we|they)|does|has|have|had|should|shall|may|might|am)\b"
        + @"|[吗么呢]\W*$|谁|什么|怎么|如何|为何|多久|是否|有没有|\b(whether|how|why|should)\b",
        Options);

    // An order for something else than a file.
    private static readonly Regex NoFile = new(@"^(play|watch|share|post|publish|print|burn)\b", Options);

    // "Don't just trim it" requests something.
    private static readonly Regex Negated = new(
        @"^((i|we|you)\s+)?((don't|dont|do not|(must|should|shall|need|will|would)(n't|\s+not)|won't|never|not)(?!\s+(just|only)\b)(?![\w',])"
        + "|别(?!的|人)|不[要用必想]|不需要|勿|禁止|无需)",
        Options);

    /// <summary>
    /// Whether a part of a request is run without asking. A message is sent only from a certain probability of an edit, and not if it only
    /// says what not to do. Exports are canceled only by a verb and a few known words. What uploads, exports or downloads is run unless a
    /// word denies, postpones or asks for it. Everything that only reads is run. Nothing is run if a clause can be another request.
    /// </summary>
    /// <param name="part">The part of the request.</param>
    /// <param name="isWhole">Whether the request does nothing else than this part.</param>
    /// <param name="hasAction">Whether the request also uploads, exports, downloads or cancels.</param>
    public static bool IsCertain(RequestPart part, bool isWhole = true, bool hasAction = false)
    {
        var words = RequestPaths.Mask(part.Text);
        var order = WithoutLead.Replace(words, "");
        var clauses = ClauseBoundary.Split(words).ConvertAll(static clause => WithoutLead.Replace(clause.Text, ""));
        var hasWord = SentenceReader.Read(part.Text).Exists(static token => token.Kind is TokenKind.Word or TokenKind.Han);
        var (probability, edit) = (part.Prediction.Probability, part.Prediction.ProbabilityOf(RequestIntent.Edit));
        var isOnly = part.Rest.Count == 0 || part.Intent is RequestIntent.Upload or RequestIntent.HowTo;
        return isOnly && !NamesOtherSession(part) && (!part.IsTooLong || part.Intent == RequestIntent.Edit) && part.Intent switch
        {
            RequestIntent.Combined or RequestIntent.Talk => false,
            RequestIntent.Edit => hasWord && !clauses.TrueForAll(Negated.IsMatch) && edit >= SendThreshold,
            RequestIntent.Cancel => isWhole && Cancel.IsMatch(words),
            RequestIntent.Download when RequestDetails.MentionsLink(part.Text) => true,
            RequestIntent.Upload => IsDirect(part.Text),
            RequestIntent.Export or RequestIntent.Download => probability >= RunThreshold && IsDirect(part.Text)
                && ExportWords.AreClear(part.Text) && !clauses.Exists(NoFile.IsMatch),
            RequestIntent.Session => !Doubt.IsMatch(order) || RequestDetails.Session(part.Text) is SessionRequest.List,
            RequestIntent.HowTo => !hasAction,
            _ => true,
        };
    }

    /// <summary>
    /// Whether no word of a request denies, postpones or asks for its actions. The parts of a request alone don't show this: "if Anna
    /// agrees, trim it and upload ./a.mp4".
    /// </summary>
    public static bool IsDirect(string request) =>
        Direct.Match(RequestPaths.Mask(request)).Groups["words"].Value is { Length: > 0 } words
        && !Doubt.IsMatch(words) && !Question.IsMatch(words) && !Withdrawal.IsMatch(words);

    private static bool NamesOtherSession(RequestPart part) => RequestDetails.MentionsSession(part.Text)
        && part.Intent is not (RequestIntent.Session or RequestIntent.Upload or RequestIntent.HowTo or RequestIntent.Credits);

    /// <summary>The likeliest intents, to ask which is meant. One of them is an edit, because the question is whether to send.</summary>
    public static IReadOnlyList<RequestIntent> Choices(RequestPart part)
    {
        var likely = part.Prediction.Ranking.Select(static one => one.Intent)
            .Where(static intent => intent is not (RequestIntent.Combined or RequestIntent.Talk)).Take(2).ToList();
        return likely.Contains(RequestIntent.Edit) ? likely : [likely[0], RequestIntent.Edit];
    }
}
