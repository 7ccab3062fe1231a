using System.Text.Json;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Streaming;

/// <summary>The flat dialect: <c>{"type":"text","content":"…"}</c>, one event a frame.</summary>
internal static class FlatDialect
{
    /// <summary>A frame with a type. An ADK event can have one too, as a field of its own: then its content tells.</summary>
    public static bool Recognizes(JsonElement frame) =>
        frame.Field("type") is { ValueKind: JsonValueKind.String }
        && (IsKnown(frame.Text("type")) ? frame.ObjectField("content") is null : !AdkDialect.HasPayload(frame));

    /// <param name="frame">The frame, without the token.</param>
    /// <param name="raw">The same as it came, for the agent's text.</param>
    /// <param name="data">The frame's text, without the token.</param>
    public static IReadOnlyList<AgentEvent> Decode(JsonElement frame, JsonElement raw, string data) => frame.Text("type") switch
    {
        "text" => ReadText(frame, raw),
        "tool_call" => [new ToolCallEvent(frame.Id("id"), frame.Text("name") ?? "", frame.Field("args")?.Clone())],
        "tool_result" => [new ToolResultEvent(frame.Id("id"), frame.Text("name") ?? "", frame.Field("result")?.Clone())],
        "heartbeat" => [new HeartbeatEvent()],
        "error" => [ReadError(frame)],
        _ => [new UnknownEvent(data, "Its type is not known.")],
    };

    private static bool IsKnown(string? type) => type is "text" or "tool_call" or "tool_result" or "heartbeat" or "error";

    private static IReadOnlyList<AgentEvent> ReadText(JsonElement frame, JsonElement raw) =>
        frame.Text("role") != "user" && raw.FirstVerbatim("content", "text") is { } text
            ? [new TextEvent(text, frame.Flag("partial") ?? false, frame.Flag("thought") ?? false)]
            : [];

    private static ErrorEvent ReadError(JsonElement frame)
    {
        var source = frame.ObjectField("error") ?? frame;
        var code = source.FirstText("code", "errorCode");
        return new ErrorEvent(code, source.FirstVerbatim("message", "content", "error", "errorMessage") ?? ErrorDeduplicator.MessageFor(code));
    }
}
