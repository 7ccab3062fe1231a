using System.Text.Encodings.Web;

namespace NemoVideo.Client.Protocol;

/// <summary>Text and JSON of the service in which the token was redacted.</summary>
internal static class RedactedText
{
    /// <summary>Replaces the token. An ID or URL that contains the placeholder can't be used.</summary>
    public const string Placeholder = "(token)";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool IsIn(string text) => text.Contains(Placeholder);

    /// <summary>Whether any string, name or number in the JSON meets the condition.</summary>
    public static bool Any(JsonElement json, Func<string, bool> matches) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Any(field => matches(field.Name) || Any(field.Value, matches)),
        JsonValueKind.Array => json.EnumerateArray().Any(item => Any(item, matches)),
        _ => json.Verbatim() is { } text && matches(text),
    };

    /// <summary>Rewrites JSON with each string, name and number redacted. Values that contain no secret are unchanged.</summary>
    public static JsonElement Rewrite(JsonElement json, Func<string, string> clean)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            Write(writer, json, clean);
        }

        using var document = JsonDocument.Parse(buffer.ToArray(), JsonNesting.Options);
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, Func<string, string> clean)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var field in value.EnumerateObject())
                {
                    writer.WritePropertyName(clean(field.Name));
                    Write(writer, field.Value, clean);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item, clean);
                }

                writer.WriteEndArray();
                break;
            case var _ when value.Verbatim() is { } text && clean(text) is var cleaned && !ReferenceEquals(cleaned, text):
                writer.WriteStringValue(cleaned);
                break;
            default:
                writer.WriteRawValue(value.GetRawText());
                break;
        }
    }
}
