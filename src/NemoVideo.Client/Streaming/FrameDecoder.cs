using NemoVideo.Client.Protocol;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Streaming;

/// <summary>Decodes one frame, in whichever dialect (protocol section 5). One that can't be decoded is an unknown event.</summary>
internal static class FrameDecoder
{
    /// <summary>Removes the token, except from texts of the agent: a later frame can contain the rest of it.</summary>
    public static IReadOnlyList<AgentEvent> Decode(Frame frame, Redaction redaction)
    {
        if (frame.Data is not { } data || string.IsNullOrWhiteSpace(data))
        {
            return [new HeartbeatEvent()];
        }

        var events = DecodeData(data, frame.Unparsed, redaction);

        // The name doesn't hide data that a dialect can decode.
        return events.Count > 0 && events.All(static one => one is UnknownEvent) && string.Equals(frame.Name, "heartbeat", StringComparison.OrdinalIgnoreCase)
            ? [new HeartbeatEvent()]
            : events;
    }

    private static IReadOnlyList<AgentEvent> DecodeData(string data, string unparsed, Redaction redaction)
    {
        try
        {
            using var document = JsonDocument.Parse(data, JsonNesting.Options);
            var raw = document.RootElement;
            return DecodeJson(redaction.RedactJson(raw, data), raw, redaction.RedactToken(data));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            var text = redaction.RedactToken(unparsed.Length > 0 ? $"{data}\n{unparsed}" : data);
            return [(AgentEvent?)ReadMalformedError(text) ?? new UnknownEvent(redaction.RedactToken(data), ReasonOf(data))];
        }
    }

    private static IReadOnlyList<AgentEvent> DecodeJson(JsonElement frame, JsonElement raw, string data)
    {
        if (frame.ValueKind != JsonValueKind.Object)
        {
            return [new UnknownEvent(data, "It is not a JSON object.")];
        }

        return FlatDialect.Decode(frame, raw, data)
            ?? (AdkDialect.Recognizes(frame) ? AdkDialect.Decode(frame, raw)
            : new ApiResponse(frame) is { IsFailure: true } response ? [ReadFailure(response)]
            : [new UnknownEvent(data, "Its kind is not known.")]);
    }

    /// <summary>An error in the format of a response that is not a stream (protocol section 2).</summary>
    private static ErrorEvent ReadFailure(ApiResponse response)
    {
        var code = response.Code?.ToString(CultureInfo.InvariantCulture);
        return new ErrorEvent(code, response.Reason ?? ErrorDeduplicator.MessageFor(code));
    }

    private static string ReasonOf(string data) => JsonNesting.IsTooDeep(Encoding.UTF8.GetBytes(data))
        ? $"It is nested deeper than {JsonNesting.MaxDepth} levels."
        : "It is not readable as JSON.";

    /// <summary>An error that the server didn't escape: <c>{"error": "…"}</c> with quotes or line ends in the message.</summary>
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
