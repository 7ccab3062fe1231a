using System.Globalization;
using System.Text;
using System.Text.Json;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Streaming;

/// <summary>
/// Decodes one frame of a stream. The dialect is told frame by frame, since one stream can mix them (protocol section 5).
/// What cannot be decoded becomes an unknown event: it never ends the stream.
/// </summary>
internal static class FrameDecoder
{
    /// <param name="eventType">The frame's <c>event:</c> name, null where it has none.</param>
    /// <param name="data">The frame's data.</param>
    /// <param name="stray">The frame's lines that are no field of an event, empty where it has none.</param>
    /// <param name="redaction">Replaces the token, except in texts of the agent: a later frame can bring the rest of it.</param>
    public static IReadOnlyList<AgentEvent> Decode(string? eventType, string data, string stray, Redaction redaction)
    {
        if (string.IsNullOrWhiteSpace(data))
        {
            return [new HeartbeatEvent()];
        }

        var events = Decode(data, stray, redaction);

        // A name does not hide what a frame says in a dialect of its own.
        return events.All(static one => one is UnknownEvent) && events.Count > 0 && string.Equals(eventType, "heartbeat", StringComparison.OrdinalIgnoreCase)
            ? [new HeartbeatEvent()]
            : events;
    }

    private static IReadOnlyList<AgentEvent> Decode(string data, string stray, Redaction redaction)
    {
        try
        {
            using var document = JsonDocument.Parse(data, JsonNesting.Options);
            var raw = document.RootElement;
            return DecodeFrame(redaction.OfJson(raw, data), raw, redaction.OfToken(data));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            var shown = redaction.OfToken(stray is { Length: > 0 } ? $"{data}\n{stray}" : data);
            return [(AgentEvent?)BareErrorFrame.Read(shown) ?? new UnknownEvent(redaction.OfToken(data), ReasonOf(data))];
        }
    }

    private static string ReasonOf(string data) => JsonNesting.IsTooDeep(Encoding.UTF8.GetBytes(data))
        ? $"It is nested deeper than {JsonNesting.MaxDepth} levels."
        : "It is not readable as JSON.";

    /// <summary>A failure in the shape of a plain answer (protocol section 2), sent as a frame.</summary>
    private static ErrorEvent ReadFailure(ApiResponse answer)
    {
        var code = answer.Code?.ToString(CultureInfo.InvariantCulture);
        return new ErrorEvent(code, answer.Reason ?? ErrorDeduplicator.MessageFor(code));
    }

    private static IReadOnlyList<AgentEvent> DecodeFrame(JsonElement frame, JsonElement raw, string data)
    {
        if (frame.ValueKind != JsonValueKind.Object)
        {
            return [new UnknownEvent(data, "It is not a JSON object.")];
        }

        return FlatDialect.Recognizes(frame) ? FlatDialect.Decode(frame, raw, data)
            : AdkDialect.Recognizes(frame) ? AdkDialect.Decode(frame, raw)
            : new ApiResponse(frame) is { IsFailure: true } answer ? [ReadFailure(answer)]
            : [new UnknownEvent(data, "Its kind is not known.")];
    }
}
