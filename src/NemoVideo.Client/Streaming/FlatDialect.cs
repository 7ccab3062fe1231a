using System.Text.Json;
using NemoVideo.Client.Json;

namespace NemoVideo.Client.Streaming;

/// <summary>The flat dialect: <c>{"type":"text","content":"…"}</c>, one event a frame.</summary>
internal static class FlatDialect
{
    public static bool Recognizes(JsonElement frame) => frame.Field("type") is { ValueKind: JsonValueKind.String };

    public static IReadOnlyList<AgentEvent> Decode(JsonElement frame, string data) => frame.Text("type") switch
    {
        "text" => [new TextEvent(frame.FirstText("content", "text") ?? "", frame.Flag("partial") ?? false)],
        "tool_call" => [new ToolCallEvent(frame.Text("id"), frame.Text("name") ?? "", frame.Field("args")?.Clone())],
        "tool_result" => [new ToolResultEvent(frame.Text("id"), frame.Text("name") ?? "", frame.Field("result")?.Clone())],
        "heartbeat" => [new HeartbeatEvent()],
        "error" => [ReadError(frame)],
        _ => [new UnknownEvent(data, "Its type is not known.")],
    };

    private static ErrorEvent ReadError(JsonElement frame)
    {
        var source = frame.ObjectField("error") ?? frame;
        return new ErrorEvent(
            source.FirstText("code", "errorCode"),
            source.FirstText("message", "content", "error", "errorMessage") ?? "The service reported a failure without a message.");
    }
}
