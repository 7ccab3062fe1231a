namespace NemoVideo.PowerShell.Output;

/// <summary>One event of an edit, as it came. A subclass adds what its kind says.</summary>
public abstract class NemoEvent
{
    private protected NemoEvent(EventStamp stamp)
    {
        Kind = stamp.Kind;
        SessionId = stamp.SessionId;
        Timestamp = stamp.Timestamp;
        Sequence = stamp.Sequence;
    }

    /// <summary>
    /// What it is: <c>Text</c>, <c>ToolCall</c>, <c>ToolResult</c>, <c>Timeline</c>, <c>Error</c>, <c>Heartbeat</c>,
    /// <c>Unknown</c>, or <c>Result</c> for the last one.
    /// </summary>
    /// <remarks>
    /// A word, as is every choice in the output: ConvertTo-Json writes an enumeration as its number, and one that came back
    /// from a file or a job is a number too, which equals no word.
    /// </remarks>
    public string Kind { get; }

    /// <summary>The session that it belongs to.</summary>
    public string SessionId { get; }

    /// <summary>When it arrived.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>Its place in the stream, from 1.</summary>
    public int Sequence { get; }

    /// <summary>The one line that the default view shows.</summary>
    public abstract string Line { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => Line;
}
