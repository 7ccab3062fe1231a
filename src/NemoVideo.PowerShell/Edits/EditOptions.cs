namespace NemoVideo.PowerShell;

/// <summary>A message to send.</summary>
/// <param name="Session">The session, which is created if there is no current one.</param>
/// <param name="Text">The message.</param>
/// <param name="Input">The pipeline object that the session comes from; null for none.</param>
/// <param name="Position">The position among several messages, such as "2 of 13"; null if their number is unknown.</param>
internal sealed record EditMessage(SessionChoice Session, string Text, PSObject? Input = null, string? Position = null)
{
    /// <summary>The ID of the session; null if it doesn't exist yet.</summary>
    public string? SessionId { get; init; }

    /// <summary>The local file that the session was created for; null if it is unknown.</summary>
    public string? SourcePath { get; } = PipedObject.SourcePathOf(Input);
}

/// <summary>How a cmdlet sends messages and which of their events it writes.</summary>
/// <param name="Filter">The events to write.</param>
/// <param name="Timeout">The total timeout for each message. Default: the connection's.</param>
/// <param name="FailIfUnchanged">Whether it is an error if an edit changes nothing. Default: a warning.</param>
internal sealed record EditOptions(EventFilter Filter, TimeSpan? Timeout = null, bool FailIfUnchanged = false);

/// <summary>Selects the events of an edit that are written to the pipeline.</summary>
internal sealed class EventFilter(bool resultOnly = false, bool includePartial = false, bool includeHeartbeat = false)
{
    /// <summary>Whether an event is written.</summary>
    public bool Passes(AgentEvent source) => source switch
    {
        _ when resultOnly => source is EditResult,
        TextEvent { IsThought: true } => false,
        TextEvent { Text.Length: 0 } => false,
        TextEvent { IsPartial: true } => includePartial,
        HeartbeatEvent => includeHeartbeat,
        _ => true,
    };
}
