using System.Text.Json;

namespace NemoVideo.Client.Streaming;

/// <summary>The agent calls a tool.</summary>
/// <param name="Id">The call's id, which its result repeats; null in the flat dialect.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">What it is called with; null where nothing was given.</param>
public sealed record ToolCallEvent(string? Id, string Name, JsonElement? Arguments) : AgentEvent(AgentEventKind.ToolCall);
