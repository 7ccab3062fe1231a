namespace NemoVideo.Client.Protocol;

/// <summary>The body that makes a session (protocol section 4).</summary>
internal sealed record SessionBody(string TaskName, string? Language);
