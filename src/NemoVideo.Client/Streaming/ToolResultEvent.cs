using System.Text.Json;

namespace NemoVideo.Client.Streaming;

/// <summary>A tool answers.</summary>
/// <param name="Id">The id of the call it answers; null in the flat dialect.</param>
/// <param name="Name">The tool.</param>
/// <param name="Result">What it answered; null where it answered nothing.</param>
public sealed record ToolResultEvent(string? Id, string Name, JsonElement? Result) : AgentEvent(AgentEventKind.ToolResult);
