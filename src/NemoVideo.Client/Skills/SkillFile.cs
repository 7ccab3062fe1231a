using System.Text.RegularExpressions;

namespace NemoVideo.Client.Skills;

/// <summary>
/// Reads name, version and language from the front matter of a <c>SKILL.md</c>. Other YAML is skipped, so that aliases can't expand.
/// </summary>
internal static class SkillFile
{
    public const string DefaultVersion = "1.0.0";

    private const string Fence = "---";
    private const string LanguageKey = "language";
    private const string NextStep = "Begin the file with a '---' line, a line such as 'name: my-skill', and another '---' line.";

    private static readonly Regex Line = new(
        @"^(?<key>name|version|language)[ \t]*:(?:[ \t]+(?<value>.*))?$", RegexOptions.CultureInvariant);

    /// <summary>A quoted text without escapes, or a plain one without YAML syntax, and a comment.</summary>
    private static readonly Regex Scalar = new(
        """^(?:"(?<text>[^"\\]*)"\s*|'(?<text>[^']*)'\s*|(?<text>(?![\[\]{}&*!|>%@`"'])(?:(?!\s\#|^\#|:(?:\s|$)).)*?))(?:(?:^|\s)\#.*)?$""",
        RegexOptions.CultureInvariant);

    public static (string Name, string Version, string? Language) Read(string path)
    {
        var values = ReadValues(FindFrontMatter(ReadText(path), path), path);
        var language = values.TryGetValue(LanguageKey, out var code) && code.Length > 0
            && Regex.IsMatch(code, SkillProfile.LanguagePattern) ? code : null;
        return (Get("name") ?? throw Unusable(path, "has no 'name' value in its front matter"), Get("version") ?? DefaultVersion, language);

        string? Get(string key) =>
            !values.TryGetValue(key, out var value) || value.Length == 0 ? null
            : HeaderText.IsValid(value) ? value
            : throw Unusable(
                path,
                $"has an invalid '{key}' value in its front matter: '{value.Shorten(HeaderText.MaxShownLength)}'",
                $"Use {HeaderText.Rule}.");
    }

    private static Dictionary<string, string> ReadValues(List<string> lines, string path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var match in lines.Select(static line => Line.Match(line)).Where(static match => match.Success))
        {
            var (key, value) = (match.Groups["key"].Value, match.Groups["value"].Value);
            var scalar = Scalar.Match(value);
            if (scalar.Success)
            {
                values[key] = value.Trim() is "~" or "null" ? "" : scalar.Groups["text"].Value.Trim();
            }
            else if (key != LanguageKey)
            {
                throw Unusable(
                    path, $"has a '{key}' value that isn't plain text on a single line", $"Write the value as plain text after '{key}:'.");
            }
        }

        return values;
    }

    private static List<string> FindFrontMatter(string text, string path)
    {
        var lines = text.Split('\n').Select(static line => line.TrimEnd()).ToList();
        var end = lines[0] == Fence ? lines.IndexOf(Fence, 1) : throw Unusable(path, "has no front matter");
        return end > 0 ? lines.GetRange(1, end - 1) : throw Unusable(path, "has front matter without a closing '---' line");
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new NemoException(
                NemoErrorKind.FileAccess,
                $"The skill file '{path}' can't be read: {failure.Message}",
                "Specify the path of a readable SKILL.md file, including the file name.",
                failure);
        }
    }

    private static NemoException Unusable(string path, string problem, string nextStep = NextStep) =>
        new(NemoErrorKind.InvalidArgument, $"'{path}' {problem}.", nextStep);
}
