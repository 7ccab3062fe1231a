using NemoVideo.Client.Operations;
using NemoVideo.Client.Streaming;

namespace NemoVideo.PowerShell.Output;

/// <summary>Which events of an edit go down the pipeline.</summary>
internal sealed class EventFilter(bool resultOnly = false, bool includePartial = false, bool includeHeartbeat = false)
{
    public bool Passes(AgentEvent source) => source switch
    {
        _ when resultOnly => source is EditResult,
        TextEvent { IsThought: true } => false,
        TextEvent { IsPartial: true } => includePartial,
        HeartbeatEvent => includeHeartbeat,
        _ => true,
    };
}
