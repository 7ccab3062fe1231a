namespace NemoVideo.Emulator.Editing;

/// <summary>When, where and in which color a title is shown. Null means the default.</summary>
internal sealed record TitleStyle(TimeSpan? Start, TimeSpan? Length, bool AtEnd, string? Place, string? Color)
{
    public static readonly TitleStyle Default = new(null, null, false, null, null);

    private const string ColorNames = "white|black|red|orange|yellow|gold|green|cyan|blue|purple|pink|gr[ae]y";
    private const string Title = @"\b(titles?|captions?)\b";

    private static readonly Regex Colored = MessageReader.Words(
        $@"\b(?<color>{ColorNames})\s+(colou?red\s+)?(title|caption)\b|{Title}[^.;]*?\bin\s+(?<color>{ColorNames})\b(?!\s+and)");

    private static readonly Regex Placed = MessageReader.Words(
        Title + @"[^.;]*?\b(at|on|in|to|into)\s+(the\s+)?"
        + @"(?<place>((upper|lower|top|bottom|middle|center|centre|left|right)[\s-]*)+)(third|corner|half|edge|side)?\b");

    private static readonly Regex From = MessageReader.Words(
        Title + @"[^.;]*?(?<time>\b(at|from|after|starting\s+at)\s+(the\s+)?" + MessageReader.Time + ")");

    private static readonly Regex FromTo = MessageReader.Words(
        Title + @"[^.;]*?(?<time>\bfrom\s+(second\s+)?(?<from>\d{1,5}(\.\d+)?)"
        + @"\s*(s|secs?|seconds?)?\s*(to|until|-|–)\s*" + MessageReader.Time + ")");

    private static readonly Regex For = MessageReader.Words(Title + @"[^.;]*?(?<time>\bfor\s+" + MessageReader.Time + ")");
    private static readonly Regex Ending = MessageReader.Words(Title + @"[^.;]*?\b(at|near)\s+the\s+(very\s+)?end\b|(片尾|结尾|末尾)[^，。；]{0,4}(标题|字幕)");

    private static readonly Regex Restyled = MessageReader.Words(
        @"\b(make|turn|change|set|move|put|place|colou?r|show)\s+(the|that|this|my)\s+(title|caption)\b"
        + @"((?!\b(and|then)\b(?!\s+(move|put|place)\s+it\b))[^.;,])*");

    private static readonly Regex ChineseColored = MessageReader.Words("标题[^，。；]{0,4}?(改成|改为|换成|换为|变成|变)(?<color>[红蓝白黑黄绿橙紫粉金灰])色");

    private static readonly Dictionary<string, string> ChineseColors = new(StringComparer.Ordinal)
    {
        ["红"] = "red",
        ["蓝"] = "blue",
        ["白"] = "white",
        ["黑"] = "black",
        ["黄"] = "yellow",
        ["绿"] = "green",
        ["橙"] = "orange",
        ["紫"] = "purple",
        ["粉"] = "pink",
        ["金"] = "gold",
        ["灰"] = "gray",
    };

    /// <summary>Reads the style, and removes the times that it has read from the message.</summary>
    public static TitleStyle Read(ref string message)
    {
        var (range, from, length) = (FromTo.Match(message), From.Match(message), For.Match(message));
        TimeSpan? start = range.Success ? TimeSpan.FromSeconds(double.Parse(range.Groups["from"].Value, CultureInfo.InvariantCulture))
            : from.Success ? MessageReader.TimeOf(from)
            : null;
        TimeSpan? lasting = range.Success && MessageReader.TimeOf(range) > start ? MessageReader.TimeOf(range) - start
            : length.Success ? MessageReader.TimeOf(length)
            : null;
        var atEnd = Ending.IsMatch(message);
        var color = Colored.Match(message).Groups["color"].Value.ToLowerInvariant();
        var place = Normalize(Placed.Match(message).Groups["place"].Value.ToLowerInvariant());
        foreach (var time in new[] { range, from, length }.Where(static match => match.Success))
        {
            message = message.Replace(time.Groups["time"].Value, "", StringComparison.Ordinal);
        }

        return new TitleStyle(start, lasting, atEnd, place, color.Length > 0 ? color : null);
    }

    /// <summary>Reads a request that changes the place or the color of the existing title. Null if there is none.</summary>
    public static TitleStyle? ReadChange(ref string message)
    {
        if (ChineseColored.Match(message) is { Success: true } colored)
        {
            message = message.Replace(colored.Value, "", StringComparison.Ordinal);
            return Default with { Color = ChineseColors[colored.Groups["color"].Value] };
        }

        if (Restyled.Match(message) is not { Success: true } found)
        {
            return null;
        }

        var sentence = found.Value;
        var style = Read(ref sentence);
        var color = style.Color ?? Regex.Match(sentence, $@"\b({ColorNames})\b", RegexOptions.IgnoreCase).Value.ToLowerInvariant();
        if (style.Place is null && color.Length == 0)
        {
            return null;
        }

        message = message.Replace(found.Value, "", StringComparison.Ordinal);
        return style with { Color = color.Length > 0 ? color : null };
    }

    public void WriteTo(JsonObject properties)
    {
        properties.AddUnlessNull("place", Place);
        properties.AddUnlessNull("color", Color);
    }

    private static string? Normalize(string place)
    {
        var vertical = place.Contains("top", StringComparison.Ordinal) || place.Contains("upper", StringComparison.Ordinal) ? "top"
            : place.Contains("bottom", StringComparison.Ordinal) || place.Contains("lower", StringComparison.Ordinal) ? "bottom"
            : null;
        var horizontal = place.Contains("left", StringComparison.Ordinal) ? "left"
            : place.Contains("right", StringComparison.Ordinal) ? "right"
            : null;
        return (vertical, horizontal) switch
        {
            (null, null) => place.Length > 0 ? "center" : null,
            (not null, null) => vertical,
            (null, not null) => horizontal,
            _ => $"{vertical}-{horizontal}",
        };
    }
}
