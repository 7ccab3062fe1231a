namespace NemoVideo.Language;

/// <summary>The parts that a word can play in a request; most words play one, some several, unknown ones none.</summary>
[Flags]
internal enum RequestRoles : long
{
    None = 0, // A word we know nothing of.
    Filler = 1 << 0, // Says nothing by itself: please, could, you, now; 请, 帮我, 一下.
    Export = 1 << 1, // Asks for the finished video: export, download; 导出, 下载.
    Exported = 1 << 2, // Asks for it only together with a wish: exported, downloaded.
    Send = 1 << 3, // Hands something over: send, give; 发给我.
    ToMe = 1 << 4, // To the one who speaks: me, us, over.
    ExportDetail = 1 << 5, // What an export may be told beside: again, whole, to.
    Form = 1 << 6, // What an export may be told of its form: mp4, high, quality.
    OpensName = 1 << 7, // A place, a purpose or a name follows, in words of any kind: to, for, as.
    Media = 1 << 8, // The finished video: video, file, mp4; 视频, 成片.
    Pronoun = 1 << 9, // Points at it without naming it: it, this; 它.
    Indefinite = 1 << 10, // Any one of its kind: a, some.
    Credit = 1 << 11, // The credits: credits, balance; 积分, 余额.
    CreditDetail = 1 << 12, // What a question about credits is made of: many, left; 多少, 剩.
    State = 1 << 13, // The state, by itself a request: status; 状态.
    StatePart = 1 << 14, // A part of the state, a request with a question or "show" beside it: tracks, timeline; 轨道.
    StateDetail = 1 << 15, // What a question about the state is made of: current, project; 项目.
    Ask = 1 << 16, // Asks: show, what, how many; 查看, 哪些.
    Ended = 1 << 17, // At an end: done, ready, finished.
    Upload = 1 << 18, // Hands a file to the service: upload; 上传.
    UploadDetail = 1 << 19, // What an upload may be told beside: footage, logo; 素材.
    Edit = 1 << 20, // Changes the video: add, trim; 加, 剪.
    Content = 1 << 21, // A part of the video's content: title, caption; 标题.
    Negation = 1 << 22, // Takes back what follows: don't; 不要.
    Approval = 1 << 23, // Approves: looks, good, perfect; 很好.
    Subject = 1 << 24, // Begins a statement: the, my, it.
    Wish = 1 << 25, // Wishes: want, need; 想要.
    Fault = 1 << 26, // Finds fault, or compares: too, should, instead.
    Connective = 1 << 27, // Begins another clause of the same rank: and, then; 然后.
    Subordinator = 1 << 28, // Begins a clause that only says when or on what condition: before, if.
    Leave = 1 << 29, // Asks for leave: can, could, may; 能, 可以.
    Addressee = 1 << 30, // The one who is asked: you; 你, 帮我.
    Save = 1L << 31, // Keeps the finished video, with it or a place beside: save; 保存.
    Exports = 1L << 32, // The exports that are under way: export, render; 导出, 渲染.
    Cancel = 1L << 33, // Ends what is under way: cancel, stop; 取消.
    How = 1L << 34, // Asks for the way to do something: how, where; 怎么.
    HowDetail = 1L << 35, // What a question about ways and means is made of: formats, work.
    Help = 1L << 36, // Asks for help in general: help; 帮助.
    Price = 1L << 37, // What something costs: cost, price; 多少钱.
    Show = 1L << 38, // Lets somebody see: show, watch; 看看.
    Create = 1L << 39, // Makes, also an export: make, create; 生成.
    Question = 1L << 40, // Asks, at the beginning or, in Chinese, at the end: is, has; 吗.
    HighQuality = 1L << 41, // The best quality: high, best; 高清.
    MediumQuality = 1L << 42, // The quality in the middle: medium, normal; 中等.
    LowQuality = 1L << 43, // The least quality: low, smallest; 低画质.
    UnknownForm = 1L << 44, // A form that no export can be told: 4k, mov.
}

/// <summary>The words that routing knows, and the parts they play.</summary>
internal static class RequestVocabulary
{
    /// <summary>Each word with the roles of all lists that contain it.</summary>
    private static readonly Dictionary<string, RequestRoles> Words = EnglishRequestWords.Lists.Concat(ChineseRequestWords.Lists)
        .SelectMany(
            static list => list.Words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries),
            static (list, word) => (Word: word, list.Roles))
        .GroupBy(static one => one.Word, static one => one.Roles, StringComparer.Ordinal)
        .ToDictionary(static word => word.Key, static word => word.Aggregate(static (one, other) => one | other), StringComparer.Ordinal);

    public static bool Contains(string word) => Words.ContainsKey(word);

    public static RequestRoles RolesOf(Word word) => word.Kind != WordKind.Plain ? RequestRoles.None
        : Words.TryGetValue(word.Text, out var roles) ? roles
        : IsMeasure(word.Text) ? RequestRoles.Form | RequestRoles.UnknownForm
        : RolesOfInflected(word.Text);

    private static RequestRoles RolesOfInflected(string word) =>
        WordStems.Of(word).Any(static stem => Words.TryGetValue(stem, out var roles) && (roles & RequestRoles.Edit) != 0)
            ? RequestRoles.Edit
            : RequestRoles.None;

    /// <summary>1080p, 4k, 60fps, 1920x1080.</summary>
    private static bool IsMeasure(string word)
    {
        var unit = word.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return unit.Length < word.Length
            && (unit is "p" or "k" or "fps" || (unit.Length > 1 && unit[0] == 'x' && unit.Skip(1).All(char.IsDigit)));
    }
}
