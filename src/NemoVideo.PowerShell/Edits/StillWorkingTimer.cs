namespace NemoVideo.PowerShell;

/// <summary>Decides when to report that the service is still working: once per interval without events other than heartbeats.</summary>
internal sealed class StillWorkingTimer(TimeSpan interval)
{
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();

    /// <summary>Restarts the interval, unless the event is a heartbeat.</summary>
    public void Observe(AgentEvent current)
    {
        if (current is not HeartbeatEvent)
        {
            _elapsed.Restart();
        }
    }

    /// <summary>Whether the interval has elapsed. If so, it restarts.</summary>
    public bool IsDue()
    {
        if (_elapsed.Elapsed < interval)
        {
            return false;
        }

        _elapsed.Restart();
        return true;
    }
}
