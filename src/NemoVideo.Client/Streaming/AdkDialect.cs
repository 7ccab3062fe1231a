using System.Text.Json;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Streaming;

/// <summary>
/// The dialect of Google's Agent Development Kit: <c>{"content":{"role":"model","parts":[…]},"partial":true,…}</c>. A frame
/// can hold several events; one with state changes only holds none.
/// </summary>
internal static class AdkDialect
{
    /// <summary>Fields that only this dialect has.</summary>
    private static readonly string[] Payloads = ["actions", "errorCode", "errorMessage", "error"];

    private static readonly string[] Marks = [.. Payloads, "invocationId", "author"];

    public static bool Recognizes(JsonElement frame) =>
        HasPayload(frame) || Marks.Any(mark => frame.TryGetProperty(mark, out _));

    /// <summary>Whether the frame says something in this dialect, whatever else it has.</summary>
    public static bool HasPayload(JsonElement frame) =>
        frame.ObjectField("content") is not null || Payloads.Any(mark => frame.Field(mark) is not null);

    /// <param name="frame">The frame, without the token.</param>
    /// <param name="raw">The same as it came, for the agent's text.</param>
    public static List<AgentEvent> Decode(JsonElement frame, JsonElement raw)
    {
        var events = new List<AgentEvent>();
        if (frame.ObjectField("content") is { } content)
        {
            var partial = frame.Flag("partial") ?? false;
            var isUser = content.Text("role") == "user";
            var parts = content.Items("parts").Zip(raw.ObjectField("content")!.Value.Items("parts"), (part, rawPart) => AdkPart.Decode(part, rawPart, partial, isUser));
            foreach (var decoded in parts.OfType<AgentEvent>())
            {
                Add(events, decoded);
            }
        }

        if (ReadError(frame) is { } error)
        {
            events.Add(error);
        }

        return events;
    }

    /// <summary>Neighbouring text parts of one event are one text: a server may cut it anywhere.</summary>
    private static void Add(List<AgentEvent> events, AgentEvent decoded)
    {
        if (decoded is TextEvent text
            && events.LastOrDefault() is TextEvent last
            && last.IsThought == text.IsThought
            && !TrailingNotice.IsNotice(text.Text))
        {
            events[events.Count - 1] = last with { Text = last.Text + text.Text };
            return;
        }

        events.Add(decoded);
    }

    private static ErrorEvent? ReadError(JsonElement frame)
    {
        var source = frame.ObjectField("error");
        var code = frame.FirstText("errorCode") ?? source?.FirstText("code", "status", "type") ?? frame.FirstText("code");
        var message = frame.FirstVerbatim("errorMessage", "error") ?? source?.FirstVerbatim("message");
        var tells = frame.FirstText("errorCode", "errorMessage") is not null || frame.Field("error") is { ValueKind: not JsonValueKind.False };
        return tells && !IsNormalEnd(code, message) ? new ErrorEvent(code, message ?? ErrorDeduplicator.MessageFor(code)) : null;
    }

    /// <summary>A turn that ends without a word, a silent edit, comes as a failure named after the normal reason to end (google/adk-python issue 2905).</summary>
    private static bool IsNormalEnd(string? code, string? message) => code == "STOP" && message is null;
}
