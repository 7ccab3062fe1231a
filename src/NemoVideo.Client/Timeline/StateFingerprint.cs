using NemoVideo.Client.Protocol;
using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Timeline;

/// <summary>Writes parts of a state in a canonical form: equal exactly for parts that <see cref="JsonComparison"/> finds equal.</summary>
internal sealed class StateFingerprint
{
    private readonly StringBuilder _text = new();

    /// <summary>SHA-256 of the parts.</summary>
    public static string Of(IEnumerable<JsonElement?> parts)
    {
        var fingerprint = new StateFingerprint();
        foreach (var part in parts)
        {
            fingerprint.WritePart(part);
        }

        // UTF-16, because UTF-8 would replace unpaired surrogates.
        return ContentHash.Of(Encoding.Unicode.GetBytes(fingerprint._text.ToString()));
    }

    private void WritePart(JsonElement? part)
    {
        var start = _text.Length;
        try
        {
            if (part is { } value)
            {
                Write(value);
            }
        }
        catch (InvalidOperationException)
        {
            // A text with an unpaired surrogate can be compared only in its raw form, and so can the part that contains it.
            _text.Length = start;
            _text.Append('!').Append(part!.Value.GetRawText());
        }

        _text.Append('\n');
    }

    private void Write(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                // The sort is stable: duplicate names stay in their order.
                foreach (var field in value.EnumerateObject().OrderBy(static field => field.Name, StringComparer.Ordinal))
                {
                    WriteText(field.Name);
                    Write(field.Value);
                }

                _text.Append('}');
                break;
            case JsonValueKind.Array:
                _text.Append('[');
                foreach (var item in value.EnumerateArray())
                {
                    Write(item);
                }

                _text.Append(']');
                break;
            case JsonValueKind.String:
                WriteText(value.GetString()!);
                break;
            case JsonValueKind.Number:
                WriteNumber(value.GetRawText());
                break;
            default:
                _text.Append(value.GetRawText());
                break;
        }
    }

    /// <summary>Includes the length, so that no text can be confused with the syntax around it.</summary>
    private void WriteText(string text) =>
        _text.Append('"').Append(text.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(text);

    /// <summary>Writes the significant digits and the power of ten: 1, 1.0 and 10e-1 are the same number.</summary>
    private void WriteNumber(string raw)
    {
        var parts = raw.Split('e', 'E');
        if (!long.TryParse(parts.Length > 1 ? parts[1] : "0", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
        {
            throw new InvalidOperationException("A number's exponent is too large to be compared.");
        }

        var point = parts[0].IndexOf('.');
        exponent -= point < 0 ? 0 : parts[0].Length - point - 1;
        var digits = parts[0].Replace(".", "").TrimStart('-', '0');
        var significant = digits.TrimEnd('0');
        exponent += digits.Length - significant.Length;
        _text.Append(significant.Length == 0 ? "#0;" : string.Format(
            CultureInfo.InvariantCulture, "#{0}{1}e{2};", raw[0] == '-' ? "-" : "", significant, exponent));
    }
}
