namespace NemoVideo.Emulator.Pages;

/// <summary>Formats times, lengths and sizes for people.</summary>
internal static class PageText
{
    private const int Unit = 1024;

    /// <summary>A length such as <c>7.5s</c>, <c>1:07.5</c> or <c>1:02:30</c>.</summary>
    public static string Length(TimeSpan length) => Length(length, length);

    /// <summary>Formats a time in the same form as the last time of its text or scale.</summary>
    public static string Length(TimeSpan length, TimeSpan last)
    {
        var rounded = TimeSpan.FromMilliseconds(Math.Round(length.TotalMilliseconds / 100) * 100);
        if (last < TimeSpan.FromSeconds(59.95))
        {
            return rounded.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture) + "s";
        }

        var text = rounded.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $@"{(int)rounded.TotalHours}:{rounded:mm\:ss}")
            : rounded.ToString(@"m\:ss", CultureInfo.InvariantCulture);
        return rounded.Milliseconds == 0 ? text : $"{text}.{rounded.Milliseconds / 100}";
    }

    /// <summary>A size such as <c>1.6 MB</c>, as the module shows it.</summary>
    public static string Size(long byteCount) => byteCount switch
    {
        < Unit => string.Create(CultureInfo.InvariantCulture, $"{byteCount} B"),
        < Unit * Unit => string.Create(CultureInfo.InvariantCulture, $"{byteCount / (double)Unit:0.0} KB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{byteCount / (double)(Unit * Unit):0.0} MB"),
    };

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Plural(long count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A time of day on this computer, with the date in the attribute and in the tooltip.</summary>
    public static Html Time(DateTimeOffset at)
    {
        var local = at.ToLocalTime();
        var exact = local.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
        return Html.Of($"""<time datetime="{Iso(at)}" title="{exact}">{local.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}</time>""");
    }

    /// <summary>A date and time on this computer. Sessions of older emulators have none.</summary>
    public static Html Date(DateTimeOffset at)
    {
        if (at == default)
        {
            return Html.Of($"unknown");
        }

        var local = at.ToLocalTime();
        return Html.Of($"""<time datetime="{Iso(at)}">{local.ToString("MMM d, HH:mm", CultureInfo.InvariantCulture)}</time>""");
    }

    /// <summary>The beginning of a text with an ellipsis if the text is longer than a number of characters.</summary>
    public static string Shorten(string text, int length) => text.Length <= length ? text
        : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length), "…");

    private static string Iso(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan time) => time.TotalMilliseconds < 1 ? "<1ms"
        : time.TotalSeconds < 1 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0}ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0}s");
}
