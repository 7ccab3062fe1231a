namespace NemoVideo.Emulator.Editing;

/// <summary>Finds the edits that a message asks for, by keywords.</summary>
internal static class MessageReader
{
    /// <summary>A number of seconds or minutes, in digits or as a word.</summary>
    private const string Time =
        @"(?<n>[0-9]{1,5}(\.[0-9]+)?|one|two|three|four|five|six|seven|eight|nine|ten|[一二两三四五六七八九十])"
        + @"[\s-]*(?<unit>(s|secs?|seconds?|min|minutes?)\b|秒|分)";

    private const string HanRemove = "(去掉|去除|剪掉|删掉|删除|删去|移除|拿掉|裁掉|切掉)";
    private const string HanTrack = "((?<title>标题|字幕)|音乐|配乐)";
    private const string HanEnd = "(?<end>前|开头|最后|后|结尾)面?的?" + Time + "钟?";

    private const string Quoted = """["“「](?<text>[^"“”「」]+)["”」]""";

    /// <summary>The rest of a message is ignored, because the time to read it grows with a power of its length.</summary>
    private const int MaxLength = 1000;

    private const long EditCost = 50;
    private const long GenerationCost = 100;
    private const double DefaultVolume = 0.35;

    // The remainder of the index by ten counts. No number is one unit, as in "the first second".
    private static readonly string[] Numbers =
    [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十",
        "", "两",
    ];

    private static readonly Regex Rename = Words(
        @"\b(change|rename|replace|update|set)\s+(the\s+)?(title|caption)\s+(to|with)\s+" + Quoted);
    private static readonly Regex Remove = Words(
        @"\b(remove|delete|drop)\s+((the|all|my|background)\s+)*((?<title>titles?|captions?)|music|bgm|soundtrack)\b(\s+" + Quoted + ")?"
        + $"|{HanRemove}(所有|全部|背景|的)*{HanTrack}|{HanTrack}(都|全部)?{HanRemove}");

    private static readonly Regex Unwanted = Words(
        @"\b(don['’]t|do\s+not|never|(?<no>without|no))\s+((add(ing)?|any|an?|the|background)\s+)*"
        + $@"((?<title>titles?|captions?)|music|bgm|soundtracks?)\b|(?<no>不要)(任何|背景)*{HanTrack}");

    private static readonly Regex Transition = Words(@"\b(transitions?|cross-?fades?)\b|转场");
    private static readonly Regex Generate = Words(@"\bgenerat(e|ing)\b|生成");
    private static readonly Regex MakeVideo = Words(@"\b(make|create|produce)\b.*\b(video|clip|film|movie)\b");
    private static readonly Regex Subject = Words(
        @"\b(video|clip|film|movie)\s+(of|about|showing)\s+(an?\s+|the\s+)?(?<what>.+?)(?=,|\.|;|\s+(with|and|in\s+4k)\b|$)");

    private static readonly Regex ClipLength = Words(@"\b" + Time);
    private static readonly Regex Cut = Words(@"\b(trim|cut|remove|delete|drop|skip)\s+(off\s+)?(the\s+)?(?<end>first|last)\s+"
        + $@"({Time}|(?<unit>second|minute)\b)|{HanRemove}(视频)?的?{HanEnd}|{HanEnd}(都|全部)?{HanRemove}");
    private static readonly Regex TrimTo = Words(
        @"\b(trim|cut|shorten|reduce)\b[^.;]*?\bto\s+(the\s+first\s+|at\s+most\s+)?" + Time
        + "|(剪|裁|缩短)[^，。；]{0,4}?(到|至|成|为)" + Time);

    // A length whose unit isn't known, such as "trim to 8 secnds", must not trim anything else.
    private static readonly Regex TrimPauses = Words(@"\b(trim|cut|shorten|tighten)\b(?![^.,;]*?\bto\s+\d)|\b(pauses|silences?)\b|剪");
    private static readonly Regex FourK = Words("(?<![a-z0-9])(4k|uhd|2160p)(?![a-z0-9])");
    private static readonly Regex FullHd = Words(@"(?<![a-z0-9])(1080p|full\s?hd)(?![a-z0-9])");
    private static readonly Regex Hd = Words("(?<![a-z0-9])720p(?![a-z0-9])");
    private static readonly Regex Vertical = Words(@"\b(vertical|portrait|tiktok|reels?|shorts)\b|9:16|竖屏|竖版");
    private static readonly Regex Wide = Words(@"\b(landscape|horizontal|widescreen)\b|16:9|横屏|横版");
    private static readonly Regex Square = Words(@"\bsquare\b|1:1|方形");
    private static readonly Regex Volume = Words(@"\b(music|bgm)\b[^.;]*?\bat\s+(?<n>\d{1,3})\s*%");

    /// <param name="message">The message.</param>
    /// <param name="taskName">The name of the session, which is also that of a title without a text.</param>
    /// <param name="draftIsEmpty">Whether there is nothing to edit yet.</param>
    public static EditPlan Read(string message, string taskName, bool draftIsEmpty)
    {
        // What an edit has read is removed, so that it isn't read again as another edit.
        var request = message.Length > MaxLength ? message[..MaxLength] : message;
        var edits = new List<Edit>();
        edits.AddRange(Take(Rename, ref request).Select(static match => Edit.ChangeTitle(TextOf(match)!)));
        edits.AddRange(Take(Remove, ref request).Select(RemoveTrack));

        // Keywords inside the title are ignored: "a title that says Trim Your Hedge" trims nothing.
        var title = TitleReader.ReadText(request);
        request = title is null ? request : request.Replace(title, "", StringComparison.Ordinal);
        edits.AddRange(Take(Unwanted, ref request).Where(static match => match.Groups["no"].Success).Select(RemoveTrack));
        edits.AddRange(Take(Transition, ref request).Take(1).Select(static _ => Edit.Transition()));
        edits.AddRange(Take(Cut, ref request)
            .Select(static match => Edit.Cut(TimeOf(match), atEnd: match.Groups["end"].Value[0] is not ('f' or 'F' or '前' or '开'))));
        title ??= TitleReader.IsMentioned(request) ? taskName : null;
        var music = MusicReader.Read(request);
        var generates = Generate.IsMatch(request) || (draftIsEmpty && MakeVideo.IsMatch(request));
        if (generates)
        {
            var name = Subject.Match(request) is { Success: true } subject ? subject.Groups["what"].Value.Trim() : "generated clip";
            var length = ClipLength.Match(request) is { Success: true } seconds ? TimeOf(seconds) : TimeSpan.FromSeconds(10);
            edits.Add(Edit.Generate(name, length));
            title ??= AgentTextFormat.Capitalize(name);
            music ??= "Lo-fi";
        }

        if (TrimTo.Match(request) is { Success: true } to)
        {
            edits.Add(Edit.Trim(TimeOf(to)));
        }
        else if (TrimPauses.IsMatch(request))
        {
            edits.Add(Edit.TrimPauses());
        }

        if (music is not null)
        {
            edits.Add(Edit.Music(music, Volume.Match(request) is { Success: true } volume
                ? Math.Min(1, double.Parse(volume.Groups["n"].Value, CultureInfo.InvariantCulture) / 100)
                : DefaultVolume));
        }

        if (title is not null)
        {
            edits.Add(Edit.Title(title));
        }

        int? side = FourK.IsMatch(request) ? 2160 : FullHd.IsMatch(request) ? 1080 : Hd.IsMatch(request) ? 720 : null;
        CanvasShape? shape = Vertical.IsMatch(request) ? CanvasShape.Vertical
            : Wide.IsMatch(request) ? CanvasShape.Wide
            : Square.IsMatch(request) ? CanvasShape.Square
            : null;
        if (side is not null || shape is not null)
        {
            edits.Add(Edit.Canvas(side, shape));
        }

        return new EditPlan(edits, generates ? GenerationCost : EditCost, generates);
    }

    public static Regex Words(string pattern) => new(pattern, RegexOptions.IgnoreCase);

    private static Edit RemoveTrack(Match match) =>
        Edit.Remove(match.Groups["title"].Success ? TrackType.Text : TrackType.Audio, TextOf(match));

    private static TimeSpan TimeOf(Match match)
    {
        var text = match.Groups["n"].Value;
        var word = Array.IndexOf(Numbers, text.ToLowerInvariant());
        var number = word < 0 ? double.Parse(text, CultureInfo.InvariantCulture) : (word % 10) + 1;
        return match.Groups["unit"].Value is ['m' or 'M' or '分', ..] ? TimeSpan.FromMinutes(number) : TimeSpan.FromSeconds(number);
    }

    private static string? TextOf(Match match) => match.Groups["text"] is { Success: true } text ? text.Value.Trim() : null;

    private static MatchCollection Take(Regex form, ref string message)
    {
        var found = form.Matches(message);
        message = form.Replace(message, "");
        return found;
    }
}

internal static class TitleReader
{
    private static readonly Regex[] Forms =
    [
        MessageReader.Words("""(\b(titled?|caption)\b|标题|字幕)[^"“”「」.;；。]*["“「](?<text>[^"“”「」]+)["”」]"""),
        MessageReader.Words("""["“](?<text>[^"“”]+)["”]\s+(as|for)\s+(an?\s+|the\s+)?(title|caption)\b"""),
        MessageReader.Words("""(\b(title|caption)|标题|字幕)\s*[:：]\s*['‘]?(?<text>[^,;，；。\r\n]+?)['’]?(?=\s*([,;，；。\r\n]|\.(\s|$)|$))"""),
        MessageReader.Words("""\b(title|caption)\s+(that\s+(says|reads)|saying|reading)\s+['‘]?(?<text>[^,;.'’\r\n]+)"""),

        // The text directly after the word if it starts like a title: with a capital, a digit or a character that isn't Latin.
        new("""(\b[Tt]itle|标题)\s+['‘]?(?<text>[\p{Lu}\p{Lo}\p{Nd}][^,;，；。\r\n'’]*?)['’]?"""
            + """(?=\s*([,;，；。\r\n]|\.(\s|$)|$|\s(and|with|at|then)\b))"""),
    ];

    private static readonly Regex Mentioned = MessageReader.Words("""\b(titles?|caption|headline)\b|标题|字幕""");

    /// <summary>The text that the message gives the title. Null if it gives none.</summary>
    public static string? ReadText(string message) =>
        Forms.Select(form => form.Match(message).Groups["text"].Value.Trim()).FirstOrDefault(text => text.Length > 0);

    /// <summary>Whether the message mentions a title. Without a text, the title is the name of the task.</summary>
    public static bool IsMentioned(string message) => Mentioned.IsMatch(message);
}

internal static class MusicReader
{
    private static readonly Regex Named = MessageReader.Words(
        """\b(music|bgm|soundtrack)\s*[:：]?\s*["“](?<name>[^"“”]+)["”]|\b(music|bgm|soundtrack)\s*[:：]\s*(?<name>[^,;.\r\n"“”]+)""");

    private static readonly Regex Mentioned = MessageReader.Words("""(?<before>([\w-]+\ +){0,4})\b(music|bgm|soundtrack)\b|音乐""");

    private static readonly HashSet<string> FillerWords = new(
        ["a", "an", "add", "and", "background", "in", "it", "me", "my", "of", "please", "put", "some", "the", "then", "to", "use", "with"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The name of the music, from the words before it. Null if the message doesn't mention music.</summary>
    public static string? Read(string message)
    {
        if (Named.Match(message) is { Success: true } named)
        {
            return AgentTextFormat.Capitalize(named.Groups["name"].Value.Trim());
        }

        if (Mentioned.Match(message) is not { Success: true } mentioned)
        {
            return null;
        }

        var words = mentioned.Groups["before"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var name = string.Join(' ', words.Reverse().TakeWhile(word => !FillerWords.Contains(word)).Reverse());
        return name.Length > 0 ? AgentTextFormat.Capitalize(name) : "Background music";
    }
}
