namespace NemoVideo.Client.Protocol;

/// <summary>One part of a message.</summary>
internal sealed record MessagePart(string Text);
