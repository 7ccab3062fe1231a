using NemoVideo.Client.Http;

namespace NemoVideo.Client.Edits;

/// <summary>Decodes a frame in any dialect (protocol section 5). A frame that can't be decoded becomes an unknown event.</summary>
internal static class FrameDecoder
{
    /// <summary>Decodes a frame, and redacts the token in it.</summary>
    /// <remarks>The events are decoded one by one, so that the caller can stop at a limit.</remarks>
    public static IEnumerable<AgentEvent> Decode(Frame frame, Redaction redaction)
    {
        if (frame.Data is not { } data || string.IsNullOrWhiteSpace(data))
        {
            return [new HeartbeatEvent()];
        }

        // If the data of a frame can be decoded, its name doesn't matter.
        var events = DecodeData(redaction.Redact(data));
        return frame.HasHeartbeatName ? events.Where(static one => one is not UnknownEvent).DefaultIfEmpty(new HeartbeatEvent()) : events;
    }

    private static IEnumerable<AgentEvent> DecodeData(string data)
    {
        using var document = JsonAccess.TryParse(Encoding.UTF8.GetBytes(data));
        if (document?.RootElement is not { } frame)
        {
            yield return ReadMalformedError(data) ?? (AgentEvent)new UnknownEvent(data, "The event isn't valid JSON.");
            yield break;
        }

        foreach (var decoded in DecodeJson(frame, data))
        {
            yield return decoded;
        }
    }

    private static IEnumerable<AgentEvent> DecodeJson(JsonElement frame, string data) =>
        frame.ValueKind != JsonValueKind.Object ? [new UnknownEvent(data, "The event isn't a JSON object.")]
        : FlatDialect.Decode(frame, data)
            ?? (AdkDialect.Recognizes(frame) ? AdkDialect.Decode(frame)
                : [ReadFailure(frame) ?? (AgentEvent)new UnknownEvent(data, "The event type is unknown.")]);

    /// <summary>Reads a failure in the shape of a response, such as ADK's <c>{"error":"…"}</c>. Other codes can be counters.</summary>
    private static ErrorEvent? ReadFailure(JsonElement frame)
    {
        if (Reply.FindFailure(frame) is not { } failure
            || (failure.Code() is { } number and not 0 && !ServiceCodes.IsRejection(number)))
        {
            return null;
        }

        var code = failure.FirstText("code");
        return new ErrorEvent(code, failure.FirstVerbatim("error") ?? Reply.ReadReason(failure) ?? ErrorEvent.MessageFor(code));
    }

    /// <summary>Reads an error that the server didn't escape: <c>{"error": "…"}</c> with quotes in the message (older ADK).</summary>
    private static ErrorEvent? ReadMalformedError(string data)
    {
        const string Start = "{\"error\":";
        var text = data.Trim();
        return !text.StartsWith(Start, StringComparison.Ordinal) ? null
            : text.Substring(Start.Length).Trim().TrimEnd('}').Trim().Trim('"') is { Length: > 0 } message ? new ErrorEvent(null, message)
            : new ErrorEvent(null, ErrorEvent.MessageFor(null));
    }
}
