using System.Collections;
using System.Text.Json;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>The spellings in which a service can repeat a token, and a search for them in an object's visible values.</summary>
internal static class TokenSpelling
{
    public const string Token = "Own.Token~+/=1";

    public static string Percent { get; } = Uri.EscapeDataString(Token);

    public static string Escaped { get; } = JsonEncodedText.Encode(Token).ToString();

    /// <summary>The token as it is, and with the escapes of JSON and URLs.</summary>
    public static IReadOnlyList<string> Spellings { get; } = [Token, Escaped, Percent];

    /// <summary>JSON values that contain the token.</summary>
    public static IReadOnlyList<(string Kind, string Json)> Values { get; } =
    [
        ("the token", $"\"{Token}\""),
        ("the token escaped", $"\"{Escaped}\""),
        ("an address with the token escaped", $"\"https://127.0.0.1:9/a?b={Percent}\""),
        ("objects and lists with the token", $"[{{\"a\":[\"{Token}\",{{\"title\":\"{Escaped}\",\"{Percent}\":2}}]}}]"),
    ];

    /// <summary>The members of an object that show the token in any spelling.</summary>
    public static IEnumerable<string> FindIn(object? shown) => FindIn(shown, "", []);

    private static IEnumerable<string> FindIn(object? shown, string place, HashSet<object> seen)
    {
        if (shown is null || (shown is not string && !shown.GetType().IsValueType && !seen.Add(shown)))
        {
            return [];
        }

        IEnumerable<string> here = ContainsToken(shown is JsonElement { ValueKind: not JsonValueKind.Undefined } json ? json.GetRawText() : shown.ToString()!)
            ? [$"{place} ({shown.GetType().Name})"]
            : [];
        var inside = shown switch
        {
            string or JsonElement or Type => [],
            Uri address => [address.OriginalString, address.AbsoluteUri],
            IEnumerable items => items.Cast<object?>(),
            _ => [],
        };
        return [.. here, .. inside.SelectMany(item => FindIn(item, place + "[]", seen)), .. Properties(shown, place, seen)];
    }

    private static IEnumerable<string> Properties(object shown, string place, HashSet<object> seen) =>
        shown is Exception || shown.GetType().Namespace?.StartsWith("NemoVideo", StringComparison.Ordinal) == true
            ? shown.GetType().GetProperties()
                .Where(static property => property.GetIndexParameters().Length == 0 && property.Name is not ("TargetSite" or "Limits"))
                .SelectMany(property => FindIn(property.GetValue(shown), $"{place}.{property.Name}", seen))
            : [];

    private static bool ContainsToken(string text) =>
        Spellings.Any(spelling => text.Contains(spelling, StringComparison.OrdinalIgnoreCase));
}
