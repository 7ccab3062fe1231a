using NemoVideo.Client.Http;

namespace NemoVideo.Client.Timeline;

/// <summary>
/// Writes JSON values, such as parts of a state, in a canonical form, which is equal exactly if <see cref="JsonComparison"/> finds the
/// values equal. A lenient form omits the numbers and times of revisions, and the queries of URLs, except in text tracks: a title can be a
/// URL.
/// </summary>
internal static class StateFingerprint
{
    /// <summary>The names of fields that the service can change whenever it saves a draft, even if nothing was edited.</summary>
    public static readonly HashSet<string> Revisions = new(StringComparer.OrdinalIgnoreCase)
    {
        "rev", "revision", "etag", "updated_at", "update_time",
    };

    /// <summary>Computes SHA-256 of the parts, in UTF-16, because UTF-8 would replace unpaired surrogates.</summary>
    public static string Of(IEnumerable<JsonElement?> parts, bool isLenient = false) =>
        ContentHash.Of(Encoding.Unicode.GetBytes(string.Concat(parts.Select(part => WritePart(part, isLenient) + "\n"))));

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

                    WriteText(target, field.Name);
                    Write(target, field.Value, isLenient);
                }

                target.Append('}');
                break;
            case JsonValueKind.Array:
                target.Append('[');
                foreach (var item in value.EnumerateArray())
                {
                    Write(target, item, isLenient);
                }

                target.Append(']');
                break;
            case JsonValueKind.String:
                var content = TextOf(value);
                WriteText(target, isLenient && IsUrl(content) ? WithoutQuery(content) : content);
                break;
            case JsonValueKind.Number:
                WriteNumber(target, value.GetRawText());
                break;
            default:
                target.Append(value.GetRawText());
                break;
        }
    }

    /// <summary>A text with an unpaired surrogate can be compared only in its raw form.</summary>
    private static string TextOf(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "!" + value.GetRawText();
        }
    }

    private static bool IsUrl(string text) => text.StartsWith("http", StringComparison.Ordinal) && !text.Any(char.IsWhiteSpace)
        && UrlText.Parse(text)?.Scheme is "http" or "https";

    private static string WithoutQuery(string url)
    {
        var (query, fragment) = (url.IndexOf('?'), url.IndexOf('#'));
        return query < 0 || (fragment >= 0 && fragment < query) ? url : url.Substring(0, query) + (fragment < 0 ? "" : url.Substring(fragment));
    }

    /// <summary>Includes the length, so that no text can be confused with the syntax around it.</summary>
    private static void WriteText(StringBuilder target, string text) =>
        target.Append('"').Append(text.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(text);

    /// <summary>
    /// Writes the significant digits and the power of ten: 1, 1.0 and 10e-1 are the same number. With a huge exponent, only the raw text can
    /// be compared.
    /// </summary>
    private static void WriteNumber(StringBuilder target, string raw)
    {
        var parts = raw.Split('e', 'E');
        if (!long.TryParse(parts.Length > 1 ? parts[1] : "0", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
        {
            target.Append("#!").Append(raw).Append(';');
            return;
        }

        var point = parts[0].IndexOf('.');
        exponent -= point < 0 ? 0 : parts[0].Length - point - 1;
        var digits = parts[0].Replace(".", "").TrimStart('-', '0');
        var significant = digits.TrimEnd('0');
        exponent += digits.Length - significant.Length;
        target.Append(significant.Length == 0 ? "#0;" : string.Format(
            CultureInfo.InvariantCulture, "#{0}{1}e{2};", raw[0] == '-' ? "-" : "", significant, exponent));
    }
}
