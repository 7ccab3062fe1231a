namespace NemoVideo.Language;

/// <summary>The parts that a word can play in a request; most words play one, some several, unknown ones none.</summary>
[Flags]
internal enum RequestRoles : long
{
    /// <summary>A word we know nothing of.</summary>
    None = 0,
    /// <summary>Says nothing by itself: please, could, you, now; 请, 帮我, 一下.</summary>
    Filler = 1 << 0,
    /// <summary>Asks for the finished video: export, download; 导出, 下载.</summary>
    Export = 1 << 1,
    /// <summary>Asks for it only together with a wish: exported, downloaded.</summary>
    Exported = 1 << 2,
    /// <summary>Hands something over: send, give; 发给我.</summary>
    Send = 1 << 3,
    /// <summary>To the one who speaks: me, us, over.</summary>
    ToMe = 1 << 4,
    /// <summary>What an export may be told beside: again, whole, to.</summary>
    ExportDetail = 1 << 5,
    /// <summary>What an export may be told of its form: mp4, high, quality.</summary>
    Form = 1 << 6,
    /// <summary>A place, a purpose or a name follows, in words of any kind: to, for, as.</summary>
    OpensName = 1 << 7,
    /// <summary>The finished video: video, file, mp4; 视频, 成片.</summary>
    Media = 1 << 8,
    /// <summary>Points at it without naming it: it, this; 它.</summary>
    Pronoun = 1 << 9,
    /// <summary>Any one of its kind: a, some.</summary>
    Indefinite = 1 << 10,
    /// <summary>The credits: credits, balance; 积分, 余额.</summary>
    Credit = 1 << 11,
    /// <summary>What a question about credits is made of: many, left; 多少, 剩.</summary>
    CreditDetail = 1 << 12,
    /// <summary>The state, by itself a request: status; 状态.</summary>
    State = 1 << 13,
    /// <summary>A part of the state, a request with a question or "show" beside it: tracks, timeline; 轨道.</summary>
    StatePart = 1 << 14,
    /// <summary>What a question about the state is made of: current, project; 项目.</summary>
    StateDetail = 1 << 15,
    /// <summary>Asks: show, what, how many; 查看, 哪些.</summary>
    Ask = 1 << 16,
    /// <summary>At an end: done, ready, finished.</summary>
    Ended = 1 << 17,
    /// <summary>Hands a file to the service: upload; 上传.</summary>
    Upload = 1 << 18,
    /// <summary>What an upload may be told beside: footage, logo; 素材.</summary>
    UploadDetail = 1 << 19,
    /// <summary>Changes the video: add, trim; 加, 剪.</summary>
    Edit = 1 << 20,
    /// <summary>A part of the video's content: title, caption; 标题.</summary>
    Content = 1 << 21,
    /// <summary>Takes back what follows: don't; 不要.</summary>
    Negation = 1 << 22,
    /// <summary>Approves: looks, good, perfect; 很好.</summary>
    Approval = 1 << 23,
    /// <summary>Begins a statement: the, my, it.</summary>
    Subject = 1 << 24,
    /// <summary>Wishes: want, need; 想要.</summary>
    Wish = 1 << 25,
    /// <summary>Finds fault, or compares: too, should, instead.</summary>
    Fault = 1 << 26,
    /// <summary>Begins another clause of the same rank: and, then; 然后.</summary>
    Connective = 1 << 27,
    /// <summary>Begins a clause that only says when or on what condition: before, if.</summary>
    Subordinator = 1 << 28,
    /// <summary>Asks for leave: can, could, may; 能, 可以.</summary>
    Leave = 1 << 29,
    /// <summary>The one who is asked: you; 你, 帮我.</summary>
    Addressee = 1 << 30,
    /// <summary>Keeps the finished video, with it or a place beside: save; 保存.</summary>
    Save = 1L << 31,
    /// <summary>The exports that are under way: export, render; 导出, 渲染.</summary>
    Exports = 1L << 32,
    /// <summary>Ends what is under way: cancel, stop; 取消.</summary>
    Cancel = 1L << 33,
    /// <summary>Asks for the way to do something: how, where; 怎么.</summary>
    How = 1L << 34,
    /// <summary>What a question about ways and means is made of: formats, work.</summary>
    HowDetail = 1L << 35,
    /// <summary>Asks for help in general: help; 帮助.</summary>
    Help = 1L << 36,
    /// <summary>What something costs: cost, price; 多少钱.</summary>
    Price = 1L << 37,
    /// <summary>Lets somebody see: show, watch; 看看.</summary>
    Show = 1L << 38,
    /// <summary>Makes, also an export: make, create; 生成.</summary>
    Create = 1L << 39,
    /// <summary>Asks, at the beginning or, in Chinese, at the end: is, has; 吗.</summary>
    Question = 1L << 40,
    /// <summary>The best quality: high, best; 高清.</summary>
    HighQuality = 1L << 41,
    /// <summary>The quality in the middle: medium, normal; 中等.</summary>
    MediumQuality = 1L << 42,
    /// <summary>The least quality: low, smallest; 低画质.</summary>
    LowQuality = 1L << 43,
    /// <summary>A form that no export can be told: 4k, mov.</summary>
    UnknownForm = 1L << 44,
}
