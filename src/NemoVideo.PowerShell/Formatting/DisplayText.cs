using System.Collections;

namespace NemoVideo.PowerShell.Formatting;

/// <summary>Formats sizes, times, URLs and untrusted text, such as file names. The views in NemoVideo.Format.ps1xml call it too.</summary>
public static class DisplayText
{
    private const int MaxNames = 5;

    private static readonly string[] NameProperties = ["Name", "filename", "file_name", "title"];

    /// <summary>A text on one line. Line ends and tabs become spaces; other control characters become <c>?</c>. Empty for null.</summary>
    public static string Line(string? text) => text is null ? "" : ControlCharacters.OneLine(text, "?");

    /// <summary>
    /// A URL as scheme, host, port and path. User name, password, query and fragment are omitted, because they can be secrets;
    /// <c>?…</c> replaces a query. Empty for null.
    /// </summary>
    public static string Address(Uri? address) => address is null ? ""
        : !IsWebAddress(address) ? "(not an http or https URL)"
        : Line(UrlText.Of(address));

    /// <summary>A text on one line, with the URLs in it without user name, password, query and fragment.</summary>
    public static string Message(string? text) => UrlText.Hide(Line(text));

    /// <summary>Truncates a text. Doesn't split a surrogate pair.</summary>
    internal static string Shorten(string text, int maxLength) => text.Length <= maxLength ? text
        : text.Substring(0, char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength) + "…";

    /// <summary>A text in single quotation marks, or in double ones if it contains only single ones.</summary>
    internal static string Quote(string text) => text.Contains("'") && !text.Contains("\"") ? $"\"{text}\"" : $"'{text}'";

    /// <summary>
    /// The value of an item of a view. Numbers, dates and Boolean values are unchanged, because PowerShell aligns and formats them. All other
    /// values become a text on one line. Null for null.
    /// </summary>
    /// <param name="value">The value. If it is deserialized, it can have any type and any text.</param>
    public static object? Value(PSObject? value) => value?.BaseObject switch
    {
        null => null,
        string text => Line(text),

        // A deserialized enum is a number whose text is the name of the enum value.
        bool or int or long or double or decimal or TimeSpan or DateTime or DateTimeOffset when !IsDeserialized(value) => value.BaseObject,
        _ => Line(value.ToString()),
    };

    /// <summary>
    /// The same for the first column of a table that wraps. A text that isn't a single word, or is too long for the column, becomes <c>?</c>.
    /// Otherwise, a part of it could begin a line.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="width">The width of the column.</param>
    public static object? Word(PSObject? value, int width) =>
        Value(value) is string text ? (text.Length <= width && text.All(IsAsciiLetterOrDigit) ? text : "?") : Value(value);

    /// <summary>The items of a list, each on one line. PowerShell shows those of a live list in the same way. Null for null.</summary>
    /// <param name="items">The items, live or deserialized.</param>
    /// <param name="property">The property to show of each item that isn't a string.</param>
    public static IEnumerable<string>? Items(object? items, string property) => (items is PSObject wrapped ? wrapped.BaseObject : items) switch
    {
        null => null,
        string text => [Line(text)],

        // PowerShell reads only the first items.
        IEnumerable list => list.Cast<object?>().Select(item => TextOf(item, property)),
        var other => [TextOf(other, property)],
    };

    /// <summary>What the view of an event shows: its text, which has several lines only in text of the agent.</summary>
    /// <param name="item">A NemoEvent, live or deserialized.</param>
    public static string Event(PSObject item)
    {
        _ = item ?? throw new ArgumentNullException(nameof(item));
        var line = item.Properties["Line"]?.Value?.ToString();
        var isAgentText = item.TypeNames.Any(static name => name.EndsWith(".NemoTextEvent", StringComparison.Ordinal));
        return line is not null && isAgentText ? ControlCharacters.Remove(line) : Line(line);
    }

    /// <summary>The names of up to 5 uploads or generated media, such as <c>beach.mp4, city.mp4</c>, and the number of others.</summary>
    /// <param name="items">Objects, live or deserialized. One without a name is shown as <c>?</c>. Null for none.</param>
    public static string Names(object? items)
    {
        var list = (items is PSObject wrapped ? wrapped.BaseObject : items) as IEnumerable ?? Array.Empty<object>();
        var all = list.OfType<object>().ToList();
        var names = all.Take(MaxNames).Select(static item => NameOf(PSObject.AsPSObject(item)));
        return string.Join(", ", names) + (all.Count > MaxNames ? $" and {all.Count - MaxNames} more" : "");
    }

    /// <summary>A number of bytes, such as 1.6 MB. Empty for null.</summary>
    public static string Size(long? byteCount) => byteCount is { } count ? ByteSize.Format(count, CultureInfo.CurrentCulture) : "";

    /// <summary>A duration, such as 0:03.5 or 1:02:03. Empty for null.</summary>
    public static string Time(TimeSpan? time) => time is not { } value ? ""
        : (value.TotalHours < 1 ? value.ToString(@"m\:ss", CultureInfo.InvariantCulture)
            : Math.Floor(value.TotalHours).ToString("0", CultureInfo.InvariantCulture) + value.ToString(@"\:mm\:ss", CultureInfo.InvariantCulture))
            + (value.Milliseconds == 0 ? "" : value.ToString(@"\.FFF", CultureInfo.InvariantCulture));

    /// <summary>A date and time in local time, such as 2026-11-29 05:06. Any other text is on one line. Empty for null.</summary>
    /// <param name="value">A DateTimeOffset. One that is deserialized is a text.</param>
    public static string Moment(PSObject? value)
    {
        var text = value?.ToString(format: null, CultureInfo.InvariantCulture);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? moment.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            : Line(text);
    }

    /// <summary>The name of a file, on one line. Empty for null.</summary>
    public static string FileName(string? path) => path is null ? "" : Line(path.Substring(path.LastIndexOfAny(['/', '\\']) + 1));

    /// <summary>A percentage from 0 to 100, such as 45%. Empty for null.</summary>
    public static string Percent(double? percent) =>
        percent is { } value ? value.ToString("0", CultureInfo.InvariantCulture) + "%" : "";

    /// <summary>A volume from 0 to 1 as a percentage, such as 35%. Empty for null.</summary>
    public static string Volume(double? volume) =>
        volume is { } value ? (value * 100).ToString("0.#", CultureInfo.CurrentCulture) + "%" : "";

    /// <summary>The size of a picture, such as 1920x1080. Empty if the width is null or 0.</summary>
    public static string Frame(int? width, int? height) => width is null or 0 ? "" : FormattableString.Invariant($"{width}x{height}");

    /// <summary>Whether a URL is an absolute http or https URL.</summary>
    public static bool IsWebAddress(Uri? address) =>
        address is { IsAbsoluteUri: true } && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    private static string NameOf(PSObject item)
    {
        var names = NameProperties.Select(name => item.Properties[name]?.Value as string).Prepend(item.BaseObject as string);
        return names.FirstOrDefault(static name => !string.IsNullOrEmpty(name)) is { } found ? Message(found) : "?";
    }

    private static string TextOf(object? item, string property) =>
        Line(item is null ? null : item as string ?? TextOf(PSObject.AsPSObject(item), property));

    private static string? TextOf(PSObject item, string property) => (item.Properties[property]?.Value ?? item).ToString();

    private static bool IsDeserialized(PSObject value) =>
        value.TypeNames.Any(static name => name.StartsWith("Deserialized.", StringComparison.Ordinal));

    private static bool IsAsciiLetterOrDigit(char character) =>
        character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
