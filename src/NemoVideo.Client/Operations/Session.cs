namespace NemoVideo.Client.Operations;

/// <summary>A session (protocol section 4): one timeline and the talk about it.</summary>
/// <param name="Id">The session's id: text, though it can be a long number.</param>
/// <param name="TaskId">The service's task behind it; null where it does not say.</param>
/// <param name="UserId">The user; null where the service does not say.</param>
/// <param name="Name">Its name.</param>
/// <param name="Language">Its language as an ISO code; null where none was chosen.</param>
public sealed record Session(string Id, string? TaskId, string? UserId, string Name, string? Language);
