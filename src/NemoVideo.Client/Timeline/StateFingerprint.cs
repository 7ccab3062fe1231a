using System.Globalization;
using System.Text;
using System.Text.Json;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Timeline;

/// <summary>
/// Writes pieces of a state so that two that <see cref="JsonComparison"/> calls equal are written alike, and no others: keys in
/// order, numbers by their value, texts as they read.
/// </summary>
internal sealed class StateFingerprint
{
    private readonly StringBuilder _text = new();

    private StateFingerprint()
    {
    }

    /// <summary>SHA-256 of the pieces.</summary>
    public static string Of(IEnumerable<JsonElement?> pieces)
    {
        var print = new StateFingerprint();
        foreach (var piece in pieces)
        {
            print.WritePiece(piece);
        }

        // As UTF-16: half a character would be lost on the way to UTF-8.
        return ContentHash.Of(Encoding.Unicode.GetBytes(print._text.ToString()));
    }

    private void WritePiece(JsonElement? piece)
    {
        var begin = _text.Length;
        try
        {
            if (piece is { } value)
            {
                Write(value);
            }
        }
        catch (InvalidOperationException)
        {
            // A text with half a character in it can be compared only as it stands, and with it the whole piece.
            _text.Length = begin;
            _text.Append('!').Append(piece!.Value.GetRawText());
        }

        _text.Append('\n');
    }

    private void Write(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                // Stable: of a name that stands twice the first is compared with the first.
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

    /// <summary>With its length, so that no text can look like something else.</summary>
    private void WriteText(string text) =>
        _text.Append('"').Append(text.Length.ToString(CultureInfo.InvariantCulture)).Append(':').Append(text);

    /// <summary>Its digits from the first to the last that counts, and the power of ten: 1, 1.0 and 10e-1 are one number.</summary>
    private void WriteNumber(string raw)
    {
        var parts = raw.Split('e', 'E');
        if (!long.TryParse(parts.Length > 1 ? parts[1] : "0", NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
        {
            // Beyond any power of ten that is compared by its value.
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
