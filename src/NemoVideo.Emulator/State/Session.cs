namespace NemoVideo.Emulator.State;

/// <summary>A session with its draft.</summary>
internal sealed record Session
{
    public required string SessionId { get; init; }

    public required string TaskId { get; init; }

    public required string UserId { get; init; }

    public required string TaskName { get; init; }

    public string? Language { get; init; }

    /// <summary>The place of the session among all, from 1: with the seed it decides which edits are silent.</summary>
    public required int Number { get; init; }

    /// <summary>The draft as JSON text.</summary>
    public required string Draft { get; init; }

    /// <summary>Drafts that the state may still show where it lags behind, oldest first.</summary>
    public IReadOnlyList<ReplacedDraft> Replaced { get; init; } = [];

    public IReadOnlyList<Upload> Uploads { get; init; } = [];

    /// <summary>Messages accepted so far.</summary>
    public int MessageCount { get; init; }
}
