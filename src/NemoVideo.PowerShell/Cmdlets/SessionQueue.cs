using System.Management.Automation;

namespace NemoVideo.PowerShell.Cmdlets;

/// <summary>The sessions of a pipeline's input, each once and in order of arrival.</summary>
internal sealed class SessionQueue
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<KeyValuePair<string, PSObject?>> _open = [];

    /// <summary>The sessions that nothing was done for yet, with the first input that named each.</summary>
    public IEnumerable<(string SessionId, PSObject? Input)> Open => _open.Select(static pair => (pair.Key, pair.Value)).ToArray();

    /// <summary>Takes note of an input; false where its session is known already.</summary>
    public bool Add(string sessionId, PSObject? input)
    {
        if (!_known.Add(sessionId))
        {
            return false;
        }

        _open.Add(new(sessionId, input));
        return true;
    }

    /// <summary>What a session came for is done: it is not open any more, and comes no second time.</summary>
    public void Done(string sessionId)
    {
        _known.Add(sessionId);
        _open.RemoveAll(pair => pair.Key == sessionId);
    }
}
