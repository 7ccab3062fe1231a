namespace NemoVideo.Client.Protocol;

/// <summary>
/// Recognizes an object that says that it is a failure, in shapes beside the documented ones. For responses that must confirm something: in
/// others, such as the status of a failed render, the same fields can belong to a success.
/// </summary>
internal static class ReportedFailure
{
    private const int MaxParts = 3;
    private const int MinFailedStatus = 400;
    private static readonly string[] Successes = ["", "0", "200", "ok", "success", "succeeded", "none", "null", "false"];

    // ErrorFields has a shorter list, because it decides whether a message can be sent again.
    private static readonly string[] FailedStatuses = [.. ErrorFields.FailedStatuses, "fail", "canceled", "cancelled", "aborted", "denied"];
    private static readonly string[] Errors = ["error", "errors", "errorCode", "errorMessage", "error_code", "error_message"];

    /// <summary>The part of a response that reports a failure: the response, its <c>data</c>, or the <c>data</c> in that; null for none.</summary>
    public static JsonElement? Find(JsonElement response) => Parts(response).Where(IsIn).Select(static part => (JsonElement?)part).FirstOrDefault();

    /// <summary>A response and the objects in its <c>data</c>. The envelope can contain the wrapped format.</summary>
    public static IReadOnlyList<JsonElement> Parts(JsonElement response)
    {
        List<JsonElement> parts = [response];
        while (parts.Count < MaxParts && parts[parts.Count - 1].ObjectField("data") is { } data)
        {
            parts.Add(data);
        }

        return parts;
    }

    public static bool IsIn(JsonElement json) => json.ValueKind == JsonValueKind.Object
        && (IsCode(json) || IsFalse(json, "success")
            || FailedStatuses.Contains(json.Text("status")?.Trim() ?? "", StringComparer.OrdinalIgnoreCase)
            || json.Number("status") >= MinFailedStatus || json.Text("type") == "error"
            || Errors.Any(name => IsError(json.Field(name))));

    /// <summary>Whether a field is false in any type.</summary>
    public static bool IsFalse(JsonElement json, string name) => json.Flag(name) == false
        || string.Equals(json.Text(name), "false", StringComparison.OrdinalIgnoreCase) || json.Number(name) == 0;

    /// <summary>Whether a code isn't that of success. A name, which can also be that of a format, is one only beside a message.</summary>
    private static bool IsCode(JsonElement json) => json.Code() is { } code ? code != 0
        : IsError(json.Text("code")) && json.FirstText("message", "msg", "error", "detail") is not null;

    private static bool IsError(JsonElement? value) => value?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Array => value.Value.EnumerateArray().Any(static one => one.ValueKind != JsonValueKind.Null),
        JsonValueKind.Object => value.Value.Code() != 0 && (value.Value.Text("code") is { } code ? IsError(code)
            : value.Value.FirstText("message", "msg", "detail", "error", "type", "reason") is not null),
        JsonValueKind.String or JsonValueKind.Number => IsError(value.Value.Text()),
        _ => false,
    };

    private static bool IsError(string? text) => text is not null && !Successes.Contains(text, StringComparer.OrdinalIgnoreCase);
}
