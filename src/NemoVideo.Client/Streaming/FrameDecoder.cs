using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Streaming;

/// <summary>Decodes a frame in any dialect (protocol section 5). A frame that can't be decoded becomes an unknown event.</summary>
internal static class FrameDecoder
{
    /// <summary>The smallest code of a failure in a heartbeat. A smaller one can be a counter: one that counts seconds reaches 429.</summary>
    private const int MinHeartbeatCode = 1001;

    private static readonly string[] PageStarts = ["<html", "<!doctype html"];

    /// <summary>Decodes a frame and redacts the token, except in agent text, because a token can be split across frames.</summary>
    /// <remarks>The events are decoded one by one, so that the caller can stop at a limit.</remarks>
    public static IEnumerable<AgentEvent> Decode(Frame frame, Redaction redaction)
    {
        if (frame.Data is not { } data || string.IsNullOrWhiteSpace(data))
        {
            return [ReadUnparsedFailure(frame.Unparsed, redaction)
                ?? (frame.HasErrorName ? new ErrorEvent(null, ErrorDeduplicator.MessageFor(null)) : (AgentEvent)new HeartbeatEvent())];
        }

        // If the data of a frame can be decoded, its name doesn't matter.
        var events = DecodeData(data, frame, redaction);
        return frame.HasHeartbeatName ? events.Where(static one => one is not UnknownEvent { PossibleError: null }).DefaultIfEmpty(new HeartbeatEvent())
            : frame.HasErrorName ? events.Select(static one => one is UnknownEvent unknown ? ReadNamedError(unknown) : one)
                .DefaultIfEmpty(new ErrorEvent(null, ErrorDeduplicator.MessageFor(null)))
            : events;
    }

    /// <summary>Reads an object that has a message and otherwise only fields of an error, or a type; null for any other one.</summary>
    private static ErrorEvent? ReadErrorFields(JsonElement frame, bool isTyped) =>
        ErrorFields.HasOnlyErrorFields(frame, isTyped) && ReportedFailure.Find(frame.Parts()) is { Count: > 0 } failed
            && (FailureReason.Read(failed) ?? FailureReason.Read(frame.Parts())) is { } reason
                ? new ErrorEvent(failed[0].FirstText("code", "errorCode", "error_code") ?? frame.Text("code"), reason) : null;

    /// <summary>
    /// Reads the failure that an event with an unknown type, or a heartbeat, reports. A small code can be a counter or a success, and so can
    /// a number as the status of a heartbeat.
    /// </summary>
    private static ErrorEvent? ReadTypedFailure(JsonElement frame, bool isHeartbeat)
    {
        var minCode = isHeartbeat ? MinHeartbeatCode : ReportedFailure.MinFailedCode;
        var isFailure = frame.Code() >= minCode || ReportedFailure.IsFalseText(frame, "success");
        return isFailure && frame.FirstText("message", "msg", "error", "detail") is not null ? ReadFailure(new ApiResponse(frame))
            : frame.Code() > 0 && frame.Code() < minCode && !ReportedFailure.HasFailedStatus(frame) ? null
            : isHeartbeat && frame.Number("status") is not null ? null
            : ReadErrorFields(frame, isTyped: true);
    }

    /// <summary>Reads the error of an event with a known type; null for none, or if the event is an error itself.</summary>
    private static ErrorEvent? ReadErrorCode(JsonElement frame, IReadOnlyList<AgentEvent> events) =>
        events.Any(static one => one is ErrorEvent) || frame.FirstText("errorMessage") is not { } message
            || frame.FirstText("errorCode") is not { } code || !ReportedFailure.IsError(code)
            ? null : new ErrorEvent(code, message);

    /// <summary>Reads the data of a frame with the name <c>error</c>: a text, or an object with a message. Any other data is unknown.</summary>
    private static AgentEvent ReadNamedError(UnknownEvent unknown)
    {
        using var document = JsonNesting.TryParse(Encoding.UTF8.GetBytes(unknown.Raw));
        var reason = document?.RootElement switch
        {
            null => unknown.Raw == "[DONE]" ? null : FailureReason.Read(null, unknown.Raw),
            { ValueKind: JsonValueKind.Object } json => FailureReason.Read(json, ""),
            { ValueKind: JsonValueKind.String } text => text.Text(),
            _ => null,
        };
        return reason is null ? unknown : new ErrorEvent(null, reason);
    }

    private static IEnumerable<AgentEvent> DecodeData(string data, Frame source, Redaction redaction)
    {
        using var document = JsonNesting.TryParse(Encoding.UTF8.GetBytes(data));
        if (document?.RootElement is not { } raw)
        {
            var text = redaction.RedactToken(source.Unparsed.Length > 0 ? $"{data}\n{source.Unparsed}" : data);
            yield return (AgentEvent?)ReadMalformedError(text) ?? new UnknownEvent(redaction.RedactToken(data), ReasonOf(data));
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

        // An error can have an unknown type, too.
        if (FlatDialect.Decode(frame, raw, data) is { } events)
        {
            return events.Count == 1 && events[0] is UnknownEvent or HeartbeatEvent
                ? (ReadTypedFailure(frame, isHeartbeat || events[0] is HeartbeatEvent) is { } failure ? [Possible(data, failure)] : events)
                : ReadErrorCode(frame, events) is { } error ? events.Append(error)
                : events;
        }

        if (AdkDialect.Recognizes(frame))
        {
            return AppendFailure(AdkDialect.Decode(frame, raw), frame, data);
        }

        var reported = isHeartbeat ? ReadTypedFailure(frame, isHeartbeat)
            : new ApiResponse(frame) is { IsFailure: true } response ? ReadFailure(response)
            : ReadErrorFields(frame, isTyped: false);
        return [reported is not null && !isHeartbeat && IsCertain(frame) ? reported : Possible(data, reported)];
    }

    /// <summary>An unknown event, and the error that it may report.</summary>
    private static UnknownEvent Possible(string data, ErrorEvent? error) => new(data, "The event type is unknown.") { PossibleError = error };

    /// <summary>Whether an event that reports an error has only the fields of one, and no code that can be a counter.</summary>
    private static bool IsCertain(JsonElement frame) =>
        ErrorFields.HasOnlyErrorFields(frame, isTyped: false) && frame.Code() is not (> 0 and < ReportedFailure.MinFailedCode);

    /// <summary>Appends the error that an event may report in the format of a response, if the event has no error of its dialect.</summary>
    private static IEnumerable<AgentEvent> AppendFailure(IEnumerable<AgentEvent> events, JsonElement frame, string data)
    {
        var hasError = false;
        foreach (var current in events)
        {
            hasError |= current is ErrorEvent;
            yield return current;
        }

        // Beside content, or an error that is empty, only a code or success counts, and not a detail.
        var ignoresDetail = (frame.ObjectField("content") ?? frame.Field("error")) is not null || frame.Text("errorCode") == "STOP";
        if (!hasError && new ApiResponse(frame) is { IsFailure: true } response
            && (!ignoresDetail || response.Code is not null || ReportedFailure.IsFalseText(frame, "success")))
        {
            yield return Possible(data, ReadFailure(response));
        }
        else if (!hasError && frame.FirstText("errorMessage") is { } message && ReportedFailure.IsError(message))
        {
            // Its code says that there is none.
            yield return Possible(data, new ErrorEvent(frame.FirstText("errorCode"), message));
        }
    }

    /// <summary>Reads a response that a server sent as a stream, although it isn't one: lines of JSON without <c>data:</c>.</summary>
    private static ErrorEvent? ReadUnparsedFailure(string unparsed, Redaction redaction)
    {
        // This is true for almost every heartbeat.
        if (unparsed.Length == 0)
        {
            return null;
        }

        if (Array.Exists(PageStarts, start => CultureInfo.InvariantCulture.CompareInfo.IndexOf(unparsed, start, CompareOptions.OrdinalIgnoreCase) >= 0))
        {
            return new ErrorEvent(null, "A web page replaced the rest of the stream.");
        }

        using var document = JsonNesting.TryParse(Encoding.UTF8.GetBytes(redaction.RedactToken(unparsed)));
        return document?.RootElement is { ValueKind: JsonValueKind.Object } json && new ApiResponse(json) is { IsFailure: true } response
            ? ReadFailure(response)
            : null;
    }

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
