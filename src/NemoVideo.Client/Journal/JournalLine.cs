using System.Text.Encodings.Web;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Journal;

/// <summary>The kinds of operation as they are recorded.</summary>
internal static class JournalKind
{
    public const string Session = "session";
    public const string Render = "render";
    public const string Download = "download";
    public const string Source = "source";
}

/// <summary>A line of the journal: one event of an operation as a JSON object.</summary>
internal static class JournalLine
{
    /// <summary>The maximum length in bytes without the line end. The client's own lines are much shorter.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int Version = 1;

    // These texts are never from the service. If they were redacted, a token that the service chooses could remove the protection of a file.
    private static readonly string[] LocalFields = ["path", "version", "part", "file", "fingerprint"];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonDocumentOptions UniqueNames = new() { AllowDuplicateProperties = false };
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Create(
        string id, DateTimeOffset at, JournalStep step, string kind, JsonObject fields, Func<string, string> redact)
    {
        var line = new JsonObject
        {
            ["v"] = Version,
            ["id"] = id,
            ["at"] = at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["step"] = NameOf(step),
            ["kind"] = kind,
        };
        foreach (var field in fields.Where(static field => field.Value is not null))
        {
            line[field.Key] = field.Value is JsonValue value && value.TryGetValue(out string? text)
                ? JournalText.Limit(LocalFields.Contains(field.Key) ? text : redact(text), isName: field.Key == "name")
                : field.Value!.DeepClone();
        }

        return line;
    }

    /// <summary>The line and its line end in UTF-8.</summary>
    public static byte[] Write(JsonObject line)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            line.WriteTo(writer);
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    /// <summary>Parses a line; null if it is damaged. The document uses the bytes until it is disposed.</summary>
    public static JsonDocument? Read(ArraySegment<byte> bytes)
    {
        if (bytes.Count == 0)
        {
            return null;
        }

        JsonDocument? line = null;
        try
        {
            _ = Strict.GetCharCount(bytes.Array!, bytes.Offset, bytes.Count);
            line = JsonDocument.Parse(bytes, UniqueNames);
            if (line.RootElement.ValueKind == JsonValueKind.Object)
            {
                return line;
            }
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            // The line is damaged.
        }

        line?.Dispose();
        return null;
    }

    /// <summary>Whether this version of the client can interpret the line.</summary>
    public static bool IsKnown(JsonElement line) =>
        line.Whole("v") == Version
        && line.Text("id", earlier: null) is { Length: > 0 }
        && line.Time("at") is not null
        && line.Named<JournalStep>("step") is not null
        && line.Text("kind", earlier: null) is JournalKind.Session or JournalKind.Render or JournalKind.Download
            or JournalKind.Source;

    public static bool Has(this JsonElement line, string name) => line.TryGetProperty(name, out _);

    /// <summary>A text, unchanged; <paramref name="earlier"/> if the line doesn't have the field.</summary>
    public static string? Text(this JsonElement line, string name, string? earlier) =>
        !line.Has(name) ? earlier : line.Field(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A value by its name in lowercase, not by its number; null if the field has no such name.</summary>
    public static T? Named<T>(this JsonElement line, string name)
        where T : struct, Enum =>
        line.Text(name, earlier: null) is { Length: > 0 } text && char.IsLetter(text[0])
        && Enum.TryParse(text, ignoreCase: true, out T value) && NameOf(value) == text
            ? value
            : null;

    /// <summary>The name of a value in lowercase.</summary>
    public static string NameOf(Enum value) => value.ToString().ToLowerInvariant();
}
