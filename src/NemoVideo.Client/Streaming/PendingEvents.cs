using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Streaming;

/// <summary>A call or another part, but no text, of a partial event. The final event repeats it. The client never returns it as it is.</summary>
internal sealed record PendingEvent(AgentEvent Event) : AgentEvent;

/// <summary>
/// Events of partial events that the final event has not repeated yet. A final event has another ID for a call, so the tool and
/// the arguments identify it. The rest is returned if the stream ends before.
/// </summary>
internal sealed class PendingEvents
{
    /// <summary>Each new event is compared with all of them.</summary>
    private const int MaxCount = 100;

    private readonly List<AgentEvent> _events = [];

    /// <summary>Adds an event. Returns the oldest event if there are too many, else null.</summary>
    public AgentEvent? Add(AgentEvent pending)
    {
        Remove(pending);
        _events.Add(pending);
        if (_events.Count <= MaxCount)
        {
            return null;
        }

        var oldest = _events[0];
        _events.RemoveAt(0);
        return oldest;
    }

    public void Remove(AgentEvent final) => _events.RemoveAll(pending => IsSame(pending, final));

    /// <summary>Removes and returns all events.</summary>
    public IReadOnlyList<AgentEvent> Take()
    {
        var rest = _events.ToArray();
        _events.Clear();
        return rest;
    }

    private static bool IsSame(AgentEvent one, AgentEvent other) => (one, other) switch
    {
        (ToolCallEvent a, ToolCallEvent b) => a.Name == b.Name && ((a.Id is not null && a.Id == b.Id) || JsonComparison.AreEqual(a.Arguments, b.Arguments)),
        (UnknownEvent a, UnknownEvent b) => a.Raw == b.Raw,
        _ => false,
    };
}
