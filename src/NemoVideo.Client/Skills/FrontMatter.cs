using NemoVideo.Client.Errors;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NemoVideo.Client.Skills;

/// <summary>
/// Reads the plain values at the top of a front matter, event by event: nothing is built, no type is named by the file, and
/// an alias is never expanded, so that a file of a few lines cannot grow to gigabytes.
/// </summary>
internal static class FrontMatter
{
    private const int MaxCharacters = 64 * 1024;
    private const int MaxDepth = 32;
    private const string NextStep = "Correct its front matter: lines such as 'name: my-skill' and 'version: 1.0.0'.";

    /// <exception cref="NemoException">It is no YAML, not a list of keys and values, or too large.</exception>
    public static IReadOnlyDictionary<string, string> Read(string yaml, string path)
    {
        if (yaml.Length > MaxCharacters)
        {
            throw SkillFile.Unusable(path, "has a front matter of over 64 KB", NextStep);
        }

        try
        {
            var parser = new Parser(new StringReader(yaml));
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                return new Dictionary<string, string>();
            }

            return parser.TryConsume<MappingStart>(out _)
                ? ReadMapping(parser, path)
                : throw SkillFile.Unusable(path, "has a front matter without keys", NextStep);
        }
        catch (YamlException exception)
        {
            throw NoYaml(path, $"line {exception.Start.Line + 1}: {HeaderText.Shown(exception.Message)}", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or EndOfStreamException)
        {
            // The parser leaves so where a document ends in the middle of a value, or without its last event.
            throw NoYaml(path, HeaderText.Shown(exception.Message), exception);
        }
    }

    private static NemoException NoYaml(string path, string why, Exception exception) =>
        SkillFile.Unusable(path, $"has a front matter that is no YAML ({why})", NextStep, exception);

    private static Dictionary<string, string> ReadMapping(Parser parser, string path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                // A key that is itself a list or a mapping, or an alias: none of ours.
                Skip(parser, path);
                Skip(parser, path);
                continue;
            }

            if (!keys.Add(key.Value))
            {
                throw SkillFile.Unusable(path, $"has the key '{HeaderText.Shown(key.Value)}' twice", NextStep);
            }

            if (parser.TryConsume<Scalar>(out var value))
            {
                values[key.Value] = IsNull(value) ? "" : value.Value;
            }
            else if (key.Value is "name" or "version")
            {
                throw SkillFile.Unusable(path, $"has a {key.Value} that is not a plain text", NextStep);
            }
            else
            {
                Skip(parser, path);
            }
        }

        return values;
    }

    private static bool IsNull(Scalar value) => value.Style == ScalarStyle.Plain && value.Value is "~" or "null" or "Null" or "NULL";

    private static void Skip(Parser parser, string path)
    {
        var depth = 0;
        do
        {
            depth += parser.Consume<ParsingEvent>().NestingIncrease;
            if (depth > MaxDepth)
            {
                throw SkillFile.Unusable(path, $"has a front matter nested over {MaxDepth} levels deep", NextStep);
            }
        }
        while (depth > 0);
    }
}
