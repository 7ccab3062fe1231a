namespace NemoVideo.Client.Http;

/// <summary>Measures for how long no connection could be established, so that a wait for the service ends.</summary>
internal sealed class UnreachableTimer(TimeSpan limit, TimeProvider time)
{
    // Two failures with a long interval between them don't show that the service was unreachable in between.
    private const int MinFailures = 3;

    private long _since;
    private int _failures;

    public TimeSpan Limit => limit;

    /// <summary>
    /// Observes a poll; null if it succeeded. Returns true if every connection has failed for the time limit, in at least three polls.
    /// </summary>
    public bool Observe(NemoException? failure)
    {
        if (failure?.Kind != NemoErrorKind.ConnectionFailed)
        {
            _failures = 0;
            return false;
        }

        _since = _failures == 0 ? time.GetTimestamp() : _since;
        _failures++;
        return _failures >= MinFailures && time.GetElapsedTime(_since) >= limit;
    }
}
