using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>The spellings in which a service can repeat a token, and a search for them in an object's visible values.</summary>
internal static partial class TokenSpelling
{
    public const string Token = "Own.Token~+/=1";

    private const int MaxDecoded = 4;

    public static string Percent { get; } = Uri.EscapeDataString(Token);

    public static string Escaped { get; } = JsonEncodedText.Encode(Token).ToString();

    /// <summary>JSON values that contain the token.</summary>
    public static IReadOnlyList<(string Kind, string Json)> Values { get; } =
    [
        ("the token", $"\"{Token}\""),
        ("a text with the token", $"\"a {Token}, b\""),
        ("the token escaped", $"\"{Escaped}\""),
        ("the token escaped for an address", $"\"{Percent}\""),
        ("an address with the token", $"\"https://127.0.0.1:9/{Token}\""),
        ("an address with the token escaped", $"\"https://127.0.0.1:9/a?b={Percent}\""),
        ("an object with the token as a name", $"{{\"{Token}\":1}}"),
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

    private static bool ContainsToken(string text)
    {
        // .NET shows bytes of a response in this form.
        if (text.Contains(BitConverter.ToString(Encoding.ASCII.GetBytes(Token)), StringComparison.Ordinal))
        {
            return true;
        }

        for (var round = 0; round <= MaxDecoded; round++)
        {
            // Without the characters that aren't shown.
            if (string.Concat(text.Where(static one => one is >= ' ' and <= '~')).Contains(Token, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }

            text = Uri.UnescapeDataString(Escape().Replace(text, static escape => escape.Groups["code"] is { Success: true } code
                ? ((char)int.Parse(code.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString()
                : escape.Groups["itself"].Value));
        }

        return false;
    }

    [GeneratedRegex(@"\\(?:u(?<code>[0-9a-fA-F]{4})|(?<itself>.))")]
    private static partial Regex Escape();
}
