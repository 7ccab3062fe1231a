using System.Text.RegularExpressions;
using NemoVideo.Client.Http;

namespace NemoVideo.Client.Timeline;

/// <summary>
/// Writes JSON values, such as parts of a state, in a form that doesn't depend on the order of fields. A lenient form omits the numbers and
/// times of revisions, and the queries of URLs, except in text tracks: a title can be a URL.
/// </summary>
internal static class StateFingerprint
{
    /// <summary>The names of fields that the service can change whenever it saves a draft, even if nothing was edited.</summary>
    public static readonly HashSet<string> Revisions = new(StringComparer.OrdinalIgnoreCase)
    {
        "rev", "revision", "etag", "updated_at", "update_time",
    };

    private static readonly Regex SignedQuery = new("""(?<=^"https?://[^\s?#]+)\?[^\s#]*(?=["#])""", RegexOptions.CultureInvariant);

    /// <summary>Computes SHA-256 of the parts.</summary>
    public static string Of(IEnumerable<JsonElement?> parts, bool isLenient = false) =>
        ContentHash.Of(Encoding.UTF8.GetBytes(string.Concat(parts.Select(part => WritePart(part, isLenient) + "\n"))));

    private static string WritePart(JsonElement? part, bool isLenient)
    {
        if (part is not { } value)
        {
            return "";
        }

        var text = new StringBuilder();
        Write(text, value, isLenient);
        return text.ToString();
    }

    private static void Write(StringBuilder target, JsonElement value, bool isLenient)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                isLenient &= value.Whole("tt") != (int)TrackKind.Text;
                target.Append('{');

                // The sort is stable, so duplicate names keep their order.
                foreach (var field in value.EnumerateObject().OrderBy(static field => field.Name, StringComparer.Ordinal))
                {
                    if (isLenient && Revisions.Contains(field.Name))
                    {
                        continue;
                    }

                    target.Append('"').Append(field.Name).Append('"').Append(':');
                    Write(target, field.Value, isLenient);
                    target.Append(',');
                }

                target.Append('}');
                break;
            case JsonValueKind.Array:
                target.Append('[');
                foreach (var item in value.EnumerateArray())
                {
                    Write(target, item, isLenient);
                    target.Append(',');
                }

                target.Append(']');
                break;
            case JsonValueKind.String:
                var text = value.GetRawText();
                target.Append(isLenient ? SignedQuery.Replace(text, "") : text);
                break;
            default:
                target.Append(value.GetRawText());
                break;
        }
    }
}
