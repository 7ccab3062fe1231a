using NemoVideo.Client.Http;

namespace NemoVideo.Client.Edits;

/// <summary>Decodes a frame in any dialect (protocol section 5). A frame that can't be decoded becomes an unknown event.</summary>
internal static class FrameDecoder
{
    public const string NotJson = "The event isn't valid JSON.";
    private const int MaxErrorLength = 300;

    /// <summary>Decodes a frame, and redacts the token in it.</summary>
    /// <remarks>The events are decoded one by one, so that the caller can stop at a limit.</remarks>
    public static IEnumerable<AgentEvent> Decode(Frame frame, Redaction redaction)
    {
        if (frame.Data is not { } data || string.IsNullOrWhiteSpace(data) || data.Trim() is "ping" or "keepalive" or "keep-alive")
        {
            return [new HeartbeatEvent()];
        }

        // If the data of a frame can be decoded, its name doesn't matter.
        var events = data.Trim() == "[DONE]" ? [] : DecodeData(redaction.Redact(data));
        return frame.Name?.ToLowerInvariant() switch
        {
            "heartbeat" or "ping" => events.Where(static one => one is not UnknownEvent).DefaultIfEmpty(new HeartbeatEvent()),
            "done" => events.Where(static one => one is not UnknownEvent),
            "error" => events.Select(static one => one is UnknownEvent { Raw: var raw } ? ReadError(raw) : one),
            _ => events,
        };
    }

    /// <summary>Reads the text of an error that isn't an event of any dialect: its reason, or its first 300 characters.</summary>
    public static ErrorEvent ReadError(string text)
    {
        using var document = JsonAccess.TryParse(Encoding.UTF8.GetBytes(text));
        return document?.RootElement is { ValueKind: JsonValueKind.Object } json && Reply.ReadReason(json) is { } reason
            ? new ErrorEvent(json.FirstText("code"), reason) : new ErrorEvent(null, text.Trim().Shorten(MaxErrorLength));
    }

    private static IEnumerable<AgentEvent> DecodeData(string data)
    {
        using var document = JsonAccess.TryParse(Encoding.UTF8.GetBytes(data));
        if (document?.RootElement is not { } frame)
        {
            yield return ReadMalformedError(data) ?? (AgentEvent)new UnknownEvent(data, NotJson);
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

    /// <summary>
    /// Reads a failure in the shape of a response, such as ADK's <c>{"error":"…"}</c>. Other codes can be counters, also without a text.
    /// </summary>
    private static ErrorEvent? ReadFailure(JsonElement frame)
    {
        if (Reply.FindFailure(frame) is not { } failure || (failure.Code() is { } number and not 0 && !ServiceCodes.IsRejection(number)
            && (number is < 400 or > 599 || Reply.ReadReason(failure) is null)))
        {
            return null;
        }

        var code = failure.FirstText("code");
        return new ErrorEvent(code, failure.FirstVerbatim("error") ?? Reply.ReadReason(failure) ?? ErrorEvent.MessageFor(code));
    }

    /// <summary>
    /// Reads an error that the server didn't escape: <c>{"error": "…"}</c> with quotes in the message (older ADK), or <c>error: …</c>.
    /// </summary>
    private static ErrorEvent? ReadMalformedError(string data)
    {
        const string Start = "{\"error\":";
        var text = data.Trim();
        return text.StartsWith("error:", StringComparison.OrdinalIgnoreCase) ? ReadError(text)
            : !text.StartsWith(Start, StringComparison.Ordinal) ? null
            : text.Substring(Start.Length).Trim().TrimEnd('}').Trim().Trim('"') is { Length: > 0 } message ? new ErrorEvent(null, message)
            : new ErrorEvent(null, ErrorEvent.MessageFor(null));
    }
}

/// <summary>The flat dialect: <c>{"type":"text","content":"…"}</c>, one event per frame.</summary>
internal static class FlatDialect
{
    /// <summary>Decodes the events of a frame; null if it has another dialect.</summary>
    public static IReadOnlyList<AgentEvent>? Decode(JsonElement frame, string data)
    {
        // An ADK event can have a type too, so the content determines the dialect.
        if (frame.Text("type") is not { } type || (frame.ObjectField("content") is not null && type != "error"))
        {
            return null;
        }

        return type.ToLowerInvariant() switch
        {
            "text" => ReadText(frame),
            "tool_call" => [new ToolCallEvent(frame.Id("id"), frame.Text("name") ?? "", frame.Field("args")?.Clone())],
            "tool_result" => [new ToolResultEvent(frame.Id("id"), frame.Text("name") ?? "", frame.Field("result")?.Clone())],
            "heartbeat" => [new HeartbeatEvent()],
            "error" => [ReadError(frame)],
            _ => AdkDialect.HasErrorCode(frame) ? null : [new UnknownEvent(data, "The event type is unknown.")],
        };
    }

    private static IReadOnlyList<AgentEvent> ReadText(JsonElement frame) =>
        frame.Text("role") != "user" && frame.FirstVerbatim("content", "text") is { } text
            ? [new TextEvent(text, frame.Flag("partial") ?? false, frame.Flag("thought") ?? false)]
            : [];

    private static ErrorEvent ReadError(JsonElement frame)
    {
        var source = frame.ObjectField("error") ?? frame;
        var code = source.FirstText("code", "errorCode") ?? frame.FirstText("code", "errorCode");
        return new ErrorEvent(
            code,
            source.FirstVerbatim("message", "content", "error", "errorMessage") ?? Reply.ReadReason(frame) ?? ErrorEvent.MessageFor(code));
    }
}

/// <summary>The dialect of Google's ADK, <c>{"content":{"role":"model","parts":[…]},…}</c>. A frame has any number of events.</summary>
internal static class AdkDialect
{
    /// <summary>Fields that only this dialect has.</summary>
    private static readonly string[] Marks = ["actions", "invocationId", "author"];

    /// <summary>Fields of a part that belong to its text or aren't events by themselves.</summary>
    private static readonly string[] TextFields = ["text", "thought", "thoughtSignature", "partMetadata", "videoMetadata"];

    public static bool Recognizes(JsonElement frame) =>
        frame.ObjectField("content") is not null || HasErrorCode(frame) || Marks.Any(mark => frame.TryGetProperty(mark, out _));

    /// <summary>Decodes the events one by one. Joins consecutive text parts, because the model can split a text anywhere.</summary>
    public static IEnumerable<AgentEvent> Decode(JsonElement frame)
    {
        var text = new StringBuilder();
        TextEvent? first = null;
        foreach (var decoded in DecodeParts(frame).Append(HasErrorCode(frame) ? ReadError(frame) : null).OfType<AgentEvent>())
        {
            var part = decoded as TextEvent;
            if (first is not null && part?.IsThought != first.IsThought)
            {
                yield return first with { Text = text.ToString() };
                first = null;
                text.Clear();
            }

            if (part is null)
            {
                yield return decoded;
            }

            first ??= part;
            text.Append(part?.Text);
        }

        if (first is not null)
        {
            yield return first with { Text = text.ToString() };
        }
    }

    /// <summary>Whether the frame has an error. A turn without text, a silent edit, ends with STOP (adk-python 2905).</summary>
    public static bool HasErrorCode(JsonElement frame) => frame.FirstText("errorMessage") is not null
        || frame.FirstText("errorCode") is not (null or "STOP") || ReasonWithoutContent(frame) is not null;

    /// <summary>Why the model ended the turn without content, such as SAFETY; null for the usual reason, and with content.</summary>
    private static string? ReasonWithoutContent(JsonElement frame) =>
        frame.FirstText("finishReason") is { } reason and not ("STOP" or "FINISH_REASON_UNSPECIFIED")
            && frame.ObjectField("content")?.Items("parts").Any() != true ? reason : null;

    private static IEnumerable<AgentEvent?> DecodeParts(JsonElement frame)
    {
        if (frame.ObjectField("content") is not { } content)
        {
            return [];
        }

        var isPartial = frame.Flag("partial") ?? false;
        var isUser = content.Text("role") == "user";
        return content.Items("parts").Select(part => DecodePart(frame, part, isPartial, isUser));
    }

    private static AgentEvent? DecodePart(JsonElement frame, JsonElement part, bool isPartial, bool isUser)
    {
        if (part.ObjectField("functionResponse") is { } response)
        {
            return new ToolResultEvent(response.Id("id"), response.Text("name") ?? "", response.Field("response")?.Clone());
        }

        if (part.ObjectField("functionCall") is { } call)
        {
            return DecodeCall(frame, call, isPartial);
        }

        if (OtherKind(part) is { } kind)
        {
            return Pending(new UnknownEvent(part.GetRawText(), $"Unknown event part: {ControlCharacters.OneLine(kind)}."), isPartial);
        }

        // A text with the role user is a tool result, not agent text.
        return !isUser && part.FirstVerbatim("text") is { } text
            ? new TextEvent(text, isPartial, part.Flag("thought") ?? false)
            : null;
    }

    private static AgentEvent? DecodeCall(JsonElement frame, JsonElement call, bool isPartial)
    {
        // A tool doesn't run before the last arguments have arrived.
        if (isPartial && (call.Flag("willContinue") == true || call.Field("partialArgs") is not null))
        {
            return null;
        }

        var id = call.Id("id");
        var isLongRunning = id is not null && frame.Items("longRunningToolIds").Any(one => one.Text() == id);
        return Pending(
            new ToolCallEvent(id, call.Text("name") ?? "", call.Field("args")?.Clone()) { IsLongRunning = isLongRunning }, isPartial);
    }

    private static AgentEvent Pending(AgentEvent decoded, bool isPartial) => isPartial ? new PendingEvent(decoded) : decoded;

    /// <summary>The kind of a part that isn't a text, call or result, such as inline data or executable code.</summary>
    private static string? OtherKind(JsonElement part) => part.ValueKind != JsonValueKind.Object
        ? part.ValueKind.ToString()
        : part.EnumerateObject()
            .Where(static field => field.Value.ValueKind != JsonValueKind.Null && !TextFields.Contains(field.Name, StringComparer.Ordinal))
            .Select(static field => field.Name)
            .FirstOrDefault();

    private static ErrorEvent ReadError(JsonElement frame)
    {
        var code = frame.FirstText("errorCode") ?? ReasonWithoutContent(frame);
        return new ErrorEvent(code, frame.FirstVerbatim("errorMessage", "finishMessage") ?? ErrorEvent.MessageFor(code));
    }
}
