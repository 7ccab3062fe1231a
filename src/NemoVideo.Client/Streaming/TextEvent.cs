namespace NemoVideo.Client.Streaming;

/// <summary>The agent speaks.</summary>
/// <param name="Text">The text: a whole one, or where <paramref name="IsPartial"/> the piece that was added.</param>
/// <param name="IsPartial">Whether this is a piece of a whole text that follows.</param>
/// <param name="IsThought">Whether the agent thinks aloud: not an answer to the user.</param>
public sealed record TextEvent(string Text, bool IsPartial = false, bool IsThought = false) : AgentEvent(AgentEventKind.Text);
