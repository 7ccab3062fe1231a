namespace NemoVideo.Language;

/// <summary>The roles of a word in a request. Most words have one role, some have several, and unknown words have none.</summary>
[Flags]
internal enum RequestRoles : long
{
    None = 0, // No role: an unknown word.
    Filler = 1 << 0, // Has no meaning of its own: please, could, you, now; 请, 帮我, 一下.
    Export = 1 << 1, // Asks for the finished video: export, download; 导出, 下载.
    Exported = 1 << 2, // Asks for the finished video only with a wish, such as "I want it exported": exported, downloaded.
    Send = 1 << 3, // A verb for sending: send, give; 发给我.
    Recipient = 1 << 4, // The user as the recipient: me, us, over.
    ExportDetail = 1 << 5, // Other words that can occur in an export request: again, whole, to.
    Form = 1 << 6, // The format or quality of an export: mp4, high, quality.
    OpensName = 1 << 7, // Introduces a place, a purpose or a name of any words: to, for, as.
    Media = 1 << 8, // The finished video: video, file, mp4; 视频, 成片.
    Pronoun = 1 << 9, // A pronoun for the video: it, this; 它.
    Indefinite = 1 << 10, // An indefinite word: a, some.
    Credit = 1 << 11, // The credits: credits, balance; 积分, 余额.
    CreditDetail = 1 << 12, // Other words that can occur in a question about credits: many, left; 多少, 剩.
    State = 1 << 13, // The state, which is a request by itself: status; 状态.
    StatePart = 1 << 14, // A part of the state, which is a request with a question word or "show": tracks, timeline; 轨道.
    StateDetail = 1 << 15, // Other words that can occur in a question about the state: current, project; 项目.
    Ask = 1 << 16, // Asks for information: show, what, how many; 查看, 哪些.
    Completed = 1 << 17, // A status: done, ready, failed, running.
    Upload = 1 << 18, // Asks for an upload: upload; 上传.
    UploadDetail = 1 << 19, // Other words that can occur in an upload request: footage, logo; 素材.
    Edit = 1 << 20, // A verb for changing the video: add, trim; 加, 剪.
    Content = 1 << 21, // A part of the video's content: title, caption; 标题.
    Negation = 1 << 22, // Negates the words after it: don't; 不要.
    Approval = 1 << 23, // Expresses approval: looks, good, perfect; 很好.
    Subject = 1 << 24, // Begins a statement: the, my, it.
    Wish = 1 << 25, // Expresses a wish: want, need; 想要.
    Criticism = 1 << 26, // Criticizes or compares: too, should, instead.
    Connective = 1 << 27, // Begins another main clause: and, then; 然后.
    Subordinator = 1 << 28, // Begins a subordinate clause of time or condition: before, if.
    Permission = 1 << 29, // Asks whether something is possible: can, could, may; 能, 可以.
    Addressee = 1 << 30, // Addresses the agent: you; 你, 帮我.
    Save = 1L << 31, // Asks for the finished video, together with a word for the video or a place: save; 保存.
    Exports = 1L << 32, // The exports in progress: export, render; 导出, 渲染.
    Cancel = 1L << 33, // A verb for canceling: cancel, stop; 取消.
    How = 1L << 34, // Asks how to do something: how, where; 怎么.
    HowDetail = 1L << 35, // Other words that can occur in a how-to question: formats, work.
    Help = 1L << 36, // Asks for help in general: help; 帮助.
    Price = 1L << 37, // Asks for a price: cost, price; 多少钱.
    Show = 1L << 38, // A verb for showing: show, watch; 看看.
    Create = 1L << 39, // A verb for creating, also for exports: make, create; 生成.
    Question = 1L << 40, // Begins a question in English, or ends one in Chinese: is, has; 吗.
    HighQuality = 1L << 41, // High quality: high, best; 高清.
    MediumQuality = 1L << 42, // Medium quality: medium, normal; 中等.
    LowQuality = 1L << 43, // Low quality: low, smallest; 低画质.
    UnknownForm = 1L << 44, // An unsupported format or size: 4k, mov.
}

/// <summary>The known words of requests and their roles.</summary>
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

    /// <summary>Whether the word is a resolution or a frame rate: 1080p, 4k, 60fps, 1920x1080.</summary>
    private static bool IsMeasure(string word)
    {
        var unit = word.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return unit.Length < word.Length
            && (unit is "p" or "k" or "fps" || (unit.Length > 1 && unit[0] == 'x' && unit.Skip(1).All(char.IsDigit)));
    }
}
