using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Streaming;

/// <summary>Finds the errors that events report, or may report, outside the error events of the flat dialect (protocol 5.20 and 5.33).</summary>
internal static class EventErrors
{
    /// <summary>The codes of a failure in a heartbeat.</summary>
    private const int MinHeartbeatCode = 1001;
    private const int MaxHeartbeatCode = 9999;

    /// <summary>The fields of which at least one is in each event that reports an error.</summary>
    private static readonly string[] ErrorNames =
        ["code", "success", "status", "status_code", "error", "errors", "errorCode", "errorMessage", "error_code", "error_message", "detail", "data"];

    /// <summary>
    /// Finds the error that an event reports, or may report: in the fields of its dialect or of a response, or in an object with only the
    /// fields of an error.
    /// </summary>
    /// <returns>
    /// The error, and whether the event can't be a notice or a counter: it has no type, and only the fields of an error or a code of the
    /// service.
    /// </returns>
    public static (ErrorEvent Error, bool IsCertain)? Find(JsonElement frame)
    {
        if (!HasErrorName(frame) && frame.Text("type") != "error")
        {
            return null;
        }

        var parts = frame.Parts();
        var code = ReportedFailure.FindServiceCode(parts);
        var isSuccess = frame.Flag("success") == true && code is null && !parts.Exists(
            static part => ReportedFailure.HasError(part) || ReportedFailure.HasFailedStatus(part) || ReportedFailure.IsFalseText(part, "success"));
        if (isSuccess || parts.Exists(static part => part.FirstText("errorCode", "error_code") == "STOP"))
        {
            return null;
        }

        var likely = parts.FindAll(ReportedFailure.IsLikelyIn);
        likely.Reverse();
        var reported = ReportedFailure.Find(parts);
        var detail = frame.Field("detail");
        var hasOnlyErrorFields = ErrorFields.HasOnlyErrorFields(frame, isTyped: true) || (detail is not null && frame.EnumerateObject().Count() == 1);
        var hasReason = hasOnlyErrorFields && (ReportedFailure.IsError(FailureReason.Read(parts)) || ReportedFailure.IsError(detail));
        var response = new ApiResponse(frame);
        var error = AdkDialect.ReadError(frame)
            ?? (response.IsFailure && (hasReason || likely.Count > 0) ? ReadFailure(response)
                : likely.Count > 0 ? ReadError(likely, parts)
                : hasReason && (reported.Count > 0 || HasEmptyError(frame, parts)) ? ReadError(reported, parts)
                : hasOnlyErrorFields && parts.Exists(static part => ReportedFailure.IsFailedRequest(part) || part.Code() < 0) ? ReadError(reported, parts)
                : null);
        var isUntyped = frame.Field("type") is null;
        var isCounter = double.TryParse(error?.Code, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number is > 0 and < ReportedFailure.MinFailedCode;
        return error is null ? null
            : (error with { Code = code ?? error.Code }, isUntyped
                && ((code is not null && frame.ObjectField("content") is null) || (hasOnlyErrorFields && !isCounter && (response.IsFailure || reported.Count > 0))));
    }

    /// <summary>Finds the error that a heartbeat may report. One that counts seconds reaches 429, and a time has more digits.</summary>
    public static ErrorEvent? FindInHeartbeat(JsonElement frame) =>
        (frame.Code() is >= MinHeartbeatCode and <= MaxHeartbeatCode || ReportedFailure.IsFalseText(frame, "success"))
        && frame.Flag("success") != true && ReportedFailure.HasMessage(frame) ? ReadFailure(new ApiResponse(frame)) : null;

    /// <summary>Finds the certain error in a heartbeat. A detail or a message alone can be a notice, and a small code can count seconds.</summary>
    public static ErrorEvent? FindCertainInHeartbeat(JsonElement frame) =>
        ReportedFailure.IsError(frame.FirstText("errorCode")) ? AdkDialect.ReadError(frame)
        : Find(frame) is (var error, true) && frame.Parts().Exists(static part => ReportedFailure.HasError(part)
            || ReportedFailure.IsFailedRequest(part) || part.Code() is >= MinHeartbeatCode and <= MaxHeartbeatCode) ? error
        : null;

    /// <summary>Almost no event has one of the names, so this is a loop that allocates nothing.</summary>
    internal static bool HasErrorName(JsonElement frame)
    {
        foreach (var name in ErrorNames)
        {
            if (frame.TryGetProperty(name, out _))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an event without a type has an empty error, and no code of success beside it.</summary>
    private static bool HasEmptyError(JsonElement frame, List<JsonElement> parts) => frame.Field("type") is null
        && frame.Field("error") is { ValueKind: JsonValueKind.String } error && error.ValueEquals("")
        && !parts.Exists(static part => part.Code() is { } code && ReportedFailure.IsSuccess(code));

    private static ErrorEvent ReadError(IReadOnlyList<JsonElement> failed, List<JsonElement> parts)
    {
        var code = failed.Concat(parts).Select(static part => part.FirstText("code", "errorCode", "error_code")).FirstOrDefault(ReportedFailure.IsError);
        return new ErrorEvent(code, FailureReason.Read(failed) ?? FailureReason.Read(parts) ?? ErrorDeduplicator.MessageFor(code));
    }

    /// <summary>Reads an error in the format of a response that isn't a stream (protocol section 2).</summary>
    private static ErrorEvent ReadFailure(ApiResponse response)
    {
        var code = response.Code?.ToString(CultureInfo.InvariantCulture);
        return new ErrorEvent(code, response.Reason ?? ErrorDeduplicator.MessageFor(code));
    }
}
