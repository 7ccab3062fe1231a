namespace NemoVideo.Client.Transport;

/// <summary>Measures for how long no connection could be established, so that a wait for the service ends.</summary>
internal sealed class UnreachableTimer(TimeSpan limit, TimeProvider time)
{
    private long? _since;

    public TimeSpan Limit => limit;

    /// <summary>Observes a poll; null if it succeeded. Returns true if every connection has failed for the time limit.</summary>
    public bool Observe(NemoException? failure)
    {
        if (failure?.Kind != NemoErrorKind.ConnectionFailed)
        {
            _since = null;
            return false;
        }

        _since ??= time.GetTimestamp();
        return time.GetElapsedTime(_since.Value) >= limit;
    }
}
