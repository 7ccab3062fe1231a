using Microsoft.Net.Http.Headers;

namespace NemoVideo.Emulator.Media;

/// <summary>Reads the field and file name of a part as curl, browsers and .NET write them.</summary>
internal static class FileNameHeader
{
    /// <summary>Reads the field name and the file name. Directories are removed from the file name.</summary>
    public static (string? Field, string? FileName) Read(string contentDisposition)
    {
        // The framework's parser decodes MIME words and filename*, but not the escapes inside quotes.
        if (!ContentDispositionHeaderValue.TryParse(contentDisposition, out var header))
        {
            return (Unescape(Quoted(contentDisposition, "name")), LastPart(Unescape(Quoted(contentDisposition, "filename"))));
        }

        var quoted = Quoted(contentDisposition, "filename");
        var isDecoded = !quoted.Success || quoted.Groups["value"].Value.StartsWith("=?", StringComparison.Ordinal);
        var fileName = isDecoded ? HeaderUtilities.RemoveQuotes(header.FileName).Value : Unescape(quoted);
        return (HeaderUtilities.RemoveQuotes(header.Name).Value, LastPart(header.FileNameStar.Value ?? fileName));
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

    private static Match Quoted(string header, string name) =>
        Regex.Match(header, $"""[;\s]{name}="(?<value>(\\.|[^"\\])*)""" + "\"", RegexOptions.IgnoreCase);
}
