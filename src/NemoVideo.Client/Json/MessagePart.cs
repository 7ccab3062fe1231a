namespace NemoVideo.Client.Json;

/// <summary>One part of a message.</summary>
internal sealed record MessagePart(string Text);
