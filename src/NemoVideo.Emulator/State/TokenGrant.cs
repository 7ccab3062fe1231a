namespace NemoVideo.Emulator.State;

/// <summary>A token, whose it is, and what is left of its credits.</summary>
internal sealed record TokenGrant
{
    public required string Token { get; init; }

    public required string UserId { get; init; }

    /// <summary>The client id a free token was given to; null for a registered user's.</summary>
    public string? ClientId { get; init; }

    /// <summary>Null where it never expires.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public bool Revoked { get; init; }

    public long Available { get; init; }

    /// <summary>What running messages hold.</summary>
    public long Frozen { get; init; }

    public bool IsValid(DateTimeOffset now) => !Revoked && (ExpiresAt is null || now < ExpiresAt);
}
