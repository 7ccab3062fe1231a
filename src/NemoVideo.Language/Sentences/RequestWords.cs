namespace NemoVideo.Language.Sentences;

/// <summary>Words around a request, as parts of regular expressions, and a request that they surround.</summary>
internal static class RequestWords
{
    /// <summary>The words before a request: "please", "could you", 请帮我.</summary>
    internal const string Lead =
        @"(?>[\s,.!]*)(?>(((please|pls|plz|kindly|now|then|next|first|also|and|just|so|ok|okay|hi|hello|hey|yes|no(?=[,.!])|go ahead and"
        + @"|don't forget to|let's|(?<polite>(can|could|would) (you|u))( please)?|(i|we)('d like| want| would like)( you)? to)(?![a-z'])"
        + @"|请|麻烦你?|帮我|先|再|然后|接着|(?<polite>能不能|(可以|能)(?=帮|给我|请|[把将]))|可以|能|别忘了|我想要?|我要)[\s,]*)*)";

    /// <summary>A question mark, which only a polite request can have.</summary>
    internal const string PoliteEnd = @"[\s,.!。~]*(?(polite)吗?\??)\s*";

    /// <summary>Words after a request that don't change it.</summary>
    internal const string Courtesy =
        "((please|pls|plz|thanks|thank you|thx|now|right now|right away|immediately|at once|asap|for me|for free)(?![a-z0-9_'])"
        + "|吧|谢谢你?|感谢|一下|现在|立即|立刻|马上|啊|请)";

    /// <summary>A version in another shape, which the model takes for an export: "make a vertical version for TikTok", 竖版.</summary>
    private static readonly Regex Version = new(
        $"^{Lead}(((i|we) need )?((make|create|do|cut|produce) )?((me|us) )?((a|an|one) )?"
        + "((short|proper|full-?screen) )?(vertical|portrait|square|horizontal|landscape|9:16|16:9|1:1|tiktok|reels?|shorts|instagram) "
        + "(version|cut|edit)( of (it|this|that|the (video|clip)))?( (for|on)( ?(,|&|and|my|our|the|youtube|tiktok|reels?|shorts"
        + "|stories|instagram|social media|social|mobile|phones?)(?![a-z]))+)?"
        + "|((做|剪|来|要|出|弄|裁|[改转换]成|做成)(一?个|一?版)?)?[竖横方][屏版](版本|版|的)?(视频|片子)?"
        + $@"((发|给|适合|用于|用来发)?(到|上|在)?(抖音|小红书|快手|视频号)用?)?)({Courtesy}|[\s,.!。~-])*{PoliteEnd}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>Whether a text certainly is an edit: it asks for a version of the video in another shape.</summary>
    internal static bool IsVersion(string text) =>
        text.IndexOf("for free", StringComparison.OrdinalIgnoreCase) < 0 && Version.IsMatch(TextFolding.Fold(text.Trim()));
}
