using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;

namespace NemoVideo.Emulator.Media;

/// <summary>Reads field and file name of a part, in the ways that curl, browsers and .NET write them.</summary>
internal static partial class FileNameHeader
{
    /// <summary>The names; a file name is never more than the last part of a path.</summary>
    public static (string? Field, string? FileName) Read(string? contentDisposition)
    {
        if (contentDisposition is null)
        {
            return default;
        }

        // The framework's parser knows the MIME words and the filename* of .NET. It turns nothing raw
        // into something else, but leaves what is escaped in quotes as it stands.
        if (!ContentDispositionHeaderValue.TryParse(contentDisposition, out var header))
        {
            return (Unescape(FieldForm().Match(contentDisposition)), LastPart(Unescape(FileForm().Match(contentDisposition))));
        }

        var fileName = header.FileNameStar.HasValue
            ? header.FileNameStar.Value
            : FileForm().Match(contentDisposition) is { Success: true } raw && !raw.Groups["value"].Value.StartsWith("=?", StringComparison.Ordinal)
                ? Unescape(raw)
                : HeaderUtilities.RemoveQuotes(header.FileName).Value;
        return (HeaderUtilities.RemoveQuotes(header.Name).Value, LastPart(fileName));
    }

    private static string? Unescape(Match match)
    {
        if (!match.Success)
        {
            return null;
        }

        // curl of old escapes a quote with a backslash, browsers and curl of today with a percent code.
        return match.Groups["value"].Value
            .Replace("\\\"", "\"", StringComparison.Ordinal)
            .Replace("\\\\", "\\", StringComparison.Ordinal)
            .Replace("%22", "\"", StringComparison.OrdinalIgnoreCase)
            .Replace("%0D", "\r", StringComparison.OrdinalIgnoreCase)
            .Replace("%0A", "\n", StringComparison.OrdinalIgnoreCase);
    }

    private static string? LastPart(string? fileName) =>
        fileName?[(fileName.LastIndexOfAny(['/', '\\']) + 1)..] is { Length: > 0 } last ? last : null;

    [GeneratedRegex("""[;\s]name="(?<value>(\\.|[^"\\])*)""" + "\"", RegexOptions.IgnoreCase)]
    private static partial Regex FieldForm();

    [GeneratedRegex("""[;\s]filename="(?<value>(\\.|[^"\\])*)""" + "\"", RegexOptions.IgnoreCase)]
    private static partial Regex FileForm();
}
