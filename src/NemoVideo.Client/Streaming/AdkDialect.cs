using System.Text.Json;
using NemoVideo.Client.Json;

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

    public static List<AgentEvent> Decode(JsonElement frame)
    {
        var events = new List<AgentEvent>();
        if (frame.ObjectField("content") is { } content)
        {
            var partial = frame.Flag("partial") ?? false;
            var isUser = content.Text("role") == "user";
            foreach (var decoded in content.Items("parts").Select(part => AdkPart.Decode(part, partial, isUser)).OfType<AgentEvent>())
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
        var code = frame.FirstText("errorCode") ?? source?.FirstText("code", "status", "type");
        var message = frame.FirstText("errorMessage", "error") ?? source?.FirstText("message");
        return code is null && message is null && frame.Field("error") is null
            ? null
            : new ErrorEvent(code, message ?? ToldFailures.MessageFor(code));
    }
}
