using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NemoVideo.Client.Journal;

/// <summary>One line: an event of an operation. Reads any JSON object; what it does not know it keeps.</summary>
internal static class JournalLine
{
    /// <summary>The longest line in bytes, without its end. Nothing that is written here comes near it.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int Version = 1;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Make(string id, DateTimeOffset at, JournalStep step, string kind, JsonObject fields, Func<string, string> clean)
    {
        var line = new JsonObject
        {
            ["v"] = Version,
            ["id"] = id,
            ["at"] = at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            ["step"] = WordOf(step),
            ["kind"] = kind,
        };
        foreach (var field in fields.Where(static field => field.Value is not null))
        {
            line[field.Key] = TextOf(field.Value) is { } text
                ? JournalText.Bound(clean(text), isName: field.Key == "name")
                : field.Value!.DeepClone();
        }

        return line;
    }

    /// <summary>The line with its end, as UTF-8.</summary>
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

    /// <summary>The object in a line; null where the line is damaged.</summary>
    public static JsonObject? Read(byte[] bytes, int count)
    {
        try
        {
            var line = JsonNode.Parse(Strict.GetString(bytes, 0, count)) as JsonObject;

            // Names and texts are read when they are asked for: a name that stands twice, or half a character, which could not be
            // written again, is found out now.
            _ = line?.ContainsKey("v");
            _ = line is null ? null : Write(line);
            return line;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether this version of the client knows how such a line is merged with others and read.</summary>
    public static bool IsKnown(JsonObject line) =>
        line.Whole("v") == Version
        && line.Text("id") is { Length: > 0 }
        && line.Time("at") is not null
        && line.Step() is not null
        && line.Text("kind") is JournalKind.Session or JournalKind.Upload or JournalKind.Message or JournalKind.Render or JournalKind.Download;

    public static string? Text(this JsonObject line, string name) => TextOf(line[name]);

    public static long? Whole(this JsonObject line, string name) => line[name] is JsonValue value && value.TryGetValue(out long number) ? number : null;

    public static bool Flag(this JsonObject line, string name) => line[name] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    public static DateTimeOffset? Time(this JsonObject line, string name) => DateTimeOffset.TryParse(
        line.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public static JournalStep? Step(this JsonObject line) => line.Text("step") switch
    {
        "begun" => JournalStep.Begun,
        "done" => JournalStep.Done,
        "failed" => JournalStep.Failed,
        "unknown" => JournalStep.Unknown,
        _ => null,
    };

    private static string WordOf(JournalStep step) => step switch
    {
        JournalStep.Begun => "begun",
        JournalStep.Done => "done",
        JournalStep.Failed => "failed",
        _ => "unknown",
    };

    private static string? TextOf(JsonNode? value) => value is JsonValue text && text.TryGetValue(out string? found) ? found : null;
}
