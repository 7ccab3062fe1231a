namespace NemoVideo.Client.Protocol;

/// <summary>Distinguishes a failure that had no effect from one that was reported after the service did some of the work.</summary>
internal static class ErrorFields
{
    /// <summary>The code for success. The data of such a response can still contain an error.</summary>
    private const string NoCode = "0";

    /// <summary>The fields that can contain the message of an error.</summary>
    private static readonly string[] Messages = ["message", "msg", "error", "errorMessage", "detail"];

    private static readonly string[] Codes = ["code", "errorCode"];

    /// <summary>The other fields of an error that don't show work of the service. Any other field may, whatever its value.</summary>
    private static readonly string[] Others = ["id", "timestamp", "request_id", "trace_id", "retryable"];

    private static readonly string[] Amounts = ["required", "available", "balance", "retry_after"];

    private static readonly string[] Containers = ["error", "detail", "data"];

    /// <summary>The statuses of a request that failed.</summary>
    internal static readonly string[] FailedStatuses = ["error", "failed", "failure", "rejected"];

    /// <summary>The names of the fields that an error can have with any value.</summary>
    private static readonly string[] Names =
        [.. Messages, .. Codes, .. Others, .. Amounts, "errors", "error_code", "error_message", "session_id", "task_id", "user_id", "path", "traceId"];

    /// <summary>The names of all fields of errors. If one of them is empty, it shows no work of the service.</summary>
    private static readonly string[] AllNames =
        [.. Names, .. Containers, "details", "error_details", "status", "status_code", "success", "type", "title", "instance"];

    /// <summary>
    /// Whether an event, also with the objects in it, has only fields that an error can have, and its status and success, if any, are those
    /// of a failure. Not every such event is an error: use this with <see cref="ReportedFailure.IsIn"/>.
    /// </summary>
    /// <param name="error">The event.</param>
    /// <param name="isTyped">Whether it can have any type.</param>
    public static bool HasOnlyErrorFields(JsonElement error, bool isTyped) => error.EnumerateObject().All(field => field.Value switch
    {
        var value when value.IsEmpty() => true,
        { ValueKind: JsonValueKind.Object } when field.NameEquals("error") || field.NameEquals("error_details") => true,
        { ValueKind: JsonValueKind.Object } value => Containers.Contains(field.Name, StringComparer.Ordinal) && HasOnlyErrorFields(value, isTyped: false),
        var value when field.NameEquals("type") => isTyped || value.Text() == "error",
        var value when field.NameEquals("success") => value.ValueKind == JsonValueKind.False || value.Text() is "0" or "false" or "False",
        _ when field.NameEquals("title") || field.NameEquals("instance") => ReportedFailure.HasFailedStatus(error),
        var value when field.NameEquals("status_code") => ReportedFailure.IsFailedNumber(error, field.Name),
        var value when field.NameEquals("status") => value.ValueKind == JsonValueKind.Number
            ? ReportedFailure.IsFailedNumber(error, field.Name)
            : FailedStatuses.Contains(value.Text()?.Trim() ?? "", StringComparer.OrdinalIgnoreCase),
        _ => Names.Contains(field.Name, StringComparer.Ordinal),
    });

    /// <summary>
    /// Whether an error has only known fields with known values, each once, also in the objects in it, and no second message or code.
    /// </summary>
    public static bool AreAll(JsonElement error) => AreAll(error, messages: [], codes: [], isOutermost: true);

    private static bool AreAll(JsonElement error, HashSet<string> messages, HashSet<string> codes, bool isOutermost = false) =>
        HasUniqueNames(error) && error.EnumerateObject().All(field => field.Value.ValueKind switch
        {
            _ when field.Value.IsEmpty() => AllNames.Contains(field.Name, StringComparer.Ordinal),
            JsonValueKind.Object => Containers.Contains(field.Name, StringComparer.Ordinal) && AreAll(field.Value, messages, codes),
            JsonValueKind.Array => false,
            JsonValueKind.String when Messages.Contains(field.Name, StringComparer.Ordinal) =>
                !messages.Add(field.Value.GetRawText()) || messages.Count == 1,
            _ when Codes.Contains(field.Name, StringComparer.Ordinal) => field.Value.GetRawText().Trim('"') is var code
                && ((code == NoCode && isOutermost) || !codes.Add(code) || codes.Count == 1),
            _ => Others.Contains(field.Name, StringComparer.Ordinal) || IsFailure(field)
                || (Amounts.Contains(field.Name, StringComparer.Ordinal) && IsNumber(field.Value)),
        });

    private static bool HasUniqueNames(JsonElement json)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return json.EnumerateObject().All(field => names.Add(field.Name));
    }

    /// <summary>
    /// Whether a field says that nothing was completed. With another value, such as the status of a server error, something may have been.
    /// </summary>
    private static bool IsFailure(JsonProperty field) => field.Name switch
    {
        "status" when field.Value.ValueKind == JsonValueKind.Number => field.Value.TryGetInt32(out var code) && code is >= 400 and < 500,
        "status" => field.Value.ValueKind == JsonValueKind.String && field.Value.Verbatim() is { } status
            && FailedStatuses.Contains(status, StringComparer.OrdinalIgnoreCase),
        "type" => field.Value.ValueKind == JsonValueKind.String && field.Value.ValueEquals("error"),
        "success" => field.Value.ValueKind == JsonValueKind.False,
        _ => false,
    };

    private static bool IsNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number
        || (value.ValueKind == JsonValueKind.String && double.TryParse(
            value.Verbatim(), NumberStyles.Float, CultureInfo.InvariantCulture, out _));
}
