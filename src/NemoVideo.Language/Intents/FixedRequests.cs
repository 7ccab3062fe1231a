namespace NemoVideo.Language.Intents;

/// <summary>Requests in fixed words whose intent doesn't depend on the model.</summary>
internal static class FixedRequests
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    // Not "how do I", because "how do I get the video" can be a request. "Can I export it as MOV?" isn't one, but "can I get it now?" is.
    private static readonly (Regex Words, RequestIntent Intent)[] All =
    [
        (new Regex(@"^\W*(can|could|may) (i|we) (export|render|save|download)\b.* (as|to|in|into) (an? )?\.?"
            + @"(mov|gif|webm|avi|mkv|mp3|wav|prores|4k|8k|hd|1080p?|720p?|other formats?|another format)( files?| format)?\W*$", Options),
            RequestIntent.HowTo),
        (new Regex(@"^\W*how\s+to\b|^\W*((what|which) )?(module )?version( is this| am i (using|running)| number)?\W*$|^\W*版本号?\W*$"
            + @"|^\W*(is|has|when does) my token (still )?(valid|expired?|ok|good|run out|end)\W*$", Options), RequestIntent.HowTo),
        (new Regex(@"^\W*((please|list|show|see|view|display|me|all|of|my|our|the) )*(uploads|uploaded (files|clips|videos|media)"
            + @"|(files|clips|videos|media)( that)? (i|we)( have|'ve)? uploaded)( so far| already)?\W*$"
            + @"|^\W*(what|which)( (files|clips|videos|media|footage|photos))? ((did|have) (i|we)( already)? upload(ed)?|(i|we)( have|'ve)? uploaded)"
            + @"( so far| already)?\W*$|^\W*(我|都|已经)*上传[了过](哪些|什么)\w{0,4}\W*$"
            + @"|^\W*(请|列出|显示|查看|看|一下|我|所有|全部|的|已经)*上传[了过的]+(文件|视频|素材|片段)(有哪些|列表)?\W*$", Options),
            RequestIntent.State),
        (new Regex(@"^\W*(please )?(send|give|get|fetch|bring) me (the|my) ((finished|final|rendered|whole) )?(video|movie|film|mp4)( file)?"
            + @"( please| now)*\W*$", Options), RequestIntent.Download),
    ];

    /// <summary>The intent of a request such as "how to …" or "what did I upload"; null for any other text.</summary>
    public static RequestIntent? IntentOf(string text) =>
        Array.Find(All, one => one.Words.IsMatch(text)) is { Words: not null } found ? found.Intent : null;
}
