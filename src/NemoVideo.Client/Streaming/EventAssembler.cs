namespace NemoVideo.Client.Streaming;

/// <summary>
/// Makes of what the frames hold what the stream says: each text whole once, each call once, each failure once, without the
/// notice at the end that means nothing.
/// </summary>
internal sealed class EventAssembler
{
    private readonly TextAssembler _texts = new();
    private readonly ProvisionalEvents _provisional = new();
    private readonly ErrorDeduplicator _failures = new();
    private readonly TrailingNotice _notice = new();

    /// <summary>Takes an event of a frame and gives the events that can go out now.</summary>
    public IEnumerable<AgentEvent> Take(AgentEvent decoded) => Assemble(decoded).SelectMany(_notice.Pass);

    /// <summary>What is left at the end of the stream.</summary>
    /// <param name="isBroken">Whether the stream broke: then nothing tells that a notice was its last word.</param>
    public IEnumerable<AgentEvent> Finish(bool isBroken)
    {
        IEnumerable<AgentEvent> rest = _texts.Finish() is { } unfinished ? [unfinished, .. _provisional.Take()] : _provisional.Take();
        var passed = rest.SelectMany(_notice.Pass).ToList();
        return isBroken ? [.. passed, .. _notice.Release()] : passed;
    }

    private IReadOnlyList<AgentEvent> Assemble(AgentEvent decoded)
    {
        switch (decoded)
        {
            case ProvisionalEvent provisional:
                return _provisional.Announce(provisional.Inner) is { } overdue ? [overdue] : [];
            case ErrorEvent failure:
                return _failures.IsNew(failure) ? [failure] : [];
            case TextEvent text:
                return _texts.Observe(text) is { } unfinished ? [unfinished, text] : [text];
            default:
                _provisional.Settle(decoded);
                return [decoded];
        }
    }
}
