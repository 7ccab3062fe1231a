using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Streaming;

/// <summary>Decodes a frame in any dialect (protocol section 5). A frame that can't be decoded becomes an unknown event.</summary>
internal static class FrameDecoder
{
    private const string PossibleErrorReason = "The event may report an error.";

    private const string PageMessage = "A web page replaced the rest of the stream.";

    private static readonly string[] PageStarts = ["<html", "<!doctype html"];

    /// <summary>Decodes a frame and redacts the token, except in agent text, because a token can be split across frames.</summary>
    /// <remarks>The events are decoded one by one, so that the caller can stop at a limit.</remarks>
    public static IEnumerable<AgentEvent> Decode(Frame frame, Redaction redaction)
    {
        var unparsed = redaction.Redact(frame.Unparsed);
        if (frame.Data is not { } data || string.IsNullOrWhiteSpace(data))
        {
            return [ReadUnparsedFailure(unparsed)
                ?? (frame.HasErrorName ? new ErrorEvent(null, ErrorDeduplicator.MessageFor(null)) : new HeartbeatEvent())];
        }

        // If the data of a frame can be decoded, its name doesn't matter.
        var events = DecodeData(redaction.Redact(data), unparsed, frame.HasHeartbeatName);
        events = ReadUnparsedFailure(unparsed) is { } failure ? events.Append(failure) : events;
        return frame.HasHeartbeatName ? events.Where(static one => one is not UnknownEvent { PossibleError: null }).DefaultIfEmpty(new HeartbeatEvent())
            : frame.HasErrorName ? events.Select(static one => one is UnknownEvent unknown ? unknown.PossibleError ?? ReadNamedError(unknown) : one)
                .DefaultIfEmpty(new ErrorEvent(null, ErrorDeduplicator.MessageFor(null)))
            : events;
    }

    /// <summary>Reads the data of a frame with the name <c>error</c>. It is an error, unless it has a type or says that there is none.</summary>
    private static AgentEvent ReadNamedError(UnknownEvent unknown)
    {
        using var document = JsonNesting.TryParse(Encoding.UTF8.GetBytes(unknown.Raw));
        var reason = document?.RootElement switch
        {
            { ValueKind: JsonValueKind.Object } json => ReadNamedObject(json),
            { ValueKind: JsonValueKind.String } text => text.Text() is { Length: > 0 } message ? message : ErrorDeduplicator.MessageFor(null),
            _ when unknown.Raw.Trim() == "[DONE]" || !ReportedFailure.IsError(unknown.Raw) => null,
            _ => FailureReason.ReadText(UrlText.Hide(unknown.Raw)) ?? ErrorDeduplicator.MessageFor(null),
        };
        return ReportedFailure.IsError(reason) ? new ErrorEvent(null, reason!) : unknown;
    }

    private static string? ReadNamedObject(JsonElement json)
    {
        var isFailure = ReportedFailure.Find(json.Parts()).Count > 0;
        var isSuccess = json.Flag("success") == true || (!isFailure && json.Code() is { } code && ReportedFailure.IsSuccess(code));
        return isSuccess ? null
            : FailureReason.Read(json, "") ?? (isFailure || !HasKnownField(json) || ReportedFailure.IsError(json.FirstText("code"))
                ? ErrorDeduplicator.MessageFor(null) : null);
    }

    /// <summary>Whether an object has a type or a field that can say that there is no error.</summary>
    private static bool HasKnownField(JsonElement json) => json.Field("type") is not null || EventErrors.HasErrorName(json);

    private static IEnumerable<AgentEvent> DecodeData(string data, string unparsed, bool isHeartbeat)
    {
        using var document = JsonNesting.TryParse(Encoding.UTF8.GetBytes(data));
        if (document?.RootElement is not { } frame)
        {
            var text = unparsed.Length > 0 ? $"{data}\n{unparsed}" : data;
            yield return ReadMalformedError(text) ?? (IsPage(data) && data.TrimStart()[0] == '<' ? new ErrorEvent(null, PageMessage)
                : (AgentEvent)new UnknownEvent(data, ReasonOf(data)));
            yield break;
        }

        foreach (var decoded in DecodeJson(frame, data, isHeartbeat))
        {
            yield return decoded;
        }
    }

    private static IEnumerable<AgentEvent> DecodeJson(JsonElement frame, string data, bool isHeartbeat)
    {
        if (frame.ValueKind != JsonValueKind.Object)
        {
            return [new UnknownEvent(data, "The event isn't a JSON object.")];
        }

        var events = FlatDialect.Decode(frame, data);
        if (events is null && !AdkDialect.Recognizes(frame))
        {
            events = [new UnknownEvent(data, "The event type is unknown.")];
        }

        var only = events?.Count == 1 ? events[0] : null;
        return only is HeartbeatEvent || (only is UnknownEvent && isHeartbeat)
                ? [EventErrors.FindCertainInHeartbeat(frame) ?? (AgentEvent)new HeartbeatEvent { PossibleError = EventErrors.FindInHeartbeat(frame) }]
            : only is UnknownEvent unknown ? [AddError(unknown, frame)]
            : AppendError(events ?? AdkDialect.Decode(frame), frame, data, isHeartbeat);
    }

    /// <summary>Appends the error that an event with other content reports, or may report.</summary>
    private static IEnumerable<AgentEvent> AppendError(IEnumerable<AgentEvent> events, JsonElement frame, string data, bool isHeartbeat)
    {
        var (hasError, isEmpty) = (false, frame.ObjectField("content") is null);
        foreach (var current in events)
        {
            hasError |= current is ErrorEvent;
            isEmpty = false;
            yield return current;
        }

        if (!hasError && (!isHeartbeat || EventErrors.FindCertainInHeartbeat(frame) is not null) && EventErrors.Find(frame) is var (error, isBare))
        {
            var isCertain = (isEmpty && isBare) || (ReportedFailure.IsError(frame.Text("errorCode")) && frame.FirstText("errorMessage") is not null);
            yield return isCertain ? error : new UnknownEvent(data, PossibleErrorReason) { PossibleError = error };
        }
    }

    /// <summary>Replaces an unknown event by the error that it reports, or adds the error that it may report.</summary>
    private static AgentEvent AddError(UnknownEvent unknown, JsonElement frame) =>
        EventErrors.Find(frame) is not var (error, isCertain) ? unknown
        : isCertain ? error
        : unknown with { Reason = PossibleErrorReason, PossibleError = error };

    /// <summary>Reads a response that a server sent as a stream, although it isn't one: lines of JSON without <c>data:</c>.</summary>
    private static AgentEvent? ReadUnparsedFailure(string unparsed)
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

        using var document = JsonNesting.TryParse(Encoding.UTF8.GetBytes(unparsed));
        return document?.RootElement is not { ValueKind: JsonValueKind.Object } json || EventErrors.Find(json) is not var (error, isCertain) ? null
            : isCertain ? error
            : new HeartbeatEvent { PossibleError = error };
    }

    private static bool IsPage(string text) => text.Length > 0 && Array.Exists(
        PageStarts, start => CultureInfo.InvariantCulture.CompareInfo.IndexOf(text, start, CompareOptions.OrdinalIgnoreCase) >= 0);

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
