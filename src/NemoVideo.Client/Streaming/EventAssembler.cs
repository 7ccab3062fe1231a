namespace NemoVideo.Client.Streaming;

/// <summary>
/// Turns decoded events into the events of the stream: each text complete, each text, call and error once, and without a
/// trailing notice.
/// </summary>
internal sealed class EventAssembler
{
    private readonly TextAssembler _texts = new();
    private readonly PendingEvents _pending = new();
    private readonly ErrorDeduplicator _errors = new();
    private readonly TrailingNoticeFilter _notices = new();

    /// <summary>Adds a decoded event and returns the events that are ready.</summary>
    public IEnumerable<AgentEvent> Add(AgentEvent decoded) => Assemble(decoded).SelectMany(_notices.Pass);

    /// <summary>The remaining events at the end of the stream.</summary>
    /// <param name="isBroken">Whether the stream was interrupted. If so, a notice may not have been the last text.</param>
    public IEnumerable<AgentEvent> Finish(bool isBroken)
    {
        IEnumerable<AgentEvent> rest = _texts.Finish() is { } text ? [text, .. _pending.Take()] : _pending.Take();
        var passed = rest.SelectMany(_notices.Pass).ToList();
        return isBroken ? [.. passed, .. _notices.Release()] : passed;
    }

    private IReadOnlyList<AgentEvent> Assemble(AgentEvent decoded)
    {
        switch (decoded)
        {
            case PendingEvent pending:
                return _pending.Add(pending.Event) is { } oldest ? [oldest] : [];
            case ErrorEvent error:
                return _errors.IsNew(error) ? [error] : [];
            case TextEvent text:
                return _texts.Observe(text) is { } previous ? [previous, text] : [text];
            default:
                _pending.Remove(decoded);
                return [decoded];
        }
    }
}
