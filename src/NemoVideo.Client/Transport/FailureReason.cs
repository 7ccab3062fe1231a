using System.Text.Json;
using System.Text.RegularExpressions;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Transport;

/// <summary>Reads why something failed in the service's own words: one line for a person, no JSON and no HTML.</summary>
internal static class FailureReason
{
    private const int LongestPlainText = 200;

    private static readonly Regex Space = new(@"\s+", RegexOptions.CultureInvariant);

    /// <param name="answer">What reports the failure; null where the answer is no JSON.</param>
    /// <param name="text">The whole answer.</param>
    public static string? Read(JsonElement? answer, string text) => answer is { } body
        ? Format(body.FirstText("message", "error", "detail", "msg")) ?? ReadInside(body, "error") ?? ReadInside(body, "detail")
        : text.Length <= LongestPlainText ? Format(text) : null;

    private static string? ReadInside(JsonElement body, string name) => body.Field(name) switch
    {
        { ValueKind: JsonValueKind.Object } inner => Format(inner.FirstText("message", "detail", "msg", "error")),
        { ValueKind: JsonValueKind.Array } => Format(string.Join("; ", body.Items(name).Select(ReadItem).OfType<string>())),
        _ => null,
    };

    /// <summary>One of the faults in a body, such as <c>{"loc":["body","urls"],"msg":"field required"}</c>.</summary>
    private static string? ReadItem(JsonElement item)
    {
        if (item.FirstText("msg", "message") is not { } fault)
        {
            return item.Text();
        }

        var place = string.Join(".", item.Items("loc").Select(static part => part.Text()).Where(static part => part != "body"));
        return place.Length > 0 ? $"{place}: {fault}" : fault;
    }

    private static string? Format(string? text) =>
        text is not null && Space.Replace(text, " ").Trim() is { Length: > 0 } line && line[0] is not ('<' or '{' or '[') ? line : null;
}
