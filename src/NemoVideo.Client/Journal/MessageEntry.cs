using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Journal;

/// <summary>A message that was sent, and charged.</summary>
/// <param name="Id">The operation's own id.</param>
/// <param name="Step">How far it is.</param>
/// <param name="BegunAt">When it was announced.</param>
/// <param name="EndedAt">When its end was written; null where it has none.</param>
/// <param name="SessionId">The session it went to.</param>
/// <param name="Excerpt">Its first 60 characters, in one line.</param>
/// <param name="TextHash">SHA-256 of the whole text, hexadecimal.</param>
/// <param name="FingerprintBefore"><see cref="Timeline.TimelineState.Fingerprint"/> of the state before it; null where it was not read.</param>
/// <param name="FingerprintAfter">The same of the state after it; null where it was not read, or a failure was told.</param>
/// <param name="Status">How the edit ended; null where that is not known.</param>
public sealed record MessageEntry(
    string Id, JournalStep Step, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, string? SessionId,
    string? Excerpt, string? TextHash, string? FingerprintBefore, string? FingerprintAfter, EditStatus? Status)
    : JournalEntry(Id, Step, BegunAt, EndedAt, SessionId)
{
    /// <summary>The reason that is recorded if the credits did not suffice.</summary>
    internal const string CreditsReason = "credits";

    /// <summary>Whether it failed for want of credits, which the user can mend.</summary>
    public bool LackedCredits { get; init; }
}
