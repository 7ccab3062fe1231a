namespace NemoVideo.Client.Journal;

/// <summary>One operation that this computer started, with what is known of its end.</summary>
/// <param name="Id">The operation's own id, which means nothing to the service.</param>
/// <param name="Step">How far it is.</param>
/// <param name="BegunAt">When it was announced, by the clock of its process.</param>
/// <param name="EndedAt">When its end was last written; null where it has none.</param>
/// <param name="SessionId">The session it belongs to; null where that is not known.</param>
public abstract record JournalEntry(
    string Id, JournalStep Step, DateTimeOffset BegunAt, DateTimeOffset? EndedAt, string? SessionId)
{
    /// <summary>Whether what became of it is not known: it must neither be forgotten nor be done again unseen.</summary>
    public bool IsOpen => Step is JournalStep.Begun or JournalStep.Unknown;
}
