namespace NemoVideo.Soak;

/// <summary>A render as the server holds it.</summary>
internal sealed record ServerRender(string Id, string Key, DateTimeOffset? CompletedAt, string? Error, ServerFile? File);
