using System.Globalization;
using System.Text.Json.Nodes;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>Copies of a JSON document with one value replaced by each other kind of value.</summary>
internal static class JsonVariants
{
    private const string Mark = "the value goes here";

    private static readonly (string Kind, string Json)[] Values =
    [
        ("null", "null"),
        ("true", "true"),
        ("zero", "0"),
        ("a negative number", "-1"),
        ("a fraction", "0.5"),
        ("a number over a double", "1e999"),
        ("an empty text", "\"\""),
        ("a text", "\"text\""),
        ("a text of lines", "\"a\\r\\nb: c\\n\\n\\u0000\""),
        ("a long text", "\"" + new string('x', 100_000) + "\""),
        ("a list", "[]"),
        ("a list of all", "[null,true,7,\"text\",[],{}]"),
        ("an object", "{}"),
    ];

    public static IEnumerable<(string Place, string Kind, string Json)> Of(string json) => Of(json, Values);

    public static IEnumerable<(string Place, string Kind, string Json)> Of(string json, IReadOnlyList<(string Kind, string Json)> values)
    {
        foreach (var path in Paths(JsonNode.Parse(json)!, []))
        {
            var copy = JsonNode.Parse(json)!;
            Replace(copy, path);
            var text = copy.ToJsonString();
            foreach (var (kind, value) in values)
            {
                yield return (string.Join('.', path), kind, text.Replace($"\"{Mark}\"", value, StringComparison.Ordinal));
            }
        }
    }

    private static IEnumerable<string[]> Paths(JsonNode node, string[] path)
    {
        var children = node switch
        {
            JsonObject fields => fields.Select(static field => (field.Key, field.Value)),
            JsonArray items => items.Select(static (item, index) => (index.ToString(CultureInfo.InvariantCulture), item)),
            _ => [],
        };
        foreach (var (name, child) in children)
        {
            string[] place = [.. path, name];
            yield return place;
            foreach (var deeper in child is null ? [] : Paths(child, place))
            {
                yield return deeper;
            }
        }
    }

    private static void Replace(JsonNode root, string[] path)
    {
        var parent = path[..^1].Aggregate(root, static (node, name) => node is JsonArray list ? list[int.Parse(name, CultureInfo.InvariantCulture)]! : node[name]!);
        if (parent is JsonArray items)
        {
            items[int.Parse(path[^1], CultureInfo.InvariantCulture)] = Mark;
        }
        else
        {
            parent[path[^1]] = Mark;
        }
    }
}
