namespace NemoVideo.Emulator.State;

/// <summary>A link that opens a session in a browser.</summary>
internal sealed record Claim
{
    public required string Token { get; init; }

    public required string SessionId { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}
