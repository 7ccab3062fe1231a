namespace NemoVideo.PowerShell.Output;

/// <summary>One event of an edit. A subclass adds the properties of its kind.</summary>
public abstract class NemoEvent
{
    private readonly EventStamp _stamp;

    private protected NemoEvent(EventStamp stamp) => _stamp = stamp;

    /// <summary>
    /// The kind: <c>Text</c>, <c>ToolCall</c>, <c>ToolResult</c>, <c>Question</c>, <c>Timeline</c>, <c>Error</c>, <c>Heartbeat</c>,
    /// <c>Unknown</c>, or <c>Result</c> for the last event.
    /// </summary>
    /// <remarks>A string, because ConvertTo-Json and deserialization turn an enumeration into a number.</remarks>
    public string Kind => _stamp.Kind;

    /// <summary>The ID of the session.</summary>
    public string SessionId => _stamp.SessionId;

    /// <summary>The time of arrival.</summary>
    public DateTimeOffset Timestamp => _stamp.Timestamp;

    /// <summary>The position in the stream, from 1.</summary>
    public int Sequence => _stamp.Sequence;

    /// <summary>The line that the default view shows, except in agent text without user names, passwords and queries of URLs.</summary>
    public virtual string Line => UrlText.Hide(Description);

    private protected virtual string Description => "";

    /// <inheritdoc/>
    public sealed override string ToString() => Line;
}

/// <summary>Text of the agent.</summary>
public sealed class NemoTextEvent : NemoEvent
{
    private readonly TextEvent _event;

    internal NemoTextEvent(EventStamp stamp, TextEvent text) : base(stamp) => _event = text;

    /// <summary>
    /// The text. A line with a command replaces each instruction for a GUI, such as "click the Export button". A piece of a text is
    /// unchanged.
    /// </summary>
    public string Text => Translation.Text;

    /// <summary>The original text, without terminal control characters.</summary>
    public string RawText => _event.Text;

    /// <summary>Command lines that do the same as the instructions for a GUI; empty if there were none.</summary>
    public IReadOnlyList<string> SuggestedCommand => new OutputList<string>(SuggestedCommands.For(Translation.Suggestions, SessionId));

    /// <summary>A script that doesn't read the text doesn't wait for it.</summary>
    private GuiTranslation Translation => field ??=
        IsPartial ? new GuiTranslation(_event.Text, []) : SuggestedCommands.Translate(_event.Text, SessionId);

    /// <summary>Whether this is a piece of a text that follows (-IncludePartial).</summary>
    public bool IsPartial => _event.IsPartial;

    /// <inheritdoc/>
    public override string Line => Text;
}

/// <summary>The agent calls one of its tools.</summary>
public sealed class NemoToolCallEvent : NemoEvent
{
    private readonly ToolCallEvent _event;

    internal NemoToolCallEvent(EventStamp stamp, ToolCallEvent call) : base(stamp) => _event = call;

    /// <summary>The ID of the call, which its result has too; null if the service sent none.</summary>
    public string? Id => _event.Id;

    /// <summary>The name of the tool.</summary>
    public string Name => _event.Name;

    /// <summary>The arguments as plain objects.</summary>
    public object? Arguments => field ??= PlainObject.From(_event.Arguments);

    /// <summary>The arguments as JSON.</summary>
    public string? ArgumentsJson => PlainObject.ToJson(_event.Arguments);

    private protected override string Description => $"> {Name}";
}

/// <summary>The result of a tool call.</summary>
public sealed class NemoToolResultEvent : NemoEvent
{
    private readonly ToolResultEvent _event;

    internal NemoToolResultEvent(EventStamp stamp, ToolResultEvent result) : base(stamp) => _event = result;

    /// <summary>The ID of the call; null if the service sent none.</summary>
    public string? Id => _event.Id;

    /// <summary>The name of the tool.</summary>
    public string Name => _event.Name;

    /// <summary>The result as plain objects.</summary>
    public object? Result => field ??= PlainObject.From(_event.Result);

    /// <summary>The result as JSON.</summary>
    public string? ResultJson => PlainObject.ToJson(_event.Result);

    private protected override string Description => $"< {Name}";
}

/// <summary>The agent asks a question. To answer it, send a message to the same session.</summary>
public sealed class NemoQuestionEvent : NemoEvent
{
    private readonly QuestionEvent _event;

    internal NemoQuestionEvent(EventStamp stamp, QuestionEvent question) : base(stamp) => _event = question;

    /// <summary>The question.</summary>
    public string Prompt => _event.Prompt;

    /// <summary>The answers that the agent suggests; empty if there are none.</summary>
    public IReadOnlyList<string> Options => new OutputList<string>(_event.Options);

    private protected override string Description => $"Question: {_event.Line}";
}

/// <summary>The timeline differs from the timeline before the message.</summary>
public sealed class NemoTimelineEvent : NemoEvent
{
    internal NemoTimelineEvent(EventStamp stamp, TimelineEvent timeline) : base(stamp) =>
        (State, Changes) = (new NemoState(timeline.State), NemoTimelineChange.From(timeline.Changes));

    /// <summary>The changed timeline.</summary>
    public NemoState State { get; }

    /// <summary>The changes.</summary>
    public IReadOnlyList<NemoTimelineChange> Changes { get; }

    /// <summary>The changed timeline in one line.</summary>
    public string Summary => State.Summary;

    private protected override string Description => Summary;
}

/// <summary>The service reported an error, or the stream was interrupted.</summary>
public sealed class NemoErrorEvent : NemoEvent
{
    internal NemoErrorEvent(EventStamp stamp, ErrorEvent error) : base(stamp) =>
        (Code, Message) = (error.Code, error.Message);

    /// <summary>The service's error code; null if it sent none.</summary>
    public string? Code { get; }

    /// <summary>The error message.</summary>
    public string Message { get; }

    private protected override string Description => Code is null ? $"! {Message}" : $"! {Message} ({Code})";
}

/// <summary>A heartbeat: the service is still working (-IncludeHeartbeat).</summary>
public sealed class NemoHeartbeatEvent : NemoEvent
{
    internal NemoHeartbeatEvent(EventStamp stamp) : base(stamp)
    {
    }

    private protected override string Description => "(heartbeat)";
}

/// <summary>An event that this module doesn't know or can't decode. The stream continues after it.</summary>
public sealed class NemoUnknownEvent : NemoEvent
{
    private readonly UnknownEvent _event;

    internal NemoUnknownEvent(EventStamp stamp, UnknownEvent unknown) : base(stamp) => _event = unknown;

    /// <summary>The original data of the event, without terminal control characters.</summary>
    public string RawText => _event.Raw;

    /// <summary>The reason why it was not decoded.</summary>
    public string Reason => _event.Reason;

    private protected override string Description => $"? {ControlCharacters.OneLine(RawText)}";
}
