namespace NemoVideo.PowerShell.Output;

/// <summary>Creates the output objects of one edit, numbered in order of arrival.</summary>
internal sealed class EventFactory(string sessionId, string message, bool ownsSession, string? sourcePath)
{
    private const int MaxTranslated = 256 * 1024;

    private int _sequence;
    private int _characters;

    public NemoEvent Create(AgentEvent source)
    {
        var stamp = new EventStamp(source.Kind, sessionId, DateTimeOffset.Now, ++_sequence);
        return source switch
        {
            TextEvent { IsPartial: false } text => new NemoTextEvent(stamp, text, isTranslated: (_characters += text.Text.Length) <= MaxTranslated),
            TextEvent text => new NemoTextEvent(stamp, text, isTranslated: false),
            ToolCallEvent call => new NemoToolCallEvent(stamp, call),
            QuestionEvent question => new NemoQuestionEvent(stamp, question),
            ToolResultEvent result => new NemoToolResultEvent(stamp, result),
            TimelineEvent timeline => new NemoTimelineEvent(stamp, timeline),
            ErrorEvent error => new NemoErrorEvent(stamp, error),
            HeartbeatEvent => new NemoHeartbeatEvent(stamp),
            UnknownEvent unknown => new NemoUnknownEvent(stamp, unknown),
            EditResult result => new NemoEditResult(stamp, message, ownsSession, sourcePath, result),
            _ => new NemoUnknownEvent(stamp, new UnknownEvent(source.ToString(), "The event type is unknown.")),
        };
    }
}

/// <summary>Selects the events of an edit that are written to the pipeline.</summary>
internal sealed class EventFilter(bool resultOnly = false, bool includePartial = false, bool includeHeartbeat = false)
{
    /// <summary>Whether an event is written.</summary>
    public bool Passes(AgentEvent source) => source switch
    {
        _ when resultOnly => source is EditResult,
        TextEvent { IsThought: true } => false,
        TextEvent { Text.Length: 0 } => false,
        TextEvent { IsPartial: true } => includePartial,
        HeartbeatEvent => includeHeartbeat,
        _ => true,
    };
}
