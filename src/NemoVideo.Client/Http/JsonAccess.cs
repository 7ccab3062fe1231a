using System.Text.RegularExpressions;

namespace NemoVideo.Client.Http;

/// <summary>Reads JSON tolerantly: missing fields and wrong types are null. Texts are one line without control characters.</summary>
internal static class JsonAccess
{
    /// <summary>Nested values are processed recursively, and a stack overflow ends the process. A draft has about ten levels.</summary>
    public static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>Null if the JSON is invalid or nested too deep, or if a name can't be read: it would end each search for a field.</summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            var isEscaped = json.Span.IndexOf("\\u"u8) >= 0;
            while (isEscaped && reader.Read())
            {
                _ = reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;
            }

            return JsonDocument.Parse(json, Options);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    public static JsonElement? Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public static JsonElement? ObjectField(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    /// <summary>Whether a value is null, or an object, an array or a text without content.</summary>
    public static bool IsEmpty(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.String => value.ValueEquals(""),
        _ => value.ValueKind == JsonValueKind.Null,
    };

    /// <summary>The content of a response: its <c>data</c>, or the response itself if that is missing, empty or not structured.</summary>
    public static JsonElement Content(this JsonElement response) =>
        response.Field("data") is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } data && !data.IsEmpty() ? data : response;

    /// <summary>The elements of an array field; none if it is missing or not an array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static string? Text(this JsonElement element, string name) => element.Field(name)?.Text();

    public static string? Text(this JsonElement value) => value.Verbatim() is { } text ? ControlCharacters.OneLine(text) : null;

    /// <summary>Returns the first of several fields whose text isn't empty.</summary>
    public static string? FirstText(this JsonElement element, params string[] names) =>
        names.Select(name => element.Text(name)).FirstOrDefault(text => !string.IsNullOrEmpty(text));

    /// <summary>The same, but keeps control characters, for texts that are joined or compared.</summary>
    public static string? FirstVerbatim(this JsonElement element, params string[] names) =>
        names.Select(name => element.Field(name)?.Verbatim()).FirstOrDefault(text => !string.IsNullOrEmpty(text));

    /// <summary>Returns the first of several fields with a valid ID. IDs become part of URLs and requests.</summary>
    public static string? Id(this JsonElement element, params string[] names) =>
        names.Select(name => element.Field(name)?.Verbatim()).FirstOrDefault(static id => id is not null && ServiceId.IsValid(id));

    /// <summary>
    /// Reads a web URL that contains no secret and no control characters, also after unescaping, because URLs are displayed unescaped.
    /// </summary>
    /// <remarks>A path alone isn't valid. On Unix, it would be parsed as the URL of a local file.</remarks>
    public static Uri? WebAddress(string? text) =>
        text is not null && !text.Contains(Redaction.Placeholder) && UrlText.Parse(text) is { } address && UrlText.IsWeb(address)
        && address.ToString() is var shown && ControlCharacters.OneLine(shown) == shown
            ? address
            : null;

    public static long? Whole(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    /// <summary>
    /// Reads the service's code, also if it is written as 1001.0. A code that exceeds an <see cref="int"/> is clamped, so that it doesn't
    /// become another code. Null for a number that isn't whole.
    /// </summary>
    public static int? Code(this JsonElement element) => element.Number("code") is { } code && code == Math.Truncate(code)
        ? (int)Math.Max(int.MinValue, Math.Min(int.MaxValue, code)) : null;

    public static double? Real(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Number } ? element.Number(name) : null;

    /// <summary>Reads a JSON number from 0 (also -0) to a maximum. Any other number would be shown with up to 300 digits.</summary>
    public static double? Real(this JsonElement element, string name, double maximum) =>
        element.Real(name) is { } number && number >= 0 && number <= maximum ? Math.Abs(number) : null;

    /// <summary>Reads a number, even if it is written as a string.</summary>
    public static double? Number(this JsonElement element, string name) =>
        double.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && !double.IsInfinity(number) && !double.IsNaN(number)
            ? number
            : null;

    /// <summary>Reads an integer such as a width; null if it is negative or exceeds an <see cref="int"/>.</summary>
    public static int? Count(this JsonElement element, string name) =>
        element.Whole(name) is { } number and >= 0 and <= int.MaxValue ? (int)number : null;

    public static bool? Flag(this JsonElement element, string name) => element.Field(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Reads a time in ISO 8601. Without an offset, it is in UTC.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.String } value
        && DateTimeOffset.TryParse(value.Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;

    /// <summary>Reads a duration in seconds; null if it is missing, negative or exceeds a <see cref="TimeSpan"/>.</summary>
    public static TimeSpan? Seconds(this JsonElement element, string name) => ToTime(element.Real(name));

    /// <summary>Reads a duration in milliseconds.</summary>
    public static TimeSpan? Milliseconds(this JsonElement element, string name) => ToTime(element.Real(name) / 1000);

    /// <summary>Returns a string or number with its control characters; null for other types.</summary>
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
            // JavaScript can split a text between two surrogates.
            var raw = value.GetRawText();
            return Regex.Unescape(raw.Substring(1, raw.Length - 2));
        }
    }

    private static TimeSpan? ToTime(double? seconds) =>
        seconds is >= 0 and < 922_337_203_685 ? TimeSpan.FromTicks((long)Math.Round(seconds.Value * TimeSpan.TicksPerSecond)) : null;
}
