namespace NemoVideo.Emulator.State;

/// <summary>A link that opens a session in a browser.</summary>
internal sealed record Claim(string Token, string SessionId, DateTimeOffset ExpiresAt);

/// <summary>A previous draft as JSON text, and when an edit replaced it.</summary>
internal sealed record ReplacedDraft(string Draft, DateTimeOffset At);

/// <summary>A session. Its number, from 1, and the seed determine which edits are silent. The draft is JSON text.</summary>
internal sealed record Session(string SessionId, string TaskId, string UserId, string TaskName, int Number, string Draft)
{
    /// <summary>Drafts that a delayed state can still show, oldest first.</summary>
    public IReadOnlyList<ReplacedDraft> Replaced { get; init; } = [];

    public IReadOnlyList<Upload> Uploads { get; init; } = [];
    public int MessageCount { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The latest message that was accepted, and when. Null if there is none.</summary>
    public string? LastMessage { get; init; }
    public DateTimeOffset? LastMessageAt { get; init; }
}

/// <summary>
/// A token and its credits. Some credits can be frozen for messages in progress. The token of a registered user has no client ID and
/// doesn't expire.
/// </summary>
internal sealed record TokenGrant(string Token, string UserId, long Available, string? ClientId = null, DateTimeOffset? ExpiresAt = null)
{
    public long Frozen { get; init; }
    public bool Revoked { get; init; }

    public bool IsValid(DateTimeOffset now) => !Revoked && (ExpiresAt is null || now < ExpiresAt);
}

internal enum MediaKind
{
    Video,
    Image,
    Audio,
}

/// <summary>Facts about a media file. Null means unknown.</summary>
internal sealed record MediaFacts(
    TimeSpan? Duration, int? Width = null, int? Height = null, double? FrameRate = null, bool? HasAudio = null)
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromDays(1);

    /// <summary>A duration that a file claims, up to one day. Null if it is unknown.</summary>
    /// <param name="seconds">Seconds; can be any number, because the file can be damaged.</param>
    public static TimeSpan? DurationOf(double? seconds) =>
        seconds is not >= 0 ? null : seconds > MaxDuration.TotalSeconds ? MaxDuration : TimeSpan.FromSeconds(seconds.Value);
}

/// <summary>An uploaded file. The hash is SHA-256 in hexadecimal.</summary>
internal sealed record Upload(string Id, string FileName, MediaKind Kind, string StoredName, long ByteCount, string Hash, MediaFacts Facts);
