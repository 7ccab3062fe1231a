namespace NemoVideo.Client.Protocol;

/// <summary>The body that asks for a link to a session (protocol section 4).</summary>
internal sealed record ClaimBody(string TaskId, string SessionId);
