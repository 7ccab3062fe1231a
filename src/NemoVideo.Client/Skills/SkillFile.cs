using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Skills;

/// <summary>A <c>SKILL.md</c>: Markdown behind a front matter in YAML, between two lines of three hyphens.</summary>
internal static class SkillFile
{
    public const string DefaultVersion = "1.0.0";

    /// <summary>A real one has some kilobytes.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const string Fence = "---";
    private const string Example = "The file begins with a line '---', then 'name: my-skill' and 'version: 1.0.0', then another line '---'.";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <exception cref="NemoException">The file cannot be read, or its front matter names no skill.</exception>
    public static (string Name, string Version) Read(string path)
    {
        var values = FrontMatter.Read(FindFrontMatter(ReadText(path), path), path);
        var name = Value(values, "name", path) ?? throw Unusable(path, "names no skill", "Add a line such as 'name: my-skill' to its front matter.");
        return (name, Value(values, "version", path) ?? DefaultVersion);
    }

    internal static NemoException Unusable(string path, string why, string nextStep, Exception? innerException = null) =>
        new(NemoErrorKind.InvalidArgument, $"'{path}' {why}.", nextStep, innerException);

    private static string? Value(IReadOnlyDictionary<string, string> values, string key, string path)
    {
        if (!values.TryGetValue(key, out var text) || text.Trim() is not { Length: > 0 } value)
        {
            return null;
        }

        return HeaderText.Fits(value) ? value : throw Unusable(
            path, $"has a {key} that cannot be sent: '{HeaderText.Shown(value)}'", $"Write its {key} in {HeaderText.Rule}.");
    }

    private static string ReadText(string path)
    {
        try
        {
            var bytes = ReadBytes(path);
            var text = StrictUtf8.GetString(bytes);
            return text.Length > 0 && text[0] == '\uFEFF' ? text.Substring(1) : text;
        }
        catch (DecoderFallbackException exception)
        {
            throw Unusable(path, "is not written in UTF-8", "Save it as UTF-8.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new NemoException(
                NemoErrorKind.FileAccess,
                $"The skill '{path}' cannot be read: {exception.Message}",
                "Check the path: it names the SKILL.md itself, not its folder.",
                exception);
        }
    }

    // Not by the length that the file system tells: what is no ordinary file has none.
    private static byte[] ReadBytes(string path)
    {
        using var file = RegularFile.OpenRead(path, followLink: true, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int count; (count = file.Read(buffer, 0, buffer.Length)) > 0;)
        {
            content.Write(buffer, 0, count);
            if (content.Length > MaxBytes)
            {
                throw Unusable(path, "is over 1 MB, too much for a skill", "Check the path: it names the SKILL.md of a skill.");
            }
        }

        return content.ToArray();
    }

    private static string FindFrontMatter(string text, string path)
    {
        using var lines = new StringReader(text);
        if (lines.ReadLine()?.TrimEnd() != Fence)
        {
            throw Unusable(path, "has no front matter", Example);
        }

        var yaml = new StringBuilder();
        while (lines.ReadLine() is { } line)
        {
            if (line.TrimEnd() == Fence)
            {
                return yaml.ToString();
            }

            yaml.Append(line).Append('\n');
        }

        throw Unusable(path, "has a front matter that does not end", Example);
    }
}
