using NemoVideo.Language.Intents;

namespace NemoVideo.Language;

/// <summary>Decides whether a part of a request is certain enough to be run without asking.</summary>
public static class RequestDecision
{
    /// <summary>The probability of an edit from which a change that is postponed is sent without asking.</summary>
    public const double SureThreshold = 0.8;

    /// <summary>The same probability for a statement, and the probability of an export or download from which it is run.</summary>
    public const double StatementThreshold = 0.4;

    /// <summary>The probability of an edit from which a message is sent if it is neither. Chosen by cross-validation.</summary>
    public const double SendThreshold = 0.2;

    /// <summary>The same probability if the context or another word makes a free intent likelier.</summary>
    public const double DoubtThreshold = 0.5;

    /// <summary>The probability of a free intent from which a request that mentions a text for the screen is run without asking.</summary>
    public const double ScreenTextThreshold = 0.7;

    /// <summary>The words before a request: "please", "could you", 请帮我.</summary>
    internal const string Lead =
        @"(?>[\s,.!]*)(?>(((please|pls|plz|kindly|now|then|next|first|also|and|just|so|ok|okay|hi|hello|hey|yes|no(?=[,.!])|go ahead and"
        + @"|don't forget to|let's|(?<polite>(can|could|would) (you|u))( please)?|(i|we)('d like| want| would like)( you)? to)(?![a-z'])"
        + @"|请|麻烦你?|帮我|先|再|然后|接着|(?<polite>能不能|(可以|能)(?=帮|给我|请|[把将]))|可以|能|别忘了|我想要?|我要)[\s,]*)*)";

    /// <summary>A question mark, which only a polite request can have.</summary>
    internal const string PoliteEnd = @"[\s,.!。~]*(?(polite)吗?\??)\s*";

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly Regex WithoutLead = new("^" + Lead, Options);
    private static readonly Regex Direct = new($@"^{Lead}(?<words>.*?){PoliteEnd}$", Options | RegexOptions.Singleline);

    /// <summary>Words after a request that don't change it.</summary>
    private const string Courtesy =
        "((please|pls|plz|thanks|thank you|thx|now|right now|right away|immediately|at once|asap|for me|for free)(?![a-z0-9_'])"
        + "|吧|谢谢你?|感谢|一下|现在|立即|立刻|马上|啊|请)";

    private const string HanCancel = "(取消|停止|中止|终止)";
    private const string HanExports = "(导出|渲染|输出|当前|正在进行|所有|全部|这[个次]|本次|的)+(任务)?";

    /// <summary>A cancel of exports. A request that contains any other word is asked about.</summary>
    private static readonly Regex Cancel = new(
        $"^{Lead}((cancel|abort)|(cancel|stop|abort) (it|that|this)|"
        + "(cancel|cancell|cancle|stop|sotp|abort|halt|terminate|kill|interrupt|discontinue|quit|end|abandon|call off)"
        + "( (the|this|that|my|our|all|current|running))*( (exports?|exporting|renders?|rendering)(?![a-z]))+( jobs?| process)?"
        + $@"|{HanCancel}掉?({HanExports})?|[把将]{HanExports}({HanCancel}|停)掉?)({Courtesy}|[\s,.!。~-])*{PoliteEnd}$",
        Options);

    /// <summary>An order for the account, the tool or the computer, by its object. As a message, it would be charged for nothing.</summary>
    private static readonly Regex NotOfVideo = new(
        $"^{Lead}((change|reset|rotate|renew|update|set|lower|reduce|decrease|raise|increase|undo|revert|reverse|refund|cancel|trim|mute|make|delete)"
        + "( (the|my|our|all|last|this|api|access|new|user))* (passwords?|tokens?|keys?|accounts?|payments?|charges?|purchases?|invoices?"
        + "|notifications?|uploads?|timeouts?|computer|phone|laptop)( (to|by) .+| faster)?|(lower|reduce|decrease) the (cost|price)s?( (to|by) .+)?"
        + "|turn (up|down|off) the (volume|sound) (of|on) (the|my|this) (computer|phone|laptop|pc)|(examples?|more info)|make a report"
        + $"|translate the (help|docs)|(把|将)?(超时|密码|令牌|账号).*)({Courtesy}|[\\s,.!。~?-])*$",
        Options);

    /// <summary>A question that asks for an opinion. An order after it is another clause.</summary>
    private static readonly Regex OpinionQuestion = new(
        $@"^{Lead}((should|shall) (we|i|you|it|they|the \w+) [^,;?]+"
        + @"|would (it|that|this|they|the \w+) (look|sound|feel|help|be (better|worse|too|more|less)) [^,;?]+"
        + @"|(do|did) (you|u) (like|think|prefer) [^,;?]+|.*(会不会|要不要).+)[\s?？.!]*$",
        Options);

    /// <summary>Words after which a request isn't certain: negations, conditions, other times, second thoughts.</summary>
    private static readonly Regex Doubt = new(
        @"\b(not|no|never|nobody|none|nothing|cannot|without|\w+n't|dont|unless|if|whether|until|till|once|as soon as|when(ever)?|while"
        + @"|provided|impossible|prevent|assuming|suppos\w+|pending|in case|later|tomorrow|tonight|someday"
        + @"|next (time|week|month|year|version)|maybe|perhaps|soon|already"
        + @"|some(one|body)|anyone|everyone|\w+sel(f|ves)"
        + @"|remind|remember|todo|thought|mind|wait|hold|forbid\w*|prohibit\w*|refrain\w*|avoid\w*|skip\w*|stop\w*|instead"
        + @"|before (you|we|i|that|\w+ing)|after (\w+ing|(the |our )?(meeting|lunch|call|show|event))"
        + @"|but first|(?<=,\s*)first|but [^,;]*\bfirst(?=\W*$)|rather|ne|pas|nicht|kein\w*|nie|non|não|nunca|не|нет)\b"
        + @"|不(?!错|改|动)|(?<![特分类级区个])别|勿|甭|莫|无需|没(?!问题|毛病)|禁止|避免|如果|要是|假如|万一|除非|只要|等[^一等]|稍后|明天|以后|下[周次]|提醒|也许|可能|同意",
        Options);

    private static readonly Regex Withdrawal = new(
        @"\b(undo|reverse|revert|delete|(cut|remove) (it|that|this)(?!\s+(to|at|from)))\b", Options);

    private const string QuestionForm =
        @"\?|^\W*(who|what|when|where|why|which|how|is|are|was|were|did|do (you|i|we|they)|does|has|have|had|should|shall|may|might|am)\b"
        + "|[吗么呢]\\W*$|谁|什么|怎么|如何|为何|多久|是否|有没有";

    private static readonly Regex Question = new(QuestionForm, Options);
    private static readonly Regex QuestionOrQuestionWord = new(QuestionForm + @"|\b(whether|how|why|should)\b", Options);

    // "No, put it back" and "don't just trim it" request something.
    private static readonly Regex NegatedClause = new(
        @"^((i|we|you)\s+)?((don't|dont|do not|(must|should|shall|need|will|would)(n't|\s+not)|won't|never|not|without|no)"
        + @"(?!\s+(no|just|only)\b)(?![\w',])"
        + "|别(?!的|人)|不[要用必想]|不需要|勿|禁止|无需)",
        Options);

    // Something that is unwanted. If it surely is an edit, it isn't a negation: "no music".
    private static readonly Regex Unwanted = new("^(no (?!way)|不要)", Options);

    private static readonly Regex Wish = new(
        @"^(make|give|let|get) (it|this|that|them|everything|all|the|my|both|each|every)\b|^(put|set|show|use|write|create|change|convert|take|move|get rid of)\b"
        + @"|^(i|we)('d like| want| need| would like) (the|a|an|it|this|more|less|some|my)\b|^(把|将|给(?!我))",
        Options);

    // An order for something else than a file: "make it 4K", but not "give me the video".
    private static readonly Regex NoFile = new(
        @"^((make|set|turn|give|let) (it|this|that|them|everything|all|the (video|clip)|my \w+)\b"
        + @"(?!.*\b(files?|mp4|movie|final|finished|real|ready|done)\b)|change|convert|get rid|move|use|write|play|watch|open|show|share|post|publish|e?mail|tweet|stream|print|burn)\b", Options);

    private static readonly Regex Deferral = new(
        @"^(if|once|unless|until|as soon as|ask me|check with me|maybe|perhaps|later|tomorrow|someday|remember|remind|todo|note|imagine"
        + @"|in theory|at some point|next time)\b"
        + @"|\b(later|tomorrow)\W*$|^(we|you|it|one|they) (could|might)\b|^(you|they|he|she|some(one|body)|the agent) (\w+ed|had|cut|wants?|said|says)\b"
        + @"|^(refrain|hands off)\b|^(他|她|老板|客户|同事)(说|想|让|要)|^(如果|要是|等|以后|稍后|明天|下[周次]|提醒|也许|可能)",
        Options);

    private static readonly Regex Statement = new(
        @"^((the|my|that|this|it|you|he|she|they|we|i|some\w+|yesterday)\b.*\b|(?!(what|which|who|how)\b)\w+ )(is|are|was|were|has|had|got|did|\w+ed|cut"
        + @"|broke|makes|gives|looks|loves|hates|likes|wants|rocks|says|said|wrote|made|could|might|would|will|should)\b"
        + @"|^(great|nice|lovely|good|cool|awesome|fantastic|beautiful|such an?)\b|好[丑看听]\W*$|^(他|她|老板|客户|同事)",
        Options);

    private static readonly Regex Opinion = new(
        @"^(hm+|lol|haha+|wow|ugh+|omg|oh|meh|well|i (think|feel|guess|find))\b|^太\S{1,3}了?\W*$", Options);

    // A text for the screen without quotation marks can contain the words of any other request.
    private static readonly Regex ScreenText = new(
        @"\b(titles?|headings?|headlines?|captions?|subtitles?|on[- ]screen|texts?|words|(end|intro|title) ?cards?)\b|^(write|show the words)\b"
        + "|标题|字幕|片头|片尾|文字",
        Options);

    private static readonly Regex AnyWish = new(
        @"[把将]|\b(i|we) (want|need|would like)|\b(i|we)'d like|^(make|let|give|get|put|set|show|use|write|create|take|keep|have)\b",
        Options);

    // What can be before the verb of an order, beside parts of the video: "after the second clip", 最后三秒.
    private static readonly Regex Place = new(
        @"^((after|before|at|in|on|from|over|under|during)\b(\s|\b(the|my|this|that|each|every|all|first|second|third|last|next|of|and)\b|[\d:%,])*"
        + "|[\\s最前后头尾开中间第一二三四五六七八九十两几\\d秒分钟的都全部整段个条张处这那里面上下左右字在把将给]*)$",
        Options);

    /// <summary>
    /// Whether a part of a request is run without asking. A message is sent only if an edit is the most likely intent with a certain
    /// probability, and it is an order or almost certain. What sounds like talk is sent if it contains an order. Exports are canceled only
    /// by a verb and a few known words. What uploads, exports or downloads is run unless a word denies, postpones or asks for it.
    /// Everything that only reads is run.
    /// </summary>
    /// <param name="part">The part of the request.</param>
    /// <param name="isWhole">Whether the request does nothing else than this part.</param>
    /// <param name="hasAction">Whether the request also uploads, exports, downloads or cancels.</param>
    /// <param name="hasUpload">Whether the request also uploads, which can't be undone.</param>
    /// <param name="isDoubtful">Whether the context makes a free intent likelier.</param>
    public static bool IsCertain(
        RequestPart part, bool isWhole = true, bool hasAction = false, bool hasUpload = false, bool isDoubtful = false)
    {
        var words = RequestPaths.Mask(part.Text);
        var order = WithoutLead.Replace(words, "");
        var clauses = ClauseBoundary.Split(words).ConvertAll(static clause => WithoutLead.Replace(clause.Text, ""));
        var isNegated = clauses.TrueForAll(NegatedClause.IsMatch)
            && !(part.Prediction.Probability >= SureThreshold && Unwanted.IsMatch(order));
        var isOrdered = !IsOtherTopic(order) || (isWhole && clauses.Exists(HasChange));
        var isOtherOrder = part.Intent is RequestIntent.Edit or RequestIntent.Talk && NotOfVideo.IsMatch(order);
        var isScreenText = part.Intent is not (RequestIntent.Edit or RequestIntent.Talk or RequestIntent.Combined)
            && part.Prediction.Probability < ScreenTextThreshold && ScreenText.IsMatch(words) && !Question.IsMatch(words);
        return !(part.IsTooLong && part.Intent != RequestIntent.Edit) && !NamesOtherSession(part) && !isOtherOrder && !isScreenText && part.Intent switch
        {
            RequestIntent.Combined => false,
            RequestIntent.Talk => isWhole && !isDoubtful && part.Prediction.ProbabilityOf(RequestIntent.Edit) >= SendThreshold
                && !IsOtherTopic(order) && clauses.Exists(HasChange) && !isNegated && !OpinionQuestion.IsMatch(words) && !Deferral.IsMatch(order),
            RequestIntent.Edit => part.Prediction.Probability >= (isDoubtful || !isOrdered ? DoubtThreshold : SendThreshold)
                && SentenceReader.Read(part.Text).Exists(static token => token.Kind is TokenKind.Word or TokenKind.Han)
                && !isNegated && !OpinionQuestion.IsMatch(words)
                && (isWhole
                    ? !IsMention(order, clauses, part.Prediction.Probability)
                    : !hasAction ? HasChange(clauses[clauses.Count - 1])
                    : clauses.TrueForAll(IsOrder)
                        || (!hasUpload && part.Prediction.Probability >= SureThreshold && !Statement.IsMatch(order))),
            RequestIntent.Cancel => isWhole && Cancel.IsMatch(words),
            RequestIntent.Download when RequestDetails.AsksForSessionLink(part.Text) is not null => true,
            RequestIntent.Upload => IsDirect(part.Text),
            RequestIntent.Export or RequestIntent.Download => part.Prediction.Probability >= (isWhole ? StatementThreshold : DoubtThreshold)
                && IsDirect(part.Text) && ExportWords.AreClear(part.Text)
                // A clause can be another order. A single clause such as "get the video" can be a download.
                && !clauses.Exists(one => !IsOtherTopic(one) && (NoFile.IsMatch(one) || (clauses.Count > 1 && Wish.IsMatch(one)))),
            RequestIntent.Session => !Doubt.IsMatch(order) || RequestDetails.Session(part.Text) is SessionRequest.List or SessionRequest.Unclear,
            RequestIntent.HowTo => !hasAction && (part.Prediction.Probability >= StatementThreshold || QuestionOrQuestionWord.IsMatch(words)),
            _ => true,
        };
    }

    /// <summary>
    /// Classifies a polite order, such as "can you make it vertical?", without its first words, because they sound like a question. Returns
    /// any other part unchanged.
    /// </summary>
    public static RequestPart ReadOrder(RequestPart part)
    {
        if (part.Intent != RequestIntent.HowTo || Direct.Match(part.Text) is not { Success: true } match || !match.Groups["polite"].Success)
        {
            return part;
        }

        var order = match.Groups["words"].Value;
        return HasChange(order) ? part with { Prediction = IntentModels.Requests.Classify(order) } : part;
    }

    /// <summary>
    /// Whether no word of a request denies, postpones or asks for its actions. The parts of a request alone don't show this: "if Anna
    /// agrees, trim it and upload ./a.mp4".
    /// </summary>
    public static bool IsDirect(string request) =>
        Direct.Match(RequestPaths.Mask(request)).Groups["words"].Value is { Length: > 0 } words
        && !Doubt.IsMatch(words) && !QuestionOrQuestionWord.IsMatch(words) && !Withdrawal.IsMatch(words);

    private static bool NamesOtherSession(RequestPart part) => RequestDetails.MentionsSession(part.Text)
        && part.Intent is not (RequestIntent.Session or RequestIntent.Upload or RequestIntent.HowTo or RequestIntent.Credits);

    private static bool IsOtherTopic(string words) =>
        RequestDetails.Topic(words) is RequestIntent.Upload or RequestIntent.Export or RequestIntent.Cancel or RequestIntent.Session;

    /// <summary>Whether an edit that isn't sure postpones the change, or only says something.</summary>
    private static bool IsMention(string order, List<string> clauses, double probability) =>
        (probability < SureThreshold && (Deferral.IsMatch(order) || (Opinion.IsMatch(order) && !clauses.Exists(HasChange))))
        || (probability < StatementThreshold && Statement.IsMatch(order) && !clauses.Exists(HasChange));

    private static bool HasChange(string clause) => AnyWish.IsMatch(clause) || WordGroups.Find(SentenceReader.Read(clause)).Exists(
        word => IsChange(word) && (word.Start == 0 || TextFolding.IsHan(clause[word.Start])));

    private static bool IsChange(GroupedWord word) => word.Groups.Contains("change") || word.Groups.Contains("bring");

    /// <summary>Whether a clause begins with a wish or, after at most a place, a verb for a change. Others often only mention the video.</summary>
    private static bool IsOrder(string clause)
    {
        var words = WordGroups.Find(SentenceReader.Read(clause));
        var change = words.FindIndex(IsChange);
        var parts = words.Take(change).Where(static word => word.Groups.Contains("element") || word.Groups.Contains("media"));
        var withoutParts = parts.Aggregate(clause, static (text, part) =>
            text.Substring(0, part.Start) + new string(' ', part.End - part.Start) + text.Substring(part.End));
        return Wish.IsMatch(clause) || (change >= 0 && Place.IsMatch(withoutParts.Substring(0, words[change].Start)));
    }

    /// <summary>The likeliest intents, to ask which is meant. One of them is an edit, because the question is whether to send.</summary>
    public static IReadOnlyList<RequestIntent> Choices(RequestPart part)
    {
        if (NamesOtherSession(part))
        {
            return [RequestIntent.Session, part.Intent];
        }

        var likely = part.Prediction.Ranking.Select(static one => one.Intent)
            .Where(static intent => intent is not (RequestIntent.Combined or RequestIntent.Talk)).Take(2).ToList();
        return likely.Contains(RequestIntent.Edit) ? likely : [likely[0], RequestIntent.Edit];
    }
}
