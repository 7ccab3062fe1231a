using System.Text.Json.Nodes;

namespace NemoVideo.Emulator.Streaming;

/// <summary>One thing that the agent has to say, before a dialect puts it into frames. Closed: the kinds are nested here.</summary>
internal abstract record AgentOutput
{
    private AgentOutput()
    {
    }

    internal sealed record Text(string Content) : AgentOutput;

    internal sealed record ToolCall(string Id, string Name, JsonObject Arguments) : AgentOutput;

    internal sealed record ToolResult(string Id, string Name, JsonObject Result) : AgentOutput;

    internal sealed record Heartbeat : AgentOutput;

    internal sealed record Error(string Code, string Message) : AgentOutput;
}
