namespace NemoVideo.Client.Sessions;

/// <summary>A session (protocol section 4): a timeline and its conversation with the agent.</summary>
/// <param name="Id">The session's ID. It is a string, even if it looks like a number.</param>
/// <param name="TaskId">The service's task ID of the session; null if the response has none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Language">Its language as an ISO code; null if it is unknown.</param>
public sealed record Session(string Id, string? TaskId, string Name, string? Language);

/// <summary>A link that opens a session in a browser (protocol section 4). Anyone who has the link can use it.</summary>
/// <param name="Address">The URL, <c>&lt;web&gt;/workspace/claim?ct=&lt;claim token&gt;</c>, which never contains the bearer token.</param>
/// <param name="ExpiresAt">When it expires; null if the response doesn't contain that.</param>
public sealed record SessionLink(Uri Address, DateTimeOffset? ExpiresAt);
