namespace NemoVideo.Emulator.Editing;

/// <summary>Finds the edits that a message asks for, by keywords.</summary>
internal static class MessageReader
{
    /// <summary>A number of seconds or minutes, in digits or as a word.</summary>
    public const string Time =
        @"(?<n>[0-9]{1,7}(\.[0-9]+)?|half(\s+a)?|(a\s+)?couple\s+of|one|two|three|four|five|six|seven|eight|nine|ten"
        + "|[一二三四五六七八九]?十[一二三四五六七八九]?|[半一二两三四五六七八九])"
        + @"[\s-]*(?<unit>(s|secs?|seconds?|min|minutes?)\b|(秒|分)钟?)";

    /// <summary>A clip, by its position or number.</summary>
    public const string Clip = @"((the\s+)?(?<clip>first|second|third|last)\s+clip|clip\s+(?<clip>[0-9]{1,3})(?![\d.]*\s*(x|×|%|times|倍))\b)";

    private const string Verbs =
        "add|animate|apply|blur|convert|crop|enhance|flip|insert|mirror|overlay|put|"
        + "record|remove|replace|reverse|rotate|stabilize|translate|zoom";

    /// <summary>The rest of a message is ignored, because the time to read it grows with a power of its length.</summary>
    private const int MaxLength = 1000;

    private const long EditCost = 50;
    private const long GenerationCost = 100;
    private const double DefaultVolume = 0.35;

    private static readonly Regex Generate = Words(@"\bgenerat(e|ing)\b|生成");
    private static readonly Regex MakeVideo = Words(@"\b(make|create|produce)\b.*\b(video|clip|film|movie)\b");
    private static readonly Regex Subject = Words(
        @"\b(video|clip|film|movie)\s+(of|about|showing)\s+(an?\s+|the\s+)?(?<what>.+?)(?=,|\.|;|\s+(with|and|in\s+4k)\b|$)");

    private static readonly Regex ClipLength = Words(@"\b" + Time);
    private static readonly Regex TrimTo = Words(@"\b(trim|cut|shorten|reduce)\b[^.;]*?\bto\s+(the\s+first\s+|at\s+most\s+)?" + Time
        + "|(剪|裁|缩短)[^，。；]{0,4}?(到|至|成|为)(前|最多)?" + Time);
    private static readonly Regex TrimClip = Words(
        @"\b(trim|cut|shorten|reduce)\s+" + Clip + @"\s+to\s+(the\s+first\s+|at\s+most\s+)?" + Time);
    // A length whose unit isn't known, such as "trim to 8 secnds", must not trim anything else.
    private static readonly Regex Trim = Words(@"\b(trim|cut|shorten|tighten)\b(?![^.,;]*?\bto\s+\d)|\b(pauses|silences?)\b|剪");
    private static readonly Regex FourK = Words("(?<![a-z0-9])(4k|uhd|2160p)(?![a-z0-9])");
    private static readonly Regex FullHd = Words(@"(?<![a-z0-9])(1080p|full\s?hd)(?![a-z0-9])");
    private static readonly Regex Hd = Words("(?<![a-z0-9])720p(?![a-z0-9])");
    private static readonly Regex Vertical = Words(@"\b(vertical|portrait|tiktok|reels?|shorts)\b|9:16|竖屏|竖版|竖向");
    private static readonly Regex Wide = Words(@"\b(landscape|horizontal|widescreen)\b|16:9|横屏|横版|横向");
    private static readonly Regex Square = Words(@"\bsquare\b|1:1|方形|正方");
    private static readonly Regex MusicVolume = Words(@"\b(music|bgm)\b[^.;]*?\bat\s+(?<n>\d{1,3})\s*%");

    private static readonly Regex Unwanted = Words(
        @"\b(don['’]t|do\s+not|never|without|no)\s+((add(ing)?|put|use|want|any|an?|the|new|more)\s+)*(titles?|captions?|music|bgm|soundtracks?)\b"
        + "|(不要|不用|不需要|(?<!特)别)[加添用配]{0,2}(标题|字幕|音乐|配乐)");

    private static readonly Regex Undo = Words(
        @"^\W*((please|(can|could)\s+(yo)?u)\s+)*(undo|revert|take\s+back)"
        + @"(\s+(it|that|this|(to\s+)?(the|my|your)?\s*(last|latest|previous)\s+(edit|change|step|message|one|version)))?(,?\s+please)?\W*$"
        + "|^(请|帮我)*(撤销|撤回|还原)(一下|刚才的?|上一[步次个]的?|最后一[步次个]的?|这[步次个]|编辑|修改|操作)*\\W*$");

    private static readonly Regex Quotation = Words("""["“「][^"“”「」]*["”」]""");
    private static readonly Regex ClauseEnd = Words($@"[,;，；。\r\n]|\.(?:\s|$)|\b(?:and\s+)?then\b|\band\s+(?=(?:{Verbs})\b)");
    private static readonly Regex Instruction = Words($@"^((please|also|and|can\s+you|could\s+you)\s+)*({Verbs})\b");

    /// <param name="message">The message.</param>
    /// <param name="taskName">The name of the session, which is also that of a title without a text.</param>
    /// <param name="draftIsEmpty">Whether there is nothing to edit yet.</param>
    /// <param name="earlier">The draft from before the last edit, as JSON text; null if it can't be undone.</param>
    public static EditPlan Read(string message, string taskName, bool draftIsEmpty, string? earlier)
    {
        message = message.Length > MaxLength ? message[..MaxLength] : message;
        if (Undo.IsMatch(message))
        {
            return new EditPlan(earlier is null ? [] : [Edit.Undo(earlier)], [], EditCost, Generates: false) { Undoes = true };
        }

        var (edits, generates) = ReadEdits(message, taskName, draftIsEmpty);
        var unknown = ClauseEnd.Split(Quotation.Replace(message, "“…”"))
            .Select(static clause => clause.Trim())
            .Where(clause => Instruction.IsMatch(clause) && ReadEdits(clause, taskName, draftIsEmpty).Edits.Count == 0);
        return new EditPlan(edits, [.. unknown], generates ? GenerationCost : EditCost, generates);
    }

    private static (IReadOnlyList<Edit> Edits, bool Generates) ReadEdits(string message, string taskName, bool draftIsEmpty)
    {
        var request = message;
        var edits = new List<Edit>(CorrectionReader.ReadNamed(ref request));

        // Keywords inside the title are ignored: "a title that says Trim Your Hedge" trims nothing.
        var title = TitleReader.ReadText(request);
        request = Unwanted.Replace(title is null ? request : request.Replace(title, "", StringComparison.Ordinal), "");
        var (first, last) = StyleReader.Read(ref request, taskName);
        edits.AddRange(first);
        edits.AddRange(CorrectionReader.Read(ref request));
        title ??= TitleReader.IsMentioned(request) ? taskName : null;
        var style = title is null ? TitleStyle.Default : TitleStyle.Read(ref request);
        var music = MusicReader.Read(request);
        var generates = Generate.IsMatch(request) || (draftIsEmpty && MakeVideo.IsMatch(request));
        if (generates)
        {
            var name = Subject.Match(request) is { Success: true } subject ? subject.Groups["what"].Value.Trim() : "generated clip";
            var length = ClipLength.Match(request) is { Success: true } seconds ? TimeOf(seconds) : TimeSpan.FromSeconds(10);
            edits.Add(Edit.Generate(name, length));

            // The middle of the generated picture shows the prompt.
            style = title is null ? style with { Place = "bottom" } : style;
            title ??= AgentTextFormat.Capitalize(name);
            music ??= "Lo-fi";
        }

        if (TrimClip.Match(request) is { Success: true } trim)
        {
            edits.Add(Edit.TrimClip(ClipNumberOf(trim), TimeOf(trim)));
        }
        else if (TrimTo.Match(request) is { Success: true } to)
        {
            edits.Add(Edit.Trim(TimeOf(to)));
        }
        else if (Trim.IsMatch(request))
        {
            edits.Add(Edit.TrimPauses());
        }

        if (music is not null)
        {
            edits.Add(Edit.Music(music, Volume(request)));
        }

        if (title is not null)
        {
            edits.Add(Edit.Title(title, style));
        }

        if (Canvas(request) is { } canvas)
        {
            edits.Add(canvas);
        }

        edits.AddRange(last);
        return (edits, generates);
    }

    public static Regex Words(string pattern) => new(pattern, RegexOptions.IgnoreCase);

    /// <summary>The time that a match of <see cref="Time"/> stands for. A unit without a number is one second or minute.</summary>
    public static TimeSpan TimeOf(Match match)
    {
        var number = NumberOf(match.Groups["n"].Value.ToLowerInvariant());
        return match.Groups["unit"].Value is ['m' or 'M' or '分', ..] ? TimeSpan.FromMinutes(number) : TimeSpan.FromSeconds(number);
    }

    /// <summary>A number in digits or as a word, such as <c>十五</c>.</summary>
    private static double NumberOf(string text) => text.IndexOf('十', StringComparison.Ordinal) is >= 0 and var ten
        ? (10 * DigitOf(text[..ten])) + (ten < text.Length - 1 ? DigitOf(text[(ten + 1)..]) : 0)
        : DigitOf(text);

    private static double DigitOf(string text) => text switch
    {
        ['h', 'a', 'l', 'f', ..] or "半" => 0.5,
        "" or "one" or "一" => 1,
        "two" or "二" or "两" => 2,
        "three" or "三" => 3,
        "four" or "四" => 4,
        "five" or "五" => 5,
        "six" or "六" => 6,
        "seven" or "七" => 7,
        "eight" or "八" => 8,
        "nine" or "九" => 9,
        "ten" => 10,
        _ => text.Contains("couple", StringComparison.Ordinal) ? 2 : double.Parse(text, CultureInfo.InvariantCulture),
    };

    /// <summary>The number of a <see cref="Clip"/>, from 1; null for the last one.</summary>
    public static int? ClipNumberOf(Match match) => match.Groups["clip"].Value.ToLowerInvariant() switch
    {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "last" => null,
        var number => int.Parse(number, CultureInfo.InvariantCulture),
    };

    private static Edit? Canvas(string message)
    {
        int? side = FourK.IsMatch(message) ? 2160 : FullHd.IsMatch(message) ? 1080 : Hd.IsMatch(message) ? 720 : null;
        CanvasShape? shape = Vertical.IsMatch(message) ? CanvasShape.Vertical
            : Wide.IsMatch(message) ? CanvasShape.Wide
            : Square.IsMatch(message) ? CanvasShape.Square
            : null;
        return side is null && shape is null ? null : Edit.Canvas(side, shape);
    }

    private static double Volume(string message) =>
        MusicVolume.Match(message) is { Success: true } match
            ? Math.Min(1, double.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture) / 100)
            : DefaultVolume;
}

internal static class TitleReader
{
    private static readonly Regex[] Forms =
    [
        MessageReader.Words("""(\b(titled?|caption)\b|标题|字幕)[^"“”「」.;；。]*["“「](?<text>[^"“”「」]+)["”」]"""),
        MessageReader.Words("""["“](?<text>[^"“”]+)["”]\s+(as|for)\s+(an?\s+|the\s+)?(title|caption)\b"""),
        MessageReader.Words("""(\b(title|caption)|标题|字幕)\s*[:：]\s*['‘]?(?<text>[^,;，；。\r\n]+?)['’]?(?=\s*([,;，；。\r\n]|\.(\s|$)|$))"""),
        MessageReader.Words(
            """\b(title|caption)\s+((on|over|to)\s+(it|this|that|(the\s+)?\w+)\s+)?"""
            + """(that\s+(says|reads)|saying|reading)\s+['‘]?(?<text>[^,;.'’\r\n]+)"""),

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
