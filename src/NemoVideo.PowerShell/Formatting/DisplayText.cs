namespace NemoVideo.PowerShell.Formatting;

/// <summary>Formats sizes, times, URLs and texts for the terminal. The views in NemoVideo.Format.ps1xml call it too.</summary>
public static class DisplayText
{
    private const int MaxNames = 5;
    private const int MaxName = 60;

    /// <summary>A text on one line. Line ends and tabs become spaces; other control characters become <c>?</c>. Empty for null.</summary>
    public static string Line(string? text) => text is null ? "" : ControlCharacters.OneLine(text, "?");

    /// <summary>
    /// A URL as scheme, host, port and path. User name, password, query and fragment are omitted, because they can be secrets;
    /// <c>?…</c> replaces a query. Empty for null.
    /// </summary>
    public static string Address(Uri? address) => address is null ? ""
        : UrlText.IsWeb(address) ? UrlText.Of(address) : "(not an http or https URL)";

    /// <summary>A text on one line, with the URLs in it without user name, password, query and fragment.</summary>
    public static string Message(string? text) => UrlText.Hide(Line(text));

    /// <summary>
    /// An object on one line: what it is, its name and its values without empty ones, such as <c>Upload beach.mp4, video, 0:06</c>. The
    /// name can be a text of the service, so it is too short for a line of its own.
    /// </summary>
    public static string Entry(string label, string? name, params string?[] values) =>
        $"{label} {string.Join(", ", values.Prepend(Shorten(name ?? "", MaxName)).Where(static part => !string.IsNullOrEmpty(part)))}";

    /// <summary>Truncates a text. Doesn't split a surrogate pair.</summary>
    internal static string Shorten(string text, int maxLength) => text.Length <= maxLength ? text
        : text.Substring(0, char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength) + "…";

    /// <summary>A text in single quotation marks, or in double ones if it contains only single ones.</summary>
    internal static string Quote(string text) => text.Contains("'") && !text.Contains("\"") ? $"\"{text}\"" : $"'{text}'";

    /// <summary>The names of up to 5 uploads or generated media, such as <c>beach.mp4, city.mp4</c>, and the number of others.</summary>
    /// <param name="items">Objects, live or deserialized. One without a name is shown as <c>?</c>. Null for none.</param>
    public static string Names(object? items)
    {
        var all = (LanguagePrimitives.GetEnumerable(items) ?? Array.Empty<object>()).Cast<object>().ToList();
        return string.Join(", ", all.Take(MaxNames).Select(static item => PSObject.AsPSObject(item).Properties["Name"]?.Value ?? "?"))
            + (all.Count > MaxNames ? $" and {all.Count - MaxNames} more" : "");
    }

    /// <summary>A number of bytes, such as 1.6 MB. Empty for null.</summary>
    public static string Size(long? byteCount) => byteCount is { } count ? ByteSize.Format(count, CultureInfo.CurrentCulture) : "";

    /// <summary>A duration, such as 0:03.5 or 1:02:03. Empty for null.</summary>
    public static string Time(TimeSpan? time) => time is not { } value ? ""
        : (value.TotalHours < 1 ? value.ToString(@"m\:ss", CultureInfo.InvariantCulture)
            : Math.Floor(value.TotalHours).ToString("0", CultureInfo.InvariantCulture) + value.ToString(@"\:mm\:ss", CultureInfo.InvariantCulture))
            + (value.Milliseconds == 0 ? "" : value.ToString(@"\.FFF", CultureInfo.InvariantCulture));

    /// <summary>The time since a start in whole seconds, such as 0:34.</summary>
    internal static string Elapsed(Stopwatch clock) => Time(TimeSpan.FromSeconds((int)clock.Elapsed.TotalSeconds));

    /// <summary>A date and time in local time, such as 2026-11-29 05:06. Empty for null.</summary>
    /// <param name="value">A DateTimeOffset. One that is deserialized is a text.</param>
    public static string Moment(PSObject? value) =>
        DateTimeOffset.TryParse(
            value?.ToString(format: null, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? moment.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";

    /// <summary>The name of a file. Empty for null.</summary>
    public static string FileName(string? path) => path is null ? "" : path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);

    /// <summary>
    /// The credits before and after an edit, such as <c> Account: 2000 credits before, 1950 after.</c> Their difference isn't shown as the cost,
    /// because other commands can spend credits, too. Empty if none are known.
    /// </summary>
    internal static string Credits(long? before, long? after) => (before, after) switch
    {
        (null, null) => "",
        (null, _) => FormattableString.Invariant($" Account: {after} credits after."),
        (_, null) => FormattableString.Invariant($" Account: {before} credits before."),
        _ => FormattableString.Invariant($" Account: {before} credits before, {after} after."),
    };

    /// <summary>A percentage from 0 to 100, such as 45%. Empty for null.</summary>
    public static string Percent(double? percent) => percent is { } value ? value.ToString("0", CultureInfo.InvariantCulture) + "%" : "";

    /// <summary>A volume from 0 to 1 as a percentage, such as 35%. Empty for null.</summary>
    public static string Volume(double? volume) =>
        volume is { } value ? (value * 100).ToString("0.#", CultureInfo.CurrentCulture) + "%" : "";

    /// <summary>The size of a picture, such as 1920x1080. Empty if the width is null or 0.</summary>
    public static string Frame(int? width, int? height) => width is null or 0 ? "" : FormattableString.Invariant($"{width}x{height}");
}
