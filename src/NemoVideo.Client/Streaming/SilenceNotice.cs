namespace NemoVideo.Client.Streaming;

/// <summary>
/// Decides when a person is to be told that the service still works: once in each interval of silence, which heartbeats do
/// not break (protocol section 5).
/// </summary>
/// <param name="interval">How long a silence is until it is told.</param>
/// <param name="time">The clock.</param>
public sealed class SilenceNotice(TimeSpan interval, TimeProvider time)
{
    private long _since = time.GetTimestamp();

    /// <summary>An event came: the silence begins anew, unless it was a heartbeat.</summary>
    public void Observe(AgentEvent current)
    {
        if (current is not HeartbeatEvent)
        {
            _since = time.GetTimestamp();
        }
    }

    /// <summary>Whether it is time to tell; true once in each interval.</summary>
    public bool IsDue()
    {
        if (time.GetElapsedTime(_since) < interval)
        {
            return false;
        }

        _since = time.GetTimestamp();
        return true;
    }
}
