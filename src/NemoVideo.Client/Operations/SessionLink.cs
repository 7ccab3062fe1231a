namespace NemoVideo.Client.Operations;

/// <summary>A link that opens a session in a browser (protocol section 4). Whoever has it can open it; it can call nothing.</summary>
/// <param name="Address">The address: <c>&lt;web&gt;/workspace/claim?ct=&lt;claim token&gt;</c>, never with the bearer in it.</param>
/// <param name="ExpiresAt">When it ends; null where the service does not say.</param>
public sealed record SessionLink(Uri Address, DateTimeOffset? ExpiresAt);
