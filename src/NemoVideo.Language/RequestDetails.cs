using System.Globalization;
using NemoVideo.Language.Intents;

namespace NemoVideo.Language;

/// <summary>The format and quality of the export that a request asks for.</summary>
public sealed record ExportForm
{
    /// <summary>The format; always <c>mp4</c>.</summary>
    public string Format { get; init; } = "mp4";

    /// <summary>The quality of an export if the request doesn't specify it.</summary>
    public const string DefaultQuality = "high";

    /// <summary>The quality: <c>low</c>, <c>medium</c> or <c>high</c>. Null if the request doesn't specify it.</summary>
    public string? Quality { get; init; }

    /// <summary>The resolution: one of <see cref="Resolutions"/>. Null if the request doesn't specify it.</summary>
    public string? Resolution { get; init; }

    /// <summary>The frames per second; null if the request doesn't specify them.</summary>
    public double? FrameRate { get; init; }

    /// <summary>The resolutions of a video, from low to high.</summary>
    public static IReadOnlyList<string> Resolutions { get; } = ["480p", "720p", "1080p", "1440p", "4K"];

    /// <summary>The words that have no effect on an export, such as another format, a folder or "youtube". Unchanged text.</summary>
    public IReadOnlyList<string> UnsupportedOptions { get; init; } = [];
}

/// <summary>A request for a video from each clip in a folder, or for one video from all of them.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Message">The message for each video.</param>
/// <param name="IsJoined">Whether it asks for one video.</param>
public sealed record BatchRequest(string Folder, string Message, bool IsJoined);

/// <summary>What a request about sessions asks for.</summary>
public enum SessionRequest
{
    /// <summary>Something else.</summary>
    Unclear,
    /// <summary>List the sessions.</summary>
    List,
    /// <summary>Show the current session.</summary>
    Current,
    /// <summary>Create a session.</summary>
    New,
    /// <summary>Select another session.</summary>
    Switch,
    /// <summary>Create a link to the session.</summary>
    Link,
    /// <summary>Delete a session, which the service doesn't support.</summary>
    Delete,
    /// <summary>Rename a session, which the service doesn't support.</summary>
    Rename,
}

/// <summary>What a question is about, if it is about the module instead of a step of the work.</summary>
public enum HelpTopic
{
    /// <summary>A step of the work.</summary>
    None,
    /// <summary>Many clips at once.</summary>
    Batch,
    /// <summary>Continuing after an interruption.</summary>
    Resuming,
    /// <summary>Scheduled tasks.</summary>
    Schedule,
    /// <summary>The token or the account.</summary>
    Token,
    /// <summary>Taking back an edit.</summary>
    Undo,
    /// <summary>The version of the module.</summary>
    Version,
}

/// <summary>
/// Reads the details of a request: export options, names and topics. The model decides what a request asks for;
/// fixed rules read the details.
/// </summary>
public static class RequestDetails
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly Regex Prices = Word("costs?|price|prices|pricing|charged?|how much|多少钱|多少錢|收费|要钱|价格|费用|扣");
    private static readonly Regex Exports = Word("exports?|exported|exporting|renders?|rendered|rendering|encod(e|ed|ing)|导出|導出|渲染");
    private static readonly Regex Video = Word(
        "download|downloads|exports?|exported|renders?|rendered|videos?|file|files|mp4|movie|导出|下载|视频|成片");
    private static readonly Regex Link = Word("links?|url|链接|連結");
    private static readonly Regex Size = new(
        "^([0-9]+(k|p|fps)|[0-9]+x[0-9]+|(480|720|1080|1440|2160)|uhd|mov|webm|avi|mkv|gif|mp3)$", Options);

    private static readonly Regex OtherSession = new(
        @"\b(the|of|in|from|for|^\w+) session (named |called )?([""'“‘]|(?-i:[A-Z][a-z]))"
        + @"|\b(of|from|in|for) (the )?session (?!so\b|as\b|to\b|at\b|in\b|with\b)[\w-]+\W*$"
        + @"|\b(last|first|other|another|previous|next|old|every|each) session\b|会话\s*([“‘""']|[A-Za-z])", Options);

    private static readonly Regex Generation = new(
        @"\b(generat(e|ing)|creat(e|ing)|produc(e|ing)|animat(e|ing)|draw(ing)?|shoot)\b|\bmake (me |us )?(an?|some)\b|生成|制作|创作|做[一个段条]", Options);

    private static readonly Regex Position = new(
        @"\b(as (?!well\b)(an?|the|my)?|before|after|under|over|behind|at the (start|beginning|front|top|bottom)|in the (background|middle|corner))\b"
        + "|片头|片尾|开头|前面|背景|配乐|水印|中间|角", Options);

    private static readonly Regex Name = new(
        @"\b(?:called|named|name it|call it)\s+(?<name>[^.,;!?]+)|(?:叫做?|名为|命名为)(?<name>[^，。；！？]+)", Options);

    // The name of a new session after the word: "create session Summer", "a session for Anna". In Chinese, after a space.
    private static readonly Regex NewName = new(
        @"\b(?:session|project)\s+(?:for\s+(?=(?-i:[A-Z])(?!(?-i:I)\b)))?(?!(?:for|with|about|to|and|then|so|please|pls|now|right|here|again|from|in|of|on|at|where|which|that|who|using|as"
        + @"|because|instead|first|thanks?|is|are|just|but|or|if|when|it|i|we|you)\b)(?<name>[\p{L}\p{Nd}][\w'-]*(?:\s+(?!and\b|then\b)(?:&|[\w'-]+)){0,3})"
        + @"(?=\s+(?:and|then)\b|\W*$|[,.;!?])|(?:会话|项目|工程)\s+(?<name>[^\s，。；！？,.;!?]+)", Options);

    /// <summary>The order to select a session.</summary>
    private const string Switch = $@"((?<![a-z0-9])({SwitchWords})(?![a-z0-9])|{ChineseSwitchWords})";

    private const string SwitchWords = "switch|re-?open|open|go|jump|hop|back|return|resume|continue|use|load|select|cd";
    private const string ChineseSwitchWords = "切|换|打开|回到|继续|进入";

    /// <summary>A word between the order and the name. A name of only such words can mean any session.</summary>
    private const string OrderWord =
        @"((?<![a-z0-9])(over|back|up|again|me|us|to|into|in|on|of|for|with|from|about|the|an?|my|our|this|that|it|them|there|here|one|any|all"
        + "|other|another|last|latest|previous|prev|next|first|second|third|new|old|same|current|right|wrong|sessions?|projects?"
        + @"|conversations?|called|named|and|then|please|switch|open|go)(?![a-z0-9])|换|到|回|去|一下|会话|项目|工程|[那这另上下]?一?个|的|我)";

    /// <summary>What can follow the name.</summary>
    private const string NameEnd = @"(\s+(one|session|project|conversation|video|film|clip|edit)(?!\w)|\s*的?([那这]个)?(会话|项目|工程|视频)?)"
        + @"([\s,，]*((please|pls|plz|now|again|instead|first|thanks|thank you)(?!\w)|吧|一下|谢谢))*\s*($|[.,;:!?](?!\w)|[，。；：！？])";

    private static readonly Regex OrderOnly = new($@"^\s*({OrderWord}\s*)+$", Options);

    private static readonly (Regex Words, SessionRequest Request)[] SessionWords =
    [
        (Word("delete|remove|erase|trash|discard|wipe|rid|rm|del|删|移除|清掉|扔掉"), SessionRequest.Delete),
        (Word("rename|renamed|retitle|改名|重命名|改叫|改成"), SessionRequest.Rename),
        (Word("link|links|url|browser|share|链接|連結|浏览器|分享"), SessionRequest.Link),
        (Word(@"new|create|start(?! (all )?over\W*$| again\W*$)|begin(?! again\W*$)|fresh|blank|clean|another|scratch|(make|add|set up|spin up)( me| us)? an? [a-z ]*(session|project)|新(?!开始吧?\W*$)|创建|建[一个]|[另再]开"),
            SessionRequest.New),
        (new Regex(@"\bsession am i\b|\b(what|which|show|see)\b.{0,12}\bcurrent (session|project)\b|(现在|当前|目前)(在|是)*(哪个)?(会话|项目)|我(现在)?在哪个(会话|项目)", Options),
            SessionRequest.Current),
        (Word($"{SwitchWords}|{ChineseSwitchWords}"), SessionRequest.Switch),
        (Word("list|show|see|what|which|how many|all|any|there|have|列|哪|几个|所有|全部|看|显示|有"), SessionRequest.List),
    ];

    private static readonly (Regex Words, RequestIntent Topic)[] TopicWords =
    [
        (Prices, RequestIntent.Credits),
        (new Regex("(formats?|格式).*(export|render|导出)|(export|render|导出).*(formats?|格式)", Options), RequestIntent.Export),
        (Word("cancel|stop|abort|取消|停止|中止"), RequestIntent.Cancel),
        (Word("upload|uploading|import|formats?|file types?|file size|上传|上傳|导入|格式"), RequestIntent.Upload),
        (Word("export|exporting|render|rendering|download|save|导出|導出|下载|渲染|保存"), RequestIntent.Export),
        (Word("sessions?|projects?|conversations?|会话|项目"), RequestIntent.Session),
        (Word("credits?|balance|积分|余额"), RequestIntent.Credits),
        (Word("what can you do|how does (it|this) work|help|what do you do|能做什么|你会什么|帮助"), RequestIntent.HowTo),
    ];

    private static readonly (Regex Words, HelpTopic Topic)[] HelpTopics =
    [
        (Word(@"schedul\w*|every (night|day|morning|hour|week)|nightly|(run|job|task)s? daily|daily (run|job|task)s?|cron|unattended"
            + "|automate[ds]?|automating|automation|automatically (run|every)|定时|自动化|自动运行|每天|每晚"), HelpTopic.Schedule),
        (Word(@"resum\w*|crash\w*|interrupt\w*|(continue|pick up) where|reboot\w*|恢复|中断|断点|崩溃"), HelpTopic.Resuming),
        (Word(@"batch\w*|bulk|(whole|entire|all|every|each|a|over) (folder|director(y|ies))( of)?( \w+)* (clip|video|file)s?"
            + @"|(many|several|multiple|hundreds of|thousands of|\d+|(all|each|every)( of)?( (my|the|these))?) (clip|video|file)s?|at once"
            + "|批量|批处理|(整个|所有)(文件夹|目录)|多个(片段|视频|文件)|所有(片段|视频|文件)"), HelpTopic.Batch),
        (Word(@"tokens?|log ?(in|out)|sign ?(in|out|up)|accounts?|api key|(dis)?connect(ed|ing|ion)? ((to|with|from) )?(the |my )?(service|nemo\w*|api|account|server)|(do i|to) (dis)?connect\W*$|令牌|登录|登出|账号|账户|连接"), HelpTopic.Token),
        (Word(@"undo\w*|revert\w*|roll(ing)? ?back|take (it|that) back|撤销|还原|回退"), HelpTopic.Undo),
        (Word(@"^\W*version\W*$|^\W*版本\W*$|(what|which|get|show|see|check|find)( the| my)?( module)? version|version (is|of|number)|module version|什么版本|哪个版本|版本号"), HelpTopic.Version),
    ];

    private static readonly (Regex Words, string? Quality)[] Qualities =
    [
        (Word("low|lowest|smallest|低画质|低质量|最低|最小"), "low"),
        (Word("medium|normal|standard|中等|普通|标准|中画质"), "medium"),
        (Word("high|highest|best|max|maximum|hd|高清|超清|高质量|高画质|最高|最好"), "high"),
    ];

    private const string Videos = "((an?|one|the|new|short|separate|single) )*(?<made>videos?|movies?|films?)";
    private const string ClipsInFolder = "((?<each>every|each)|all)( one| single| of)*( the| my| our| these)*"
        + " (clips?|videos?|files?|movies?|recordings?|photos?|pictures?) (in|from|inside|under) ((the|my) )?((folder|directory) )?"
        + """(?<folder>"[^"]+"|'[^']+'|[^\s"']*[/\\][^\s"',;]*)( folder| directory)?""";

    private static readonly Regex Batch = new(
        $"^{RequestDecision.Lead}((create|make|generate|produce|build) {Videos} (from|out of|of|for|with|using) {ClipsInFolder}"
        + $@"|(turn|make|convert|transform) {ClipsInFolder} into {Videos})(?<rest>\W.*)?$", Options | RegexOptions.Singleline);

    // In the order of ExportForm.Resolutions.
    private static readonly Regex[] ResolutionWords =
        [Word("480p?"), Word("720p?"), Word("1080p?|full ?hd|fhd"), Word("1440p?|2k|qhd"), Word("2160p?|4k|uhd")];

    private static readonly Regex FrameRate = new(
        @"(?<![\w.])(?<rate>([1-9][0-9]|1[0-9]{2}|2[0-3][0-9]|240)(\.[0-9]+)?) ?(fps|frames (per|a) second|帧)", Options);

    /// <summary>Reads the options of an export: the quality, the resolution, the frame rate, and those that aren't supported.</summary>
    public static ExportForm Form(string text)
    {
        // The last size counts, as the last quality does.
        var (resolution, size) = ResolutionWords.SelectMany((words, index) => words.Matches(text).Cast<Match>()
            .Select(match => (ExportForm.Resolutions[index], match))).OrderBy(static one => one.match.Index).LastOrDefault();
        var rate = FrameRate.Match(text);
        return Form(text, $"{size?.Value} {rate.Value}") with
        {
            Resolution = resolution,
            FrameRate = rate.Success ? double.Parse(rate.Groups["rate"].Value, CultureInfo.InvariantCulture) : null,
        };
    }

    private static ExportForm Form(string text, string used) => new()
    {
        // The last word counts: "not the best, low is enough".
        Quality = Qualities.SelectMany(one => one.Words.Matches(text).Cast<Match>(), static (one, match) => (one.Quality, match.Index))
            .OrderBy(static one => one.Index).LastOrDefault().Quality,
        UnsupportedOptions =
        [
            .. SentenceReader.Read(text).Where(token => token.IsAddress || Size.IsMatch(token.ContentIn(text)))
                .Select(token => token.ContentIn(text)).Concat(ExportWords.Ignored(text)).Distinct()
                .Where(option => used.IndexOf(option, StringComparison.Ordinal) < 0),
        ],
    };

    /// <summary>Reads a request for a video from each clip in a folder; null for any other request.</summary>
    public static BatchRequest? FindBatch(string text) => Batch.Match(text.Trim()) is not { Success: true } found ? null : new(
        found.Groups["folder"].Value.Trim('"', '\''),
        $"create a video{found.Groups["rest"].Value}".TrimEnd(),
        IsJoined: !found.Groups["each"].Success && !found.Groups["made"].Value.EndsWith("s", StringComparison.OrdinalIgnoreCase));

    /// <summary>What a request about sessions asks for.</summary>
    public static SessionRequest Session(string text) => Array.Find(SessionWords, one => one.Words.IsMatch(text)).Request;

    /// <summary>
    /// The name in a request: quoted text, the words after "called", or those after "session" in a request for a new one. Null for none.
    /// </summary>
    public static string? SessionName(string text)
    {
        var named = Name.Match(text) is { Success: true } called ? called
            : Session(text) == SessionRequest.New ? NewName.Match(text)
            : Match.Empty;
        return Quotation(text) ?? (named.Success ? named.Groups["name"].Value.Trim() : null);
    }

    /// <summary>
    /// Whether a request to select a session, without quoted text, has a name at the place of the name: between the order, such as "switch
    /// to the session", and the end, a punctuation mark, or words such as "session please". The words of the order aren't a name.
    /// </summary>
    public static bool NamesSession(string text, string name) => Quotation(text) is null
        && (!OrderOnly.IsMatch(name) || Regex.IsMatch(text, $@"(session|会话)\s*{Regex.Escape(name)}\W*$", Options))
        && Regex.IsMatch(text, $@"{Switch}(\s*{OrderWord})*\s*(?<![\w-[\u3400-\u9fff]]){Regex.Escape(name)}{NameEnd}", Options);

    /// <summary>Whether a text contains the order to select something, such as "switch to".</summary>
    public static bool IsSwitch(string text) => Regex.IsMatch(text, Switch, Options);

    /// <summary>Whether a request seems to name a session. Only a request about sessions can select it.</summary>
    public static bool MentionsSession(string text) => OtherSession.IsMatch(text);

    /// <summary>Whether an edit can create a video from nothing.</summary>
    public static bool AsksToGenerate(string text) => Generation.IsMatch(text);

    /// <summary>Whether an upload also asks where to put the clip, which only an edit can do.</summary>
    public static bool AsksForPosition(string text) => Position.IsMatch(text);

    /// <summary>The topic of a question: <see cref="RequestIntent.HowTo"/> if it is general, an edit if it is about the video.</summary>
    public static RequestIntent Topic(string text) => Array.Find(TopicWords, one => one.Words.IsMatch(text)).Topic;

    /// <summary>What a question is about, if it is about the module.</summary>
    public static HelpTopic Help(string text) =>
        Array.Find(HelpTopics, one => one.Words.IsMatch(text)).Topic;

    /// <summary>Whether a request asks what something costs.</summary>
    public static bool AsksForPrice(string text) => Prices.IsMatch(text);

    /// <summary>Whether a request mentions exports.</summary>
    public static bool MentionsExport(string text) => Exports.IsMatch(text);

    /// <summary>Whether a request asks for the link to a session (true), for the URL of the video (false), or for no link (null).</summary>
    public static bool? AsksForSessionLink(string text) => Link.IsMatch(text) ? !Video.IsMatch(text) : null;

    private static string? Quotation(string text) => SentenceReader.Read(text)
        .Where(static token => token.Text == Placeholder.Quotation).Select(token => token.ContentIn(text)).FirstOrDefault();

    /// <summary>A pattern for English words, and for Chinese words, which have no boundaries.</summary>
    private static Regex Word(string words) => new($"(?<![a-z0-9])({words})(?![a-z0-9])", Options);
}
