namespace NemoVideo.Client.Authentication;

/// <summary>A free token as the service gave it (protocol section 3). A class, not a record: a record would print it.</summary>
internal sealed class FreeTokenGrant(string token, string? userId, DateTimeOffset? expiresAt)
{
    public string Token { get; } = token;

    public string? UserId { get; } = userId;

    public DateTimeOffset? ExpiresAt { get; } = expiresAt;
}
