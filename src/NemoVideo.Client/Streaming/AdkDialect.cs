using System.Text.Json;
using NemoVideo.Client.Json;

namespace NemoVideo.Client.Streaming;

/// <summary>
/// The dialect of Google's Agent Development Kit: <c>{"content":{"role":"model","parts":[…]},"partial":true,…}</c>. A frame
/// can hold several events; one with state changes only holds none.
/// </summary>
internal static class AdkDialect
{
    private static readonly string[] Marks = ["actions", "invocationId", "author", "errorCode", "errorMessage", "error"];

    public static bool Recognizes(JsonElement frame) =>
        frame.ObjectField("content") is not null || Marks.Any(mark => frame.TryGetProperty(mark, out _));

    public static List<AgentEvent> Decode(JsonElement frame)
    {
        var events = new List<AgentEvent>();
        var partial = frame.Flag("partial") ?? false;
        if (frame.ObjectField("content") is { } content)
        {
            var isUser = content.Text("role") == "user";
            foreach (var part in content.Items("parts"))
            {
                if (DecodePart(part, partial, isUser) is { } decoded)
                {
                    events.Add(decoded);
                }
            }
        }

        if (ReadError(frame) is { } error)
        {
            events.Add(error);
        }

        return events;
    }

    private static AgentEvent? DecodePart(JsonElement part, bool partial, bool isUser)
    {
        // A call in a partial event comes again, under another id, in the final one: that one counts.
        if (part.ObjectField("functionCall") is { } call)
        {
            return partial ? null : new ToolCallEvent(call.Text("id"), call.Text("name") ?? "", call.Field("args")?.Clone());
        }

        if (part.ObjectField("functionResponse") is { } response)
        {
            return new ToolResultEvent(response.Text("id"), response.Text("name") ?? "", response.Field("response")?.Clone());
        }

        // A text in an event of role user is a tool's result in words, not the agent speaking.
        return !isUser && part.Text("text") is { Length: > 0 } text
            ? new TextEvent(text, partial, part.Flag("thought") ?? false)
            : null;
    }

    private static ErrorEvent? ReadError(JsonElement frame)
    {
        var code = frame.Text("errorCode");
        var message = frame.FirstText("errorMessage", "error") ?? frame.ObjectField("error")?.FirstText("message");
        return code is null && message is null
            ? null
            : new ErrorEvent(code, message ?? $"The service reported the failure {code}.");
    }
}
