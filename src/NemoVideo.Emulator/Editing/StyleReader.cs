namespace NemoVideo.Emulator.Editing;

/// <summary>
/// Finds the edits of how the video looks and sounds. Each method removes the words that it has read from the message, so that they aren't
/// read again as another edit.
/// </summary>
internal static class StyleReader
{
    private const string Warm = "warm(er)?";
    private const string Cold = "(cold(er)?|cool(er)?)";
    private const string Tone = @"(colou?rs?|tones?|looks?|filter|grad(e|ing)|tint|picture|style|temperature)";
    private const string Music = @"(music|bgm|soundtrack|volume)";
    private const string Moment = @"(\d{1,2}:)?\d{1,7}(\.\d+)?";
    private const string Unit = @"(\s*(s|secs?|seconds?|min|minutes?)\b|秒|分钟?)";
    private const string Moments =
        $@"(?<from>{Moment})(?<fromUnit>{Unit})?\s*(to|-|–|until|and|through)\s*(second\s+)?(?<to>{Moment})(?<toUnit>{Unit})?";

    private const string ClauseCharacter = @"(?:(?!\band\b)[^.;,，。；])";

    // A long text is searched once, not again from each of its characters.
    private const string ClauseStart = @"(?<=^|[.;,，。；]|\band\b)";

    private static readonly Regex BlackAndWhite = MessageReader.Words(
        @"(\b(in(to)?|to)\s+)?\b(black[\s-]*(and|&|n)[\s-]*white|b\s?&\s?w|gr[ae]y\s?scale|monochrome)\b|黑白");

    private static readonly Regex[] WarmLook = Look(Warm, "暖色调?");
    private static readonly Regex[] ColdLook = Look(Cold, "冷色调?");
    private static readonly Regex OriginalLook = MessageReader.Words(
        @"\b(original|natural|normal)\s+colou?rs?\b|\b(remove|undo|drop)\s+(the\s+)?(colou?r\s+)?(filter|look|grading)\b|原色");

    private static readonly Regex NoTransition = MessageReader.Words(
        @"\b(remove|delete|drop|without|no)\s+(the\s+|any\s+)?(transitions?|cross-?fades?)\b");
    private static readonly Regex Transition = MessageReader.Words(
        @"\b(transitions?|cross-?\s?fades?|cross-?\s?dissolves?|dissolves?)\b"
        + @"|\bfade\b[^.;,]*?\bbetween\b(\s+(all|both|the|them|each))*(\s+clips?)?|转场|叠化");

    private static readonly Regex Join = MessageReader.Words(
        @"\b(join|merge|combine|concatenate|stitch)\b[^.;,]*?\b(clips|videos|files|them|everything|together)\b(\s+together)?"
        + @"|\bput\s+(them|the\s+\w+|everything)\s+together\b|合并|拼接");

    private static readonly Regex Faster = MessageReader.Words(
        @"\bspeed\b[^.;,]*?\bup\b|\b(faster|fast[\s-]?forward)\b(?!\s+(music|beat))"
        + @"|\b(double|twice|triple)\b[^.;,]*\b(speed|as\s+fast)\b|加速|加快|快进");

    private static readonly Regex Slower = MessageReader.Words(
        @"\bslow\s+(it|this|that|everything|((the|my)\s+\w+))?\s*down\b"
        + @"|\bslow[\s-]*motion\b|\bslower\b(?!\s+(music|beat))|\bhalf\s+(the\s+)?speed\b"
        + "|慢放|慢动作|减速");

    private static readonly Regex Factor = MessageReader.Words(
        @"(?<x>\d+(\.\d+)?)\s*(x|×|times|倍)|(?<less>\bby\s+)?(?<percent>\d{1,4})\s*%(?<less>\s+slower\b)?");
    private static readonly Regex AtSpeed = MessageReader.Words(
        @"(?<x>\d+(\.\d+)?)\s*((x|×|times)\s*(the\s+)?(speed|faster|slower|as\s+fast)|倍速)"
        + @"|\bspeed\s+(of|to)\s+(?<x>\d+(\.\d+)?)\s*([x×]|(?<percent>%)|\b)"
        + @"|\bplay\b[^.;,]*?\bat\s+(?<x>\d+(\.\d+)?)\s*[x×]");

    private static readonly Regex SpeedClause = MessageReader.Words(
        $@"{ClauseStart}{ClauseCharacter}*?(\d\.\d{ClauseCharacter}*)?(speed|fast|slow|加速|加快|快进|慢|倍)(\d\.\d|{ClauseCharacter})*");

    private static readonly Regex OfClip = MessageReader.Words(MessageReader.Clip);

    private static readonly Regex SetVolume = MessageReader.Words(
        $@"\b(set|change|turn|lower|raise|reduce|increase|bring)\b[^.;,]*\b{Music}\b[^.;,%]*?\b(to|at)\s+(?<n>\d{{1,3}})\s*%"
        + @"|((把|将)[^，。；]{0,6}?)?音量[^，。；%]{0,4}?(?<n>\d{1,3})\s*%");

    private static readonly Regex Quieter = MessageReader.Words(
        $@"\b(lower|reduce|decrease|turn\s+down)\b[^.;,]*\b{Music}\b(\s+volume)?|\b(make\s+)?(the\s+)?{Music}\s+[^.;,]*\b(quieter|softer)\b"
        + $@"|\bturn\s+(the\s+)?{Music}\s+down\b|((把|将)[^，。；]{{0,3}})?音乐[^，。；]{{0,3}}?(小声|轻|调小|调低)一?点?");

    private static readonly Regex Louder = MessageReader.Words(
        $@"\b(raise|increase|turn\s+up)\b[^.;,]*\b{Music}\b(\s+volume)?|\b(make\s+)?(the\s+)?{Music}\s+[^.;,]*\blouder\b"
        + $@"|\bturn\s+(the\s+)?{Music}\s+up\b|((把|将)[^，。；]{{0,3}})?音乐[^，。；]{{0,3}}?(大声|调大|调高)一?点?");

    private static readonly Regex Fade = MessageReader.Words(
        @"(\b(let|make)\s+)?(\bthe\s+)?\b(music|bgm|soundtrack)\s+(should\s+)?fades?(?<how>(\s+(in|out|and|at|the|start|end|beginning))+)"
        + @"|\bfad(e|es|ing)[\s-]*(?<how>(in|out)([\s-]*(and|/)?[\s-]*(in|out))?)\b(\s+(of\s+)?(the\s+)?(music|bgm|soundtrack))?"
        + @"|\bfad(e|es|ing)\s+(the\s+)?(music|bgm|soundtrack)\s+(?<how>(in|out)(\s+and\s+(in|out))?)\b|(?<how>淡入淡出|淡入|淡出)");

    private static readonly Regex Range = MessageReader.Words(
        @"\b(cut|remove|delete|drop|skip)\s+(out\s+)?((the\s+)?(part|section|bit)\s+)?((from|between)\s+)?((the\s+)?seconds?\s+)?"
        + Moments);

    private static readonly Regex Kept = MessageReader.Words(
        @"\b(keep(\s+only)?|use\s+only|trim(\s+it)?)\s+((the\s+)?(part|section|bit)\s+)?((from|between)\s+)((the\s+)?seconds?\s+)?"
        + Moments);

    /// <summary>
    /// The edits in the order in which they are made. Fades, volumes and styles come last: they need the music and the title.
    /// </summary>
    public static (IReadOnlyList<Edit> First, IReadOnlyList<Edit> Last) Read(ref string message, string taskName)
    {
        var first = new List<Edit>();
        var last = new List<Edit>();
        if (Kept.Match(message) is { Success: true } kept
            && MomentOf(kept, "from") is var start && MomentOf(kept, "to") is var end && start < end)
        {
            Take(Kept, ref message);
            first.Add(Edit.Trim(end));
            first.AddRange(start > TimeSpan.Zero ? [Edit.Cut(start, atEnd: false)] : []);
        }

        if (Take(Range, ref message) is { } range)
        {
            first.Add(StyleEdits.CutRange(MomentOf(range, "from"), MomentOf(range, "to")));
        }

        AddIf(Take(BlackAndWhite, ref message), first, StyleEdits.Look(ColorLook.BlackAndWhite));
        AddIf(Take(OriginalLook, ref message), first, StyleEdits.Look(ColorLook.Original));
        AddIf(TakeAny(WarmLook, ref message), first, StyleEdits.Look(ColorLook.Warm));
        AddIf(TakeAny(ColdLook, ref message), first, StyleEdits.Look(ColorLook.Cold));
        AddIf(Take(NoTransition, ref message), first, StyleEdits.Transition(isAdded: false));
        AddIf(Take(Transition, ref message), first, StyleEdits.Transition(isAdded: true));
        AddIf(Take(Join, ref message), first, StyleEdits.Join());
        var ofClip = OfClip.Match(SpeedClause.Match(message).Value);
        if (ReadSpeed(ref message) is { } speed)
        {
            first.Add(ofClip.Success ? StyleEdits.ClipSpeed(speed, MessageReader.ClipNumberOf(ofClip)) : StyleEdits.Speed(speed));
        }

        if (TitleStyle.ReadChange(ref message) is { } style)
        {
            last.Add(StyleEdits.TitleStyleOf(style, taskName));
        }

        if (Take(Fade, ref message) is { } fade)
        {
            var how = fade.Groups["how"].Value;
            var atEnd = Regex.IsMatch(how, "out|end|出", RegexOptions.IgnoreCase);
            last.Add(StyleEdits.Fade(atStart: !atEnd || Regex.IsMatch(how, @"\bin\b|start|beginning|入", RegexOptions.IgnoreCase), atEnd));
        }

        if (Take(SetVolume, ref message) is { } volume)
        {
            last.Add(StyleEdits.Volume(Math.Min(1, double.Parse(volume.Groups["n"].Value, CultureInfo.InvariantCulture) / 100), 1));
        }

        AddIf(Take(Quieter, ref message), last, StyleEdits.Volume(null, 0.5));
        AddIf(Take(Louder, ref message), last, StyleEdits.Volume(null, 1.5));
        return (first, last);
    }

    private static Regex[] Look(string word, string chinese) =>
    [
        MessageReader.Words($@"\b{word}\s+{Tone}\b|{chinese}"),
        MessageReader.Words(
            @"\b(make|turn|grade)\s+(it|this|that|them|everything|(the|my)\s+\w+)\s+"
            + @"(look\s+|feel\s+)?((a|bit|little|lot|more|very|much)\s+)*"
            + $@"{word}\b(?!\s+(\w+\s+)?(music|bgm|soundtrack))"),
        MessageReader.Words($@"\b{Tone}\b[^.;,]{{0,12}}\b{word}\b"),
    ];

    private static double? ReadSpeed(ref string message)
    {
        var clause = SpeedClause.Match(message).Value;
        var exact = Take(AtSpeed, ref message);
        var isFaster = Take(Faster, ref message) is not null;
        var isSlower = !isFaster && Take(Slower, ref message) is not null;
        if (exact is not null)
        {
            var factor = Number(exact.Groups["x"].Value) / (exact.Groups["percent"].Success ? 100 : 1);
            isSlower |= exact.Value.EndsWith("slower", StringComparison.OrdinalIgnoreCase);
            return factor <= 0 ? null : isSlower && factor > 1 ? 1 / factor : factor;
        }

        if (!isFaster && !isSlower)
        {
            return null;
        }

        if (Factor.Match(clause) is { Success: true } match)
        {
            var share = Number("0" + match.Groups["percent"].Value) / 100;
            var amount = match.Groups["percent"].Success
                ? isFaster ? 1 + share : match.Groups["less"].Success ? Math.Max(0.1, 1 - share) : share
                : isFaster ? Number(match.Groups["x"].Value) : 1 / Math.Max(0.1, Number(match.Groups["x"].Value));
            return amount > 0 ? amount : null;
        }

        return isSlower ? 0.5 : clause.Contains("triple", StringComparison.OrdinalIgnoreCase) ? 3 : 2;
    }

    private static TimeSpan MomentOf(Match match, string name)
    {
        var parts = match.Groups[name].Value.Split(':');
        var (from, to) = (match.Groups["fromUnit"], match.Groups["toUnit"]);
        var unit = (name == "from" && from.Success) || !to.Success ? from : to;
        var isMinutes = unit.Value.Trim() is ['m' or 'M' or '分', ..];
        var value = Number(parts[^1]);
        return parts.Length == 2 ? TimeSpan.FromSeconds((Number(parts[0]) * 60) + value)
            : isMinutes ? TimeSpan.FromMinutes(value) : TimeSpan.FromSeconds(value);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static void AddIf(Match? match, List<Edit> edits, Edit edit)
    {
        if (match is not null)
        {
            edits.Add(edit);
        }
    }

    private static Match? TakeAny(Regex[] forms, ref string message)
    {
        foreach (var form in forms)
        {
            if (Take(form, ref message) is { } match)
            {
                return match;
            }
        }

        return null;
    }

    private static Match? Take(Regex form, ref string message)
    {
        if (form.Match(message) is not { Success: true } match)
        {
            return null;
        }

        message = message.Remove(match.Index, match.Length);
        return match;
    }
}
