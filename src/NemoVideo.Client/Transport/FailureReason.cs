using System.Text.RegularExpressions;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Transport;

/// <summary>Reads the service's own words for a failure: one line for a person, no JSON and no HTML.</summary>
internal static class FailureReason
{
    private const int MaxPlainTextLength = 200;

    private static readonly Regex Space = new(@"\s+", RegexOptions.CultureInvariant);

    public static string? Read(JsonElement? failure, string text) => failure is { } body
        ? Format(body.FirstText("message", "error", "detail", "msg")) ?? ReadNested(body, "error") ?? ReadNested(body, "detail")
        : text.Length <= MaxPlainTextLength ? Format(text) : null;

    private static string? ReadNested(JsonElement body, string name) => body.Field(name) switch
    {
        { ValueKind: JsonValueKind.Object } inner => Format(inner.FirstText("message", "detail", "msg", "error")),
        { ValueKind: JsonValueKind.Array } => Format(string.Join("; ", body.Items(name).Select(ReadItem).OfType<string>())),
        _ => null,
    };

    /// <summary>An error of a request body, such as <c>{"loc":["body","urls"],"msg":"field required"}</c>.</summary>
    private static string? ReadItem(JsonElement item)
    {
        if (item.FirstText("msg", "message") is not { } message)
        {
            return item.Text();
        }

        var path = string.Join(".", item.Items("loc").Select(static part => part.Text()).Where(static part => part != "body"));
        return path.Length > 0 ? $"{path}: {message}" : message;
    }

    private static string? Format(string? text) =>
        text is not null && Space.Replace(text, " ").Trim() is { Length: > 0 } line && line[0] is not ('<' or '{' or '[') ? line : null;
}
