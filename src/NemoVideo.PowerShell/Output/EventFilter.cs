namespace NemoVideo.PowerShell.Output;

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
