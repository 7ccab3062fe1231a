using System.Text.Encodings.Web;

namespace NemoVideo.Client.Protocol;

/// <summary>Text and JSON of the service after the token was replaced in it.</summary>
internal static class RedactedText
{
    /// <summary>Stands where the token was. An ID or an address with it is none that can be used.</summary>
    public const string Placeholder = "(token)";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool IsIn(string text) => text.Contains(Placeholder);

    /// <summary>Whether one of the texts, names and numbers of JSON, as they are read, is such a one.</summary>
    public static bool Any(JsonElement json, Func<string, bool> isMeant) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().Any(field => isMeant(field.NameOrPlaceholder()) || Any(field.Value, isMeant)),
        JsonValueKind.Array => json.EnumerateArray().Any(item => Any(item, isMeant)),
        _ => json.Verbatim() is { } text && isMeant(text),
    };

    /// <summary>Writes JSON with each of its texts, names and numbers cleaned. What the cleaning doesn't change stays as it came.</summary>
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
                    writer.WritePropertyName(clean(field.NameOrPlaceholder()));
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
