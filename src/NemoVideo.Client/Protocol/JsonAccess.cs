namespace NemoVideo.Client.Protocol;

/// <summary>Tolerant reading: a missing field, a null and a wrong type are null. Texts are one line without control characters.</summary>
internal static class JsonAccess
{
    private const int MaxUrlLength = 8 * 1024;

    public static JsonElement? Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && Find(element, name) is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } value
            ? value
            : null;

    public static JsonElement? ObjectField(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    /// <summary>The elements of an array field; none if it is missing or not an array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static string? Text(this JsonElement element, string name) => element.Field(name)?.Text();

    public static string? Text(this JsonElement value) => value.Verbatim() is { } text ? ControlCharacters.OneLine(text) : null;

    /// <summary>The first of several fields with a text that isn't empty.</summary>
    public static string? FirstText(this JsonElement element, params string[] names) =>
        names.Select(name => element.Text(name)).FirstOrDefault(text => !string.IsNullOrEmpty(text));

    /// <summary>The same with control characters, for a text that is joined with others or compared.</summary>
    public static string? FirstVerbatim(this JsonElement element, params string[] names) =>
        names.Select(name => element.Field(name)?.Verbatim()).FirstOrDefault(text => !string.IsNullOrEmpty(text));

    /// <summary>The first of several fields with a valid ID: IDs become part of URLs and requests.</summary>
    public static string? Id(this JsonElement element, params string[] names) =>
        names.Select(name => element.Field(name)?.Verbatim()).FirstOrDefault(static id => id is not null && ServiceId.IsValid(id));

    /// <summary>A web address that has no secret and is shown as one line: an address shows escaped characters as themselves.</summary>
    /// <remarks>A path alone is none: on Unix it would pass for the address of a local file.</remarks>
    public static Uri? WebAddress(string? text, Func<Uri, bool> holdsSecret) =>
        text is { Length: <= MaxUrlLength } && !RedactedText.IsIn(text) && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
        && address.ToString() is var shown && ControlCharacters.OneLine(shown) == shown
        && !holdsSecret(address)
            ? address
            : null;

    public static long? Whole(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>The service's code. One that exceeds an <see cref="int"/> is clamped, so that it doesn't become another code.</summary>
    public static int? Code(this JsonElement element) =>
        long.TryParse(element.Text("code"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var code)
            ? (int)Math.Max(int.MinValue, Math.Min(int.MaxValue, code))
            : null;

    public static double? Real(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Number } ? element.Number(name) : null;

    /// <summary>A number, also if it is written as a text.</summary>
    public static double? Number(this JsonElement element, string name) =>
        double.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && !double.IsInfinity(number) && !double.IsNaN(number)
            ? number
            : null;

    /// <summary>An integer such as a width; null if it is negative or exceeds an <see cref="int"/>.</summary>
    public static int? Count(this JsonElement element, string name) =>
        element.Whole(name) is { } number and >= 0 and <= int.MaxValue ? (int)number : null;

    public static bool? Flag(this JsonElement element, string name) => element.Field(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A time in ISO 8601, in UTC if it names no offset.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.String } value
        && DateTimeOffset.TryParse(value.Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    /// <summary>A duration in seconds; null if it is missing, negative or exceeds a <see cref="TimeSpan"/>.</summary>
    public static TimeSpan? Seconds(this JsonElement element, string name) => ToTime(element.Real(name));

    /// <summary>The same in milliseconds.</summary>
    public static TimeSpan? Milliseconds(this JsonElement element, string name) => ToTime(element.Real(name) / 1000);

    /// <summary>A field's name; the mark of a redacted one if the name contains half of a surrogate pair.</summary>
    public static string NameOrPlaceholder(this JsonProperty field)
    {
        try
        {
            return field.Name;
        }
        catch (InvalidOperationException)
        {
            return RedactedText.Placeholder;
        }
    }

    private static JsonElement? Find(JsonElement element, string name)
    {
        try
        {
            return element.TryGetProperty(name, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            // The name of a field contains half of a surrogate pair: skip that field only.
            var fields = element.EnumerateObject().Where(field => field.NameOrPlaceholder() == name);
            return fields.Select(static field => (JsonElement?)field.Value).LastOrDefault();
        }
    }

    /// <summary>A text or a number with its control characters; null if it is neither.</summary>
    public static string? Verbatim(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => ReadString(value),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static string ReadString(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            var raw = value.GetRawText();
            return EscapedText.Unescape(raw.Substring(1, raw.Length - 2));
        }
    }

    private static TimeSpan? ToTime(double? seconds) =>
        seconds is >= 0 and < 922_337_203_685 ? TimeSpan.FromTicks((long)Math.Round(seconds.Value * TimeSpan.TicksPerSecond)) : null;
}
