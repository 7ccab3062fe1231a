using System.Text.RegularExpressions;

namespace NemoVideo.Client.Skills;

/// <summary>
/// Reads name, version and language from the front matter of a <c>SKILL.md</c>. Other YAML is skipped, so that aliases can't expand.
/// </summary>
internal static class SkillFile
{
    public const string DefaultVersion = "1.0.0";

    private const int MaxBytes = 1024 * 1024;
    private const string Fence = "---";
    private const string LanguageKey = "language";
    private const string NextStep = "Begin the file with front matter: a '---' line, a line such as 'name: my-skill', and another '---' line.";

    private static readonly Regex Line = new(@"^(?<key>name|version|language)[ \t]*:(?:[ \t]+(?<value>.*))?$", RegexOptions.CultureInvariant);

    /// <summary>A quoted text without escapes, or a plain one without YAML syntax, and a comment.</summary>
    private static readonly Regex Scalar = new(
        """^(?:"(?<text>[^"\\]*)"\s*|'(?<text>[^']*)'\s*|(?<text>(?![\[\]{}&*!|>%@`"'])(?:(?!\s\#|^\#|:(?:\s|$)).)*?))(?:(?:^|\s)\#.*)?$""",
        RegexOptions.CultureInvariant);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    private static readonly Regex LanguageCode = new("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", RegexOptions.CultureInvariant);

    public static (string Name, string Version, string? Language) Read(string path)
    {
        var values = ReadValues(FindFrontMatter(ReadText(path), path), path);
        var language = values.TryGetValue(LanguageKey, out var code) && LanguageCode.IsMatch(code) ? code : null;
        return (Get("name") ?? throw Unusable(path, "has no 'name' value in its front matter"), Get("version") ?? DefaultVersion, language);

        string? Get(string key) =>
            !values.TryGetValue(key, out var value) || value.Length == 0 ? null
            : HeaderText.IsValid(value) ? value
            : throw Unusable(path, $"has an invalid '{key}' value in its front matter: '{value.Shorten(HeaderText.MaxShownLength)}'", $"Use {HeaderText.Rule}.");
    }

    private static Dictionary<string, string> ReadValues(List<string> lines, string path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        string? key = null;
        foreach (var line in lines.Where(static line => line.TrimStart() is { Length: > 0 } text && text[0] != '#'))
        {
            if (line[0] is ' ' or '\t')
            {
                // The line continues the value of the previous line.
                key = key is null or LanguageKey ? null : throw NotPlain(key);
                continue;
            }

            var match = Line.Match(line);
            key = match.Success ? match.Groups["key"].Value : null;
            if (key is null)
            {
                continue;
            }

            if (values.ContainsKey(key))
            {
                throw Unusable(path, $"contains the key '{key}' more than once", $"Keep only one line that begins with '{key}:'.");
            }

            var scalar = Scalar.Match(match.Groups["value"].Value);
            if (!scalar.Success && key == LanguageKey)
            {
                // Such as a list. The value isn't required.
                key = null;
                continue;
            }

            values[key] = !scalar.Success ? throw NotPlain(key) : match.Groups["value"].Value.Trim() is "~" or "null" ? "" : scalar.Groups["text"].Value.Trim();
        }

        return values;

        NemoException NotPlain(string key) => Unusable(path, $"has a '{key}' value that isn't plain text on a single line", $"Write the value as plain text after '{key}:'.");
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
            return StrictUtf8.GetString(ReadBytes(path)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException exception)
        {
            throw Unusable(path, "isn't encoded in UTF-8", "Save the file with UTF-8 encoding.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new NemoException(
                NemoErrorKind.FileAccess,
                $"The skill file '{path}' can't be read: {exception.Message}",
                "Specify the path of a readable SKILL.md file, including the file name.",
                exception);
        }
    }

    /// <summary>Reads the file up to a limit. Its reported length isn't used, because special files have none.</summary>
    private static byte[] ReadBytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int count; (count = file.Read(buffer, 0, buffer.Length)) > 0;)
        {
            content.Write(buffer, 0, count);
            if (content.Length > MaxBytes)
            {
                throw Unusable(
                    path,
                    "is larger than the maximum of 1 MiB",
                    "Check that the path refers to a SKILL.md file. If it does, reduce the size of the file.");
            }
        }

        return content.ToArray();
    }

    private static NemoException Unusable(string path, string problem, string nextStep = NextStep, Exception? innerException = null) =>
        new(NemoErrorKind.InvalidArgument, $"'{path}' {problem}.", nextStep, innerException);
}
