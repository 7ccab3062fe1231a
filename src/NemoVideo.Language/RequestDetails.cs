using System.Globalization;

namespace NemoVideo.Language;

/// <summary>The options of the export that a request asks for.</summary>
public sealed record ExportForm
{
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
}

/// <summary>A request for a video from each clip in a folder, or for one video from all of them.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Message">The message for each video.</param>
public sealed record BatchRequest(string Folder, string Message);

/// <summary>What a request about sessions asks for.</summary>
public enum SessionRequest
{
    /// <summary>Something else, such as to delete or rename a session, which the service doesn't support.</summary>
    Other,
    /// <summary>List the sessions.</summary>
    List,
    /// <summary>Show the current session.</summary>
    Current,
    /// <summary>Create a session.</summary>
    New,
    /// <summary>Select the session with a name or ID.</summary>
    Switch,
    /// <summary>Create a link to the session.</summary>
    Link,
}

/// <summary>
/// Reads the details of a request: export options and names. The model decides what a request asks for; fixed rules read the details.
/// </summary>
public static class RequestDetails
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static readonly Regex Exports = Word("exports?|exported|exporting|renders?|rendered|rendering|encod(e|ed|ing)|导出|導出|渲染");
    private static readonly Regex Link = Word("links?|url|链接|連結");
    private static readonly Regex File = Word("downloads?|videos?|files?|mp4|下载|视频|成片|文件");

    private static readonly Regex Price = Word(
        "costs?|prices?|pricing|expensive|fees?|(is|are) .*free|(do|does|will|would) .*(charge|use|take|need)|价格?|费用?|收费|免费|要?钱|[要花]多少");

    private const string Last = "((all|the|my|your|that|this|these|last|latest|previous|most|recent|one|two|three|[0-9]+) )*"
        + "(edit|change|step|action|message|thing)s?( (you|i|we) (just )?(did|made))?";

    private static readonly Regex Undo = new(
        $"^/?{RequestWords.Lead}((undo|revert|roll ?back|take back)( (it|that|this|everything|{Last}))?"
        + $"|(take|put|roll|change) (it|that|this|{Last}) back|go back (a|one) step"
        + "|(go back|revert|return|roll back|restore|change it back|put it back)( to)? ((the|my) )?"
        + "((previous|last|earlier|old) (version|state|step|timeline|edit)|(how|the way) it was)( before)?"
        + "|撤[销消回銷]一?下?|(撤[销消回銷]|取消(?=刚|上|最后)|还原)(一下|刚才|刚刚|上一?[步次个]|上次|最后|[一二两三0-9]+[步次]|那|这|的)*"
        + "(修改|操作|编辑|改动|更改|步骤|(?<=[步次]))|(恢复|还原|回|退回?|返回)到?(上一?[步次个]|之前|修改前)的?(版本|状态|样子)?)"
        + $@"({RequestWords.Courtesy}|[\s,.!。~-])*{RequestWords.PoliteEnd}$",
        Options | RegexOptions.ExplicitCapture);

    private static readonly Regex OtherSession = new(
        @"\b(the|of|in|from|for|^\w+) session (named |called )?([""'“‘]|(?-i:[A-Z][a-z]))"
        + @"|\b(of|from|in|for) (the )?session (?!so\b|as\b|to\b|at\b|in\b|with\b)[\w-]+\W*$"
        + @"|\b(last|first|other|another|previous|next|old|every|each) session\b|会话\s*([“‘""']|[A-Za-z])", Options);

    // The name after "called" or after the word for a session: "create session Summer", "切换到会话夏天".
    private static readonly Regex Name = new(
        @"(\b(called|named)\s+|\b(session|project)\s+(?!(called|named|please|now|and|then|for|with|to|from|in)\b)|叫做?|名为|(会话|项目)\s*)"
        + @"(?<name>[\p{L}\p{Nd}].*?)(?=\s+(and|then)\b|[\s.!。！]*$|[,.;!?](\s|$)|[，。；！？])", Options | RegexOptions.ExplicitCapture);

    private static readonly (Regex Words, SessionRequest Request)[] SessionWords =
    [
        (Word("delete|remove|erase|trash|discard|wipe|rid|rm|del|rename|renamed|retitle|删|移除|清掉|扔掉|改名|重命名|改叫|改成"), SessionRequest.Other),
        (Word("link|links|url|browser|share|链接|連結|浏览器|分享"), SessionRequest.Link),
        (Word(@"new|create|start(?! (all )?over\W*$| again\W*$)|begin(?! again\W*$)|fresh|blank|another|make( me| us)? an? [a-z ]*(session|project)|新(?!开始吧?\W*$)|创建|建[一个]|[另再]开"),
            SessionRequest.New),
        (new Regex(@"\bsession am i\b|\b(what|which|show|see)\b.{0,12}\bcurrent (session|project)\b|(现在|当前|目前)(在|是)*(哪个)?(会话|项目)|我(现在)?在哪个(会话|项目)", Options),
            SessionRequest.Current),
        (Word("switch|re-?open|open|go|jump|back|return|resume|continue|use|load|select|切|换|打开|回到|继续|进入"), SessionRequest.Switch),
        (Word("sessions|projects|list|show|see|what|which|列|哪|几个|所有|全部|看|显示|有"), SessionRequest.List),
    ];

    private static readonly (Regex Words, string Value)[] Qualities =
    [
        (Word("low|lowest|smallest|低画质|低质量|最低|最小"), "low"),
        (Word("medium|normal|standard|中等|普通|标准|中画质"), "medium"),
        (Word("high|highest|best|max|maximum|hd|高清|超清|高质量|高画质|最高|最好"), "high"),
    ];

    private const string ClipsInFolder = "(every|each|all)( one| of)*( the| my| our)* (clips?|videos?|files?|movies?|recordings?|photos?)"
        + " (in|from|inside) ((the|my) )?((folder|directory) )?"
        + """(?<folder>"[^"]+"|'[^']+'|[^\s"']*[/\\][^\s"',;]*)( folder| directory)?""";

    private static readonly Regex Batch = new(
        $"^{RequestWords.Lead}((create|make|generate|produce|build) .*(videos?|movies?|films?) (from|out of|of|for|with|using) "
        + $@"{ClipsInFolder}|(turn|make|convert|transform) {ClipsInFolder} into .*(videos?|movies?|films?))(?<rest>\W.*)?$",
        Options | RegexOptions.Singleline);

    // In the order of ExportForm.Resolutions.
    private static readonly Regex[] ResolutionWords =
        [Word("480p?"), Word("720p?"), Word("1080p?|full ?hd|fhd"), Word("1440p?|2k|qhd"), Word("2160p?|4k|uhd")];

    private static readonly Regex FrameRate = new(
        @"(?<![\w.])(?<rate>([1-9][0-9]|1[0-9]{2}|2[0-3][0-9]|240)(\.[0-9]+)?) ?(fps|frames (per|a) second|帧)", Options);

    /// <summary>Reads the options of an export: the quality, the resolution and the frame rate.</summary>
    public static ExportForm Form(string text)
    {
        var rate = FrameRate.Match(text);
        return new ExportForm
        {
            Quality = LastOf(Qualities, text),
            Resolution = LastOf(ResolutionWords.Select(static (words, index) => (words, ExportForm.Resolutions[index])), text),
            FrameRate = rate.Success ? double.Parse(rate.Groups["rate"].Value, CultureInfo.InvariantCulture) : null,
        };
    }

    /// <summary>Reads a request for a video from each clip in a folder; null for any other request.</summary>
    public static BatchRequest? FindBatch(string text) => Batch.Match(text.Trim()) is not { Success: true } found ? null : new(
        found.Groups["folder"].Value.Trim('"', '\''), $"create a video{found.Groups["rest"].Value}".TrimEnd());

    /// <summary>Whether a request is nothing but an undo: "undo that", 撤销刚才的修改. "Undo the crop" is an edit.</summary>
    public static bool IsUndo(string text) => Undo.IsMatch(TextFolding.Fold(text.Trim()));

    /// <summary>What a request about sessions asks for.</summary>
    public static SessionRequest Session(string text) => Array.Find(SessionWords, one => one.Words.IsMatch(text)).Request;

    /// <summary>The name of a session in a request: quoted text, or the words after "called" or "session". Null for none.</summary>
    public static string? SessionName(string text) =>
        SentenceReader.Read(text).Find(static token => token.Text == Placeholder.Quotation) is { End: > 0 } quoted ? quoted.ContentIn(text)
        : Name.Match(text) is { Success: true } named ? named.Groups["name"].Value : null;

    /// <summary>Whether a request seems to name a session. Only a request about sessions can select it.</summary>
    public static bool MentionsSession(string text) => OtherSession.IsMatch(text);

    /// <summary>Whether a request mentions exports.</summary>
    public static bool MentionsExport(string text) => Exports.IsMatch(text);

    /// <summary>Whether a request mentions a link.</summary>
    public static bool MentionsLink(string text) => Link.IsMatch(text);

    /// <summary>Whether a request mentions a video or file, and not only a session.</summary>
    public static bool MentionsFile(string text) => File.IsMatch(text) || MentionsExport(text);

    /// <summary>Whether a request about credits asks what something costs.</summary>
    public static bool AsksPrice(string text) => Price.IsMatch(text);

    /// <summary>The value of the last word that is one: "not the best, low is enough".</summary>
    private static string? LastOf(IEnumerable<(Regex Words, string Value)> all, string text) =>
        all.SelectMany(one => one.Words.Matches(text).Cast<Match>(), static (one, match) => (one.Value, match.Index))
            .OrderBy(static one => one.Index).LastOrDefault().Value;

    /// <summary>A pattern for English words, and for Chinese words, which have no boundaries.</summary>
    private static Regex Word(string words) => new($"(?<![a-z0-9])({words})(?![a-z0-9])", Options);
}
