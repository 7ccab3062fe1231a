using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Streaming;

/// <summary>
/// What partial events announced. The final event brings a call again under another id, so it is known by its tool and its
/// arguments; what never came again, because the stream ended before, is reported at the end.
/// </summary>
internal sealed class ProvisionalEvents
{
    /// <summary>Each that comes is compared with all of them.</summary>
    private const int MostOpen = 100;

    private readonly List<AgentEvent> _open = [];

    /// <summary>Takes an announced event; gives the oldest one where there are too many to wait for, else null.</summary>
    public AgentEvent? Announce(AgentEvent announced)
    {
        Settle(announced);
        _open.Add(announced);
        if (_open.Count <= MostOpen)
        {
            return null;
        }

        var oldest = _open[0];
        _open.RemoveAt(0);
        return oldest;
    }

    public void Settle(AgentEvent final) => _open.RemoveAll(one => IsSame(one, final));

    /// <summary>What is still open; nothing is from then on.</summary>
    public IReadOnlyList<AgentEvent> Take()
    {
        var rest = _open.ToArray();
        _open.Clear();
        return rest;
    }

    private static bool IsSame(AgentEvent one, AgentEvent other) => (one, other) switch
    {
        (ToolCallEvent a, ToolCallEvent b) => a.Name == b.Name && ((a.Id is not null && a.Id == b.Id) || JsonComparison.AreEqual(a.Arguments, b.Arguments)),
        (UnknownEvent a, UnknownEvent b) => a.Raw == b.Raw,
        _ => false,
    };
}
