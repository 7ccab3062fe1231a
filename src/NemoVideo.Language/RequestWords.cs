namespace NemoVideo.Language;

/// <summary>
/// The only words of uploads, downloads and cancels that are run without asking, as parts of patterns for folded text. None of them
/// can negate, postpone, ask, restrict or compare, in any order. Longer Chinese words come before their beginnings.
/// </summary>
internal static class RequestWords
{
    /// <summary>What a request for an upload contains at least once.</summary>
    public const string Upload = "upload|uplaod|import|ingest|add|use|attach|include|insert|append|load|take|grab|get"
        + "|fetch|receive|accept|integrate|ul|imp|here|here's|heres"
        + "|上传|上船|导入|倒入|传|加|放[进入]|弄进|丢进|收[进下]|拉进|添|插入|使?用|补|纳入|给你|这[是个]";

    /// <summary>What a file is, whose it is, and where in the project it belongs.</summary>
    public const string UploadObject = "(to|into|in|inside|on|onto|for|at|as|with)"
        + "( (the|my|this|that|our|a|your))?( (current|media|main|end|video|photo|background|opening|closing|rest|other))*"
        + " (project|session|timeline|video|edit|film|job|library|bin|pool|materials?|media|files|background|music|soundtrack|intro"
        + "|outro|opening"
        + "|start|beginning|middle|end|ending|credits|title card|b-roll|voiceover|logo|overlay|thumbnail|clips?)|here (is|are"
        + "|comes?)|(it|they|which|that|this|file) (is|are)|for me|as well"
        + "|the|this|these|those|that|my|our|a|an|all|of|it|them|both|some|new|final|whole"
        + "|entire|missing|latest|following|raw|extra|another|one|ones|files?|clips?|videos?|vids?|footage|films?|movies?|photos?"
        + "|photographs?"
        + "|pictures?|pics?|images?|recordings?|audio|sound|music|songs?|tracks?|narration|voice|voiceover|voice-over|vo"
        + "|interviews?|speech|logo"
        + "|intro|outro|drone|gopro|camera|phone|screen|zoom|wedding|guest|choir|band|theme|slides?|animation|memo|shots?|stuff"
        + "|material|b-roll"
        + "|link|url|everything|card|rushes|feed|archive|recorder|second|2nd|lol|bit|bgm|photographer's|folder|directory|dir|called"
        + "|named|it's|its|they're|theyre|up|in|over"
        + "|to the (file|project|session|timeline)s?|together|also|too|as well|aswell|now|just|please|pls|plz|kindly|thanks"
        + "|thank you|sir|ok|okay"
        + "|so|um|yo|hi|hello|hey|for me|sorry|be so kind( as)? to|in (there|here)|there"
        + "|背景音乐|素材库|文件夹?|时间[线轴]|桌面上?|手机|链接|视频|影片|片子|片[头尾]|素材|档案|照片|图片?|音频|录[音像屏]|音[乐效]|歌曲?|航拍|标识|logo|目录|媒体"
        + "|项目|工程|会话|当前|给我|帮我|帮忙|给你|烦?请|麻烦你?|您好|谢谢|感谢|这[是个条些张段首]|那[个条些段]|下面|以下|里面?|所有|全部|整个|一下|我的|拍的"
        + "|上传|上船|导入|倒入|添加|插入|纳入|使?用|拿去|作为|当作|[加传放弄丢收拉]([进上入][来去]?|到|下)|[传加补收放]|[把将的中内下都也还再吧哈到至进上去来本个条张段首一]";

    /// <summary>The words directly before a folder or file from which files are taken.</summary>
    public const string UploadFrom = "((is|are) )?(in|from|inside|under|at|is|are)( the| my| a)?( (folder|directory))?|就?在";

    /// <summary>Several files. Without such a word, "from ./in" can mean one file of the folder.</summary>
    public const string Several = @"\b(all|everything|whole|entire|files|clips|videos|vids|photos|photographs|pictures|pics|images"
        + "|recordings|songs|tracks"
        + "|footage|stuff|material|slides|shots)\\b|所有|全部|都|整个|这些|素材";

    /// <summary>A verb that cancels.</summary>
    public const string Cancel = "cancel|cancell|cancle|stop|sotp|abort|halt|terminate|kill|interrupt|discontinue|quit|scrap|scrub"
        + "|abandon|annul|end"
        + "|(call|break) off|pull the plug on|取消掉?|停[止掉下]?|中[止断]|终止|打住|撤[销下掉]?|放弃|停了吧";

    /// <summary>What is canceled: all exports in progress.</summary>
    public const string CancelObject = "the|this|that|my|our|all|current|present|running|ongoing|active|it|exports?|exporting"
        + "|renders?|rendering|encodes?"
        + "|encoding|export|process|production|generation|jobs?|tasks?|in progress|what you('re| are) doing|making (it|the (video"
        + "|film|movie))|(that is|is|that's|thats|which is) (running|rendering|exporting)|everything"
        + "|掉";

    /// <summary>The same in Chinese, also before the verb.</summary>
    public const string CancelObjectHan = "导出|渲染|输出|汇出|算图|任务|作业|生成|制作|剪辑|出片|当前|目前|正在|进行|所有|全部|[这那]个|[本这]次|跑着?的|中的?|的|掉|一下|吧|把|将|先|啊"
        + "|跑|job|render|export";

    /// <summary>Words around a cancel. None of them can withdraw it.</summary>
    public const string CancelAside = "please|pls|plz|now|right now|right away|um|uh|lol|oops|whoops|dear|excuse me"
        + "|be so kind( as)? to|immediately|at once|thanks|thank you|kindly|sorry|oh dear|oh|hey|omg|ok|okay|i said|off"
        + "|快|请|麻烦|立即|马上|立刻|赶紧|谢谢|不好意思|抱歉|哎呀|帮我";

    /// <summary>A verb that downloads.</summary>
    public const string Download = "download|save|get|fetch|grab|store|put|pull|dl|retrieve|copy|place|drop|load|bring|send";

    /// <summary>The video that is downloaded.</summary>
    public const string DownloadObject = "it|this|that|them|me|the|my|our|a|copy|of|final|finished|completed|complete|ready"
        + "|rendered|exported|graded|done|new"
        + "|latest|last|current|video|vid|clip|movie|film|file|result|output|render|export|master|cut|reel|teaser|trailer|version"
        + "|recital|mp4|down"
        + "|over|please";

    /// <summary>The same in Chinese.</summary>
    public const string DownloadObjectHan = "(刚[才刚]?|上次|昨[天晚])?((导出?|渲染?|做|剪|整|生成|完成)(好|完)?了?的?)?(高清|最终|最新|[这那][个条支]|上?一[条个])*的?"
        + "(它|视频|成片|成品|片子|影片|文件|结果|东西|母版|版本|[个条支])?";
}
