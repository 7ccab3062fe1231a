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

/// <summary>How a cmdlet sends messages, and which of their events it writes.</summary>
/// <param name="Timeout">The total timeout for each message. Default: the connection's.</param>
/// <param name="FailIfUnchanged">Whether it is an error if an edit changes nothing. Default: a warning.</param>
/// <param name="ResultOnly">Whether only the result is written.</param>
/// <param name="IncludePartial">Whether pieces of text are written.</param>
/// <param name="IncludeHeartbeat">Whether heartbeats are written.</param>
internal sealed record EditOptions(
    TimeSpan? Timeout = null, bool FailIfUnchanged = false, bool ResultOnly = false, bool IncludePartial = false,
    bool IncludeHeartbeat = false)
{
    /// <summary>Whether an event is written.</summary>
    public bool Includes(AgentEvent source) => source switch
    {
        _ when ResultOnly => source is EditResult,
        TextEvent { IsThought: true } => false,
        TextEvent { Text.Length: 0 } => false,
        TextEvent { IsPartial: true } => IncludePartial,
        HeartbeatEvent => IncludeHeartbeat,
        _ => true,
    };
}
