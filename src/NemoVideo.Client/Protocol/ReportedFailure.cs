namespace NemoVideo.Client.Protocol;

/// <summary>
/// Recognizes an object that says that it is a failure, in shapes beside the documented ones. <see cref="IsIn"/> is for responses that must
/// confirm something: in others, such as the status of a failed render, the same fields can belong to a success.
/// </summary>
internal static class ReportedFailure
{
    /// <summary>The smallest code of a failure. In an event, a smaller one can be a counter or a success.</summary>
    public const int MinFailedCode = 400;

    /// <summary>The smallest number that isn't a status of HTTP.</summary>
    private const int MinOtherCode = 600;

    private static readonly string[] Successes =
    [
        "", "ok", "success", "succeeded", "successful", "created", "accepted", "completed", "done", "uploaded", "none", "null", "false",
        "no error", "no errors", "no_error", "noerror", "0 errors", "n/a", "nil", "-", "[]", "{}", "empty", "nothing", "undefined", "unspecified", "nan",
    ];

    // ErrorFields has a shorter list, because it decides whether a message can be sent again.
    private static readonly string[] FailedStatuses = [.. ErrorFields.FailedStatuses, "fail", "canceled", "cancelled", "aborted", "denied"];

    // An object with one of these is an error itself. Any other one can contain an error for each of several fields.
    private static readonly string[] Fields = ["code", "message", "msg", "detail", "error"];
    private static readonly string[] Errors = ["error", "errors", "errorCode", "error_code"];
    private static readonly string[] Counts = ["count", "total", "failed"];
    private static readonly string[] Messages = ["message", "msg", "error", "detail"];

    /// <summary>The objects that report a failure, the deepest one first, and then the other objects in the outermost of them.</summary>
    /// <param name="parts">A response and the objects in it.</param>
    /// <returns>An empty list if none reports a failure.</returns>
    public static IReadOnlyList<JsonElement> Find(List<JsonElement> parts)
    {
        var inside = parts.SkipWhile(static part => !IsIn(part)).Reverse().ToList();
        return [.. inside.Where(IsIn), .. inside.Where(static part => !IsIn(part))];
    }

    /// <summary>Whether an object reports a failure.</summary>
    public static bool IsIn(JsonElement json) => json.ValueKind == JsonValueKind.Object
        && (IsCode(json) || IsFalse(json, "success")
            || HasFailedStatus(json) || json.Text("type") == "error" || HasError(json));

    /// <summary>
    /// Whether an event that can also be a notice seems to report a failure. A name as a code, or a small one, is more often that of a step.
    /// </summary>
    public static bool IsLikelyIn(JsonElement json) => json.Code() >= MinFailedCode || ServiceCodes.IsOfService(json.ObjectField("detail")?.Code())
        || IsFalseText(json, "success") || json.Text("type") == "error" || HasError(json) || (HasMessage(json)
            && (HasFailedStatus(json) || (json.Field("type") is null && IsFalse(json, "success"))));

    /// <summary>Whether an object has a text that can be the message of an error.</summary>
    public static bool HasMessage(JsonElement json) => json.FirstText(Messages) is not null;

    /// <summary>Whether an object without a message says that a request failed.</summary>
    public static bool IsFailedRequest(JsonElement json) => HasFailedStatus(json) || IsFalse(json, "success");

    /// <summary>Finds one of the service's own codes in the objects of a response or event, or in an error or detail in them.</summary>
    public static string? FindServiceCode(List<JsonElement> parts) => parts
        .SelectMany(static part => new[] { part.Code(), part.ObjectField("error")?.Code(), part.ObjectField("detail")?.Code() })
        .FirstOrDefault(ServiceCodes.IsOfService)?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a status is that of a failure.</summary>
    public static bool HasFailedStatus(JsonElement json) =>
        FailedStatuses.Contains(json.Text("status")?.Trim() ?? "", StringComparer.OrdinalIgnoreCase)
        || IsFailedNumber(json, "status") || IsFailedNumber(json, "status_code");

    /// <summary>Whether a field is a status of HTTP that is a failure: 400 to 599.</summary>
    public static bool IsFailedNumber(JsonElement json, string name) => json.Number(name) is >= MinFailedCode and < MinOtherCode;

    /// <summary>Whether a field for errors contains one. Beside a code of success, a message isn't one.</summary>
    public static bool HasError(JsonElement json) => Errors.Any(name => IsError(json.Field(name)))
        || HasErrorMessage(json, "errorCode", "errorMessage") || HasErrorMessage(json, "error_code", "error_message");

    /// <summary>Whether a code is that of a success: the service's, or that of HTTP.</summary>
    public static bool IsSuccess(double code) => code is 0 or (>= 200 and <= 202);

    /// <summary>Whether a field is <c>false</c>, also as a text.</summary>
    public static bool IsFalseText(JsonElement json, string name) => json.Flag(name) == false
        || string.Equals(json.Text(name), "false", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a field is false in any type.</summary>
    public static bool IsFalse(JsonElement json, string name) => IsFalseText(json, name) || json.Number(name) == 0;

    /// <summary>Whether the text of a code or error isn't one of success.</summary>
    public static bool IsError(string? text) => text is not null && (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var code)
        ? !IsSuccess(code) : !Successes.Contains(text.Trim().TrimEnd('.', '!'), StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether the value of a field for errors contains one.</summary>
    public static bool IsError(JsonElement? value) => value?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Array => value.Value.EnumerateArray().Any(static one => IsError(one)),
        JsonValueKind.Object => value.Value.FirstText("code") is { } code ? IsError(code)
            : value.Value.FirstText("message", "msg", "detail", "error", "type", "reason") is { } text ? IsError(text)
            : IsError(value.Value.Field("detail")) || IsErrorMap(value.Value),
        JsonValueKind.String or JsonValueKind.Number => IsError(value.Value.Text()),
        _ => false,
    };

    /// <summary>Whether a code isn't that of success. A name, which can also be that of a format, is one only beside a message.</summary>
    private static bool IsCode(JsonElement json) => json.Code() is { } code ? !IsSuccess(code)
        : IsError(json.Text("code")) && HasMessage(json);

    private static bool HasErrorMessage(JsonElement json, string code, string message) =>
        IsError(json.Field(message)) && (json.FirstText(code) is null || IsError(json.Field(code)));

    /// <summary>Whether an object contains an error for each of several fields: <c>{"file":"virus found"}</c>.</summary>
    private static bool IsErrorMap(JsonElement json) => !Counts.Any(name => json.Number(name) == 0)
        && !json.EnumerateObject().Any(static field => Fields.Contains(field.Name, StringComparer.Ordinal))
        && json.EnumerateObject().Any(static field => field.Value.ValueKind is JsonValueKind.String or JsonValueKind.Array or JsonValueKind.Object
            && IsError(field.Value));
}
