using System.Text.Json.Nodes;
using NemoVideo.Emulator.Protocol;

namespace NemoVideo.Emulator.Streaming;

/// <summary>The flat dialect: one object a frame, told apart by its type.</summary>
/// <param name="named">Whether each frame stands under an <c>event:</c> line.</param>
/// <param name="chosen">The form of its heartbeats; null for all by turns.</param>
internal sealed class FlatWriter(bool named, HeartbeatForm? chosen) : IDialectWriter
{
    private readonly Heartbeats _heartbeats =
        new(chosen, named ? HeartbeatForm.Named : HeartbeatForm.Typed, HeartbeatForm.Empty, HeartbeatForm.Comment);

    public IEnumerable<Frame> Write(AgentOutput output)
    {
        yield return output switch
        {
            AgentOutput.Text text => Message(new JsonObject { ["type"] = "text", ["content"] = text.Content }),
            AgentOutput.ToolCall call => Message(new JsonObject { ["type"] = "tool_call", ["name"] = call.Name, ["args"] = call.Arguments }),
            AgentOutput.ToolResult result => Message(new JsonObject { ["type"] = "tool_result", ["name"] = result.Name, ["result"] = result.Result }),
            AgentOutput.Error error => Message(new JsonObject { ["type"] = "error", ["code"] = error.Code, ["message"] = error.Message }),
            _ => _heartbeats.Next(),
        };
    }

    private Frame Message(JsonObject body)
    {
        var json = body.ToJsonString(EmulatorJson.Options);
        return named ? new Frame($"event: message\ndata: {json}\n\n") : Frame.Of(json);
    }
}
