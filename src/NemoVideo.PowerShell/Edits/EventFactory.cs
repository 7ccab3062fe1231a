namespace NemoVideo.PowerShell.Output;

/// <summary>The values that every event has: its kind, its session, its arrival time and its position in the stream.</summary>
internal readonly record struct EventStamp(string Kind, string SessionId, DateTimeOffset Timestamp, int Sequence);

/// <summary>Creates the output objects of one edit, numbered in order of arrival.</summary>
internal sealed class EventFactory(string sessionId, string message, bool ownsSession, string? sourcePath)
{
    private int _sequence;

    public NemoEvent Create(AgentEvent source)
    {
        var stamp = new EventStamp(source.Kind, sessionId, DateTimeOffset.Now, ++_sequence);
        return source switch
        {
            TextEvent text => new NemoTextEvent(stamp, text),
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
