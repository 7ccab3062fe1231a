using Microsoft.Net.Http.Headers;

namespace NemoVideo.Emulator.Media;

/// <summary>Reads the field and file name of a part as curl, browsers and .NET write them.</summary>
internal static partial class FileNameHeader
{
    /// <summary>The names. Folders are removed from the file name.</summary>
    public static (string? Field, string? FileName) Read(string? contentDisposition)
    {
        if (contentDisposition is null)
        {
            return default;
        }

        // The framework's parser decodes MIME words and filename*, but not the escapes inside quotes.
        if (!ContentDispositionHeaderValue.TryParse(contentDisposition, out var header))
        {
            return (Unescape(Field().Match(contentDisposition)), LastPart(Unescape(QuotedFileName().Match(contentDisposition))));
        }

        var fileName = header.FileNameStar.HasValue
            ? header.FileNameStar.Value
            : QuotedFileName().Match(contentDisposition) is { Success: true } raw && !raw.Groups["value"].Value.StartsWith("=?", StringComparison.Ordinal)
                ? Unescape(raw)
                : HeaderUtilities.RemoveQuotes(header.FileName).Value;
        return (HeaderUtilities.RemoveQuotes(header.Name).Value, LastPart(fileName));
    }

    // Older versions of curl escape a quote with a backslash, browsers and newer versions with a percent code.
    private static string? Unescape(Match match) => !match.Success ? null : match.Groups["value"].Value
        .Replace("\\\"", "\"", StringComparison.Ordinal)
        .Replace("\\\\", "\\", StringComparison.Ordinal)
        .Replace("%22", "\"", StringComparison.OrdinalIgnoreCase)
        .Replace("%0D", "\r", StringComparison.OrdinalIgnoreCase)
        .Replace("%0A", "\n", StringComparison.OrdinalIgnoreCase);

    private static string? LastPart(string? fileName) =>
        fileName?[(fileName.LastIndexOfAny(['/', '\\']) + 1)..] is { Length: > 0 } last ? last : null;

    [GeneratedRegex("""[;\s]name="(?<value>(\\.|[^"\\])*)""" + "\"", RegexOptions.IgnoreCase)]
    private static partial Regex Field();

    [GeneratedRegex("""[;\s]filename="(?<value>(\\.|[^"\\])*)""" + "\"", RegexOptions.IgnoreCase)]
    private static partial Regex QuotedFileName();
}
