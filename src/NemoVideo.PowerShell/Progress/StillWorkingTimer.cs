
namespace NemoVideo.PowerShell.Progress;

/// <summary>Decides when to report that the service is still working: once per interval without events other than heartbeats.</summary>
/// <param name="interval">The length of the interval.</param>
/// <param name="time">The time provider.</param>
internal sealed class StillWorkingTimer(TimeSpan interval, TimeProvider time)
{
    private long _since = time.GetTimestamp();

    /// <summary>Restarts the interval, unless the event is a heartbeat.</summary>
    public void Observe(AgentEvent current)
    {
        if (current is not HeartbeatEvent)
        {
            _since = time.GetTimestamp();
        }
    }

    /// <summary>Whether the interval has elapsed. If so, it restarts.</summary>
    public bool IsDue()
    {
        var isDue = time.GetElapsedTime(_since) >= interval;
        _since = isDue ? time.GetTimestamp() : _since;
        return isDue;
    }
}
