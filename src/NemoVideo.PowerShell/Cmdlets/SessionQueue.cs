namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The sessions in the input of a pipeline, each once and in order of arrival.</summary>
internal sealed class SessionQueue
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<PendingSession> _pending = [];

    /// <summary>The sessions that were not processed, each with its first input.</summary>
    public IReadOnlyList<PendingSession> Pending => [.. _pending];

    /// <summary>Adds the session of an input. False if it was added before.</summary>
    public bool Add(string sessionId, PSObject? input)
    {
        if (!_known.Add(sessionId))
        {
            return false;
        }

        _pending.Add(new PendingSession(sessionId, input));
        return true;
    }

    /// <summary>Marks a session as processed, so that it is not processed again.</summary>
    public void Complete(string sessionId)
    {
        _known.Add(sessionId);
        _pending.RemoveAll(pending => pending.SessionId == sessionId);
    }
}

internal sealed record PendingSession(string SessionId, PSObject? Input);
