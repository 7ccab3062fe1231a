namespace NemoVideo.Emulator.Editing;

/// <summary>
/// Finds the edits that change or remove a part of the timeline. Each method removes the words that it has read from the message, so that
/// they aren't read again as another edit.
/// </summary>
internal static class CorrectionReader
{
    private const string Quoted = """["“「](?<text>[^"“”「」]+)["”」]""";
    private const string Determiner = @"((the|that|this|my|its|all|both)\s+)*";
    private const string Track = """(?<title>titles?|captions?|标题)|(?<music>music|bgm|soundtrack|音乐)""";
    private const string Remove = @"\b(remove|delete|drop|erase|get\s+rid\s+of|take\s+(out|off|away))\s+" + Determiner;
    private const string Shorten = @"\b(trim|cut|chop|remove|delete|drop|skip|take)\s+((off|out|away)\s+)?" + Determiner;
    private const string ChineseEnd = "(?<end>前面|前|开头|开始|最后|结尾|末尾|后)的?";

    private static readonly Regex[] Renamings =
    [
        MessageReader.Words(
            @"\b(change|rename|replace|update|set)\s+" + Determiner + @"(title|caption)(\s+text)?"
            + @"\s+(so\s+(that\s+)?it\s+\w+|(to|with)(\s+(say|read))?)\s+"
            + "(" + Quoted + @"|['‘]?(?<text>(?-i:[\p{Lu}\p{Lo}\p{Nd}])[^,;，；。\r\n'’]*?)['’]?"
            + @"(?=\s*([,;，；。\r\n]|\.(\s|$)|$|\s(and|with|then)\b)))"),
        MessageReader.Words(@"((改|更改|修改|更换)标题(为|成)|标题.{0,4}?(改成|改为|换成|换为|变成))[:：]?(?!\p{Lo}色(\s|[，。；]|$))"
            + "(" + Quoted + @"|(?<text>[^""“「，。；\s]+))"),
    ];

    private static readonly Regex[] NamedRemovals = [MessageReader.Words(Remove + @"(?<title>title|caption)\s+" + Quoted)];

    private static readonly Regex[] Removals =
    [
        MessageReader.Words(Remove + $@"({Track})\b"),
        MessageReader.Words($@"^\W*({Track})\s+off\b|\bturn\s+off\s+{Determiner}({Track})\b"),
        MessageReader.Words($"(删除|删掉|删去|去掉|去除|移除)(这个|那个|所有|全部)*的?({Track})|(把|将)(所有|全部)?({Track})都?(删|去掉|移除)"),
    ];

    private static readonly Regex[] Cuts =
    [
        MessageReader.Words(Shorten + $@"(?<end>first|opening|last|final)\s+({MessageReader.Time}|(?<unit>second|minute)\b)"),
        MessageReader.Words(Shorten + MessageReader.Time + @"\s+(off|from|at)\s+(of\s+)?(the\s+)?(?<end>start|beginning|front|end)\b"),
        MessageReader.Words("(剪掉|剪去|切掉|去掉|删掉|删除|删去|裁掉)[^，。；]{0,4}?" + ChineseEnd + MessageReader.Time),
        MessageReader.Words("(把|将)[^，。；]{0,4}?" + ChineseEnd + MessageReader.Time + "都?(剪|切|去|删|裁)"),
    ];

    /// <summary>Reads the edits that name a title's text: <c>change the title to "Two"</c>, <c>remove the title "One"</c>.</summary>
    public static IReadOnlyList<Edit> ReadNamed(ref string message) =>
    [
        .. TakeAll(Renamings, ref message).Select(static match => Edit.ChangeTitle(TextOf(match))),
        .. TakeAll(NamedRemovals, ref message).Select(static match => Edit.Remove(TrackType.Text, TextOf(match))),
    ];

    /// <summary>Reads the edits without a text: <c>remove the title</c>, <c>cut the first two seconds</c>.</summary>
    public static IReadOnlyList<Edit> Read(ref string message) =>
    [
        .. TakeAll(Removals, ref message)
            .Select(static match => Edit.Remove(match.Groups["title"].Success ? TrackType.Text : TrackType.Audio)),
        .. TakeAll(Cuts, ref message).Select(static match => Edit.Cut(MessageReader.TimeOf(match), IsAtEnd(match.Groups["end"].Value))),
    ];

    private static string TextOf(Match match) => match.Groups["text"].Value.Trim();

    private static bool IsAtEnd(string word) => word.ToLowerInvariant() is "last" or "final" or "end" or "最后" or "结尾" or "末尾" or "后";

    private static List<Match> TakeAll(Regex[] forms, ref string message)
    {
        var found = new List<Match>();
        foreach (var form in forms)
        {
            found.AddRange(form.Matches(message));
            message = form.Replace(message, "");
        }

        return found;
    }
}
