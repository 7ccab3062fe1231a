using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Streaming;

/// <summary>Decodes a frame in any dialect (protocol section 5). A frame that can't be decoded becomes an unknown event.</summary>
internal static class FrameDecoder
{
    /// <summary>The codes of a failure in a heartbeat.</summary>
    private const int MinHeartbeatCode = 1001;
    private const int MaxHeartbeatCode = 9999;

    private const string PossibleErrorReason = "The event may report an error.";

    private const string PageMessage = "A web page replaced the rest of the stream.";

    /// <summary>The fields of which at least one is in each event that reports an error.</summary>
    private static readonly string[] ErrorNames = ["code", "success", "status", "error", "errors", "errorCode", "errorMessage", "error_code", "error_message", "detail", "data"];

    private static readonly string[] PageStarts = ["<html", "<!doctype html"];

    /// <summary>Decodes a frame and redacts the token, except in agent text, because a token can be split across frames.</summary>
    /// <remarks>The events are decoded one by one, so that the caller can stop at a limit.</remarks>
    public static IEnumerable<AgentEvent> Decode(Frame frame, Redaction redaction)
    {
        if (frame.Data is not { } data || string.IsNullOrWhiteSpace(data))
        {
            return [ReadUnparsedFailure(frame.Unparsed, redaction)
                ?? (frame.HasErrorName ? new ErrorEvent(null, ErrorDeduplicator.MessageFor(null)) : new HeartbeatEvent())];
        }

        // If the data of a frame can be decoded, its name doesn't matter.
        var events = DecodeData(data, frame, redaction);
        events = ReadUnparsedFailure(frame.Unparsed, redaction) is { } failure ? events.Append(failure) : events;
        return frame.HasHeartbeatName ? events.Where(static one => one is not UnknownEvent { PossibleError: null }).DefaultIfEmpty(new HeartbeatEvent())
            : frame.HasErrorName ? events.Select(static one => one is UnknownEvent unknown ? unknown.PossibleError ?? ReadNamedError(unknown) : one)
                .DefaultIfEmpty(new ErrorEvent(null, ErrorDeduplicator.MessageFor(null)))
            : events;
    }

    /// <summary>Reads the data of a frame with the name <c>error</c>: a text, or an object with a message. Any other data is unknown.</summary>
    private static AgentEvent ReadNamedError(UnknownEvent unknown)
    {
        using var document = JsonNesting.TryParse(Encoding.UTF8.GetBytes(unknown.Raw));
        var reason = document?.RootElement switch
        {
            null => unknown.Raw == "[DONE]" ? null : FailureReason.Read(null, unknown.Raw),
            { ValueKind: JsonValueKind.Object } json when json.Flag("success") != true => FailureReason.Read(json, "")
                ?? (ReportedFailure.Find(json.Parts()).Count > 0 ? ErrorDeduplicator.MessageFor(null) : null),
            { ValueKind: JsonValueKind.String } text => text.Text(),
            _ => null,
        };
        return ReportedFailure.IsError(reason) ? new ErrorEvent(null, reason!) : unknown;
    }

    private static IEnumerable<AgentEvent> DecodeData(string data, Frame source, Redaction redaction)
    {
        using var document = JsonNesting.TryParse(Encoding.UTF8.GetBytes(data));
        if (document?.RootElement is not { } raw)
        {
            var text = redaction.RedactToken(source.Unparsed.Length > 0 ? $"{data}\n{source.Unparsed}" : data);
            yield return ReadMalformedError(text) ?? (IsPage(data) && data.TrimStart()[0] == '<' ? new ErrorEvent(null, PageMessage)
                : (AgentEvent)new UnknownEvent(redaction.RedactToken(data), ReasonOf(data)));
            yield break;
        }

        var redacted = redaction.RedactToken(data);
        foreach (var decoded in DecodeJson(redaction.RedactJson(raw, data, redacted), raw, redacted, source.HasHeartbeatName))
        {
            yield return decoded;
        }
    }

    private static IEnumerable<AgentEvent> DecodeJson(JsonElement frame, JsonElement raw, string data, bool isHeartbeat)
    {
        if (frame.ValueKind != JsonValueKind.Object)
        {
            return [new UnknownEvent(data, "The event isn't a JSON object.")];
        }

        var events = FlatDialect.Decode(frame, raw, data);
        if (events is null && !AdkDialect.Recognizes(frame))
        {
            events = [new UnknownEvent(data, "The event type is unknown.")];
        }

        var only = events?.Count == 1 ? events[0] : null;
        return only is HeartbeatEvent || (only is UnknownEvent && isHeartbeat) ? [ReadHeartbeat(frame)]
            : only is UnknownEvent unknown ? [AddError(unknown, frame)]
            : isHeartbeat ? events ?? AdkDialect.Decode(frame, raw)
            : AppendError(events ?? AdkDialect.Decode(frame, raw), frame, data);
    }

    /// <summary>Appends the error that an event with other content reports, or may report.</summary>
    private static IEnumerable<AgentEvent> AppendError(IEnumerable<AgentEvent> events, JsonElement frame, string data)
    {
        var (hasError, isEmpty) = (false, frame.ObjectField("content") is null);
        foreach (var current in events)
        {
            hasError |= current is ErrorEvent;
            isEmpty = false;
            yield return current;
        }

        if (!hasError && FindError(frame) is var (error, isBare))
        {
            var isCertain = isEmpty ? isBare : ReportedFailure.IsError(frame.Text("errorCode")) && frame.FirstText("errorMessage") is not null;
            yield return isCertain ? error : new UnknownEvent(data, PossibleErrorReason) { PossibleError = error };
        }
    }

    /// <summary>Replaces an unknown event by the error that it reports, or adds the error that it may report.</summary>
    private static AgentEvent AddError(UnknownEvent unknown, JsonElement frame) =>
        FindError(frame) is not var (error, isCertain) ? unknown
        : isCertain ? error
        : unknown with { Reason = PossibleErrorReason, PossibleError = error };

    /// <summary>
    /// Finds the error that an event reports, or may report: in the fields of its dialect or of a response, or in an object with only the
    /// fields of an error.
    /// </summary>
    /// <returns>
    /// The error, and whether the event can't be a notice or a counter: it has no type, and only the fields of an error or a code of the
    /// service.
    /// </returns>
    private static (ErrorEvent Error, bool IsCertain)? FindError(JsonElement frame)
    {
        // Almost no event has one of them.
        if (!Array.Exists(ErrorNames, name => frame.TryGetProperty(name, out _)) && frame.Text("type") != "error")
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
        var hasOnlyErrorFields = ErrorFields.HasOnlyErrorFields(frame, isTyped: true);
        var hasReason = hasOnlyErrorFields && ReportedFailure.IsError(FailureReason.Read(parts));
        var response = new ApiResponse(frame);
        var error = AdkDialect.ReadError(frame)
            ?? (response.IsFailure && (hasReason || likely.Count > 0) ? ReadFailure(response)
                : likely.Count > 0 ? ReadError(likely, parts)
                : hasReason && (reported.Count > 0 || HasEmptyError(frame, parts)) ? ReadError(reported, parts)
                : hasOnlyErrorFields && parts.Exists(static part => ReportedFailure.IsFailedRequest(part)) ? ReadError(reported, parts)
                : null);
        var isUntyped = frame.Field("type") is null;
        var isCounter = double.TryParse(error?.Code, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is > 0 and < ReportedFailure.MinFailedCode;
        return error is null ? null
            : (error with { Code = code ?? error.Code }, isUntyped
                && ((code is not null && frame.ObjectField("content") is null) || (hasOnlyErrorFields && !isCounter && (response.IsFailure || reported.Count > 0))));
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

    /// <summary>Finds the error that a heartbeat may report. One that counts seconds reaches 429, and a time has more digits.</summary>
    private static HeartbeatEvent ReadHeartbeat(JsonElement frame) => new()
    {
        PossibleError = (frame.Code() is >= MinHeartbeatCode and <= MaxHeartbeatCode || ReportedFailure.IsFalseText(frame, "success"))
            && frame.Flag("success") != true && frame.FirstText("message", "msg", "error", "detail") is not null ? ReadFailure(new ApiResponse(frame)) : null,
    };

    /// <summary>Reads a response that a server sent as a stream, although it isn't one: lines of JSON without <c>data:</c>.</summary>
    private static AgentEvent? ReadUnparsedFailure(string unparsed, Redaction redaction)
    {
        // This is true for almost every heartbeat.
        if (unparsed.Length == 0)
        {
            return null;
        }

        if (IsPage(unparsed))
        {
            return new ErrorEvent(null, PageMessage);
        }

        using var document = JsonNesting.TryParse(Encoding.UTF8.GetBytes(redaction.RedactToken(unparsed)));
        return document?.RootElement is not { ValueKind: JsonValueKind.Object } json || FindError(json) is not var (error, isCertain) ? null
            : isCertain ? error
            : new HeartbeatEvent { PossibleError = error };
    }

    private static bool IsPage(string text) => text.Length > 0 && Array.Exists(
        PageStarts, start => CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, start, CompareOptions.OrdinalIgnoreCase) >= 0);

    /// <summary>Reads an error in the format of a response that isn't a stream (protocol section 2).</summary>
    private static ErrorEvent ReadFailure(ApiResponse response)
    {
        var code = response.Code?.ToString(CultureInfo.InvariantCulture);
        return new ErrorEvent(code, response.Reason ?? ErrorDeduplicator.MessageFor(code));
    }

    private static string ReasonOf(string data) => JsonNesting.IsTooDeep(Encoding.UTF8.GetBytes(data))
        ? $"The event has more than {JsonNesting.MaxDepth} levels of nesting."
        : "The event isn't valid JSON.";

    /// <summary>Reads an error that the server didn't escape: <c>{"error": "…"}</c> with quotes or line ends in the message.</summary>
    private static ErrorEvent? ReadMalformedError(string data)
    {
        var rest = data.Trim();
        if (!TrySkip(ref rest, "{") || !TrySkip(ref rest, "\"error\"") || !TrySkip(ref rest, ":"))
        {
            return null;
        }

        _ = TrySkip(ref rest, "\"");

        // Without a closing brace the message is truncated, so a quote at its end is part of it.
        if (rest.EndsWith("}", StringComparison.Ordinal))
        {
            rest = rest.Substring(0, rest.Length - 1).TrimEnd();
            rest = rest.EndsWith("\"", StringComparison.Ordinal) ? rest.Substring(0, rest.Length - 1) : rest;
        }

        return new ErrorEvent(null, rest.Length > 0 ? rest : ErrorDeduplicator.MessageFor(null));
    }

    private static bool TrySkip(ref string text, string prefix)
    {
        var isFound = text.StartsWith(prefix, StringComparison.Ordinal);
        text = isFound ? text.Substring(prefix.Length).TrimStart() : text;
        return isFound;
    }
}
