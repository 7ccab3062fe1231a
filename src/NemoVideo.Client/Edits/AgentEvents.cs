using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Edits;

/// <summary>An event of a message's stream, in any dialect. Its kinds are in this file.</summary>
public abstract record AgentEvent
{
    private protected AgentEvent()
    {
    }

    /// <summary>The name of the record without <c>Event</c>, such as <c>ToolCall</c>; <c>Result</c> for the last event.</summary>
    public virtual string Kind => GetType().Name.Replace("Event", "");
}

/// <summary>Text of the agent.</summary>
/// <param name="Text">The complete text, or a piece of it if <paramref name="IsPartial"/> is true.</param>
/// <param name="IsPartial">Whether this is a piece of a text whose complete version follows.</param>
/// <param name="IsThought">Whether the text is reasoning of the model instead of a reply to the user.</param>
public sealed record TextEvent(string Text, bool IsPartial = false, bool IsThought = false) : AgentEvent;

/// <summary>The agent calls a tool.</summary>
/// <param name="Id">The ID of the call, which its result also has; null in the flat dialect.</param>
/// <param name="Name">The name of the tool.</param>
/// <param name="Arguments">The arguments; null if there are none.</param>
public sealed record ToolCallEvent(string? Id, string Name, JsonElement? Arguments) : AgentEvent
{
    /// <summary>Whether the response comes from outside the agent, after the end of the stream (ADK's long-running tools).</summary>
    internal bool IsLongRunning { get; init; }
}

/// <summary>The agent asks the user instead of editing. The answer is an ordinary message in the same session.</summary>
/// <param name="Prompt">The question; never empty.</param>
/// <param name="Options">The answers that the agent suggests; empty if there are none.</param>
public sealed record QuestionEvent(string Prompt, IReadOnlyList<string> Options) : AgentEvent
{
    /// <summary>The question in one line, such as <c>Which color should the title have? (yellow, white)</c>.</summary>
    public string Line => Options.Count > 0 ? $"{Prompt} ({string.Join(", ", Options)})" : Prompt;
}

/// <summary>The result of a tool call.</summary>
/// <param name="Id">The ID of the call; null in the flat dialect.</param>
/// <param name="Name">The name of the tool.</param>
/// <param name="Result">The result; null if there is none.</param>
public sealed record ToolResultEvent(string? Id, string Name, JsonElement? Result) : AgentEvent;

/// <summary>The timeline changed. The state is read after the stream.</summary>
/// <param name="State">The new state.</param>
/// <param name="Changes">The changes, as in <see cref="TimelineDifference"/>; never empty.</param>
public sealed record TimelineEvent(TimelineState State, IReadOnlyList<TimelineChange> Changes) : AgentEvent;

/// <summary>The service reports an error in the stream, or the stream was interrupted.</summary>
/// <param name="Code">The error code; null if there is none.</param>
/// <param name="Message">The error message; never empty.</param>
public sealed record ErrorEvent(string? Code, string Message) : AgentEvent
{
    /// <summary>
    /// The error as an exception if the stream was interrupted or the user must act, such as for 2001 (credits); otherwise, null.
    /// </summary>
    public NemoException? Exception { get; init; }

    /// <summary>Whether the response has no event at all, but this text, as of a gateway: only the timeline shows the outcome.</summary>
    internal bool IsForeign { get; init; }

    /// <summary>
    /// Whether the model ended the turn without text. ADK 2.5 reports that as an error, even after tools that succeeded.
    /// </summary>
    internal bool IsEmptyResponse => Code is "MODEL_RETURNED_NO_CONTENT" or "STOP";

    /// <summary>The message for an error without one.</summary>
    internal static string MessageFor(string? code) =>
        $"The service reported {(code is null ? "an error" : $"error {code}")} without a message.";
}

/// <summary>The last event of a stream that doesn't show the outcome of the message. The client never returns it.</summary>
internal sealed record InterruptedEvent(NemoException Failure) : AgentEvent;

/// <summary>The service is still working: a heartbeat event, a comment, or an event without data.</summary>
public sealed record HeartbeatEvent : AgentEvent;

/// <summary>An event that this client can't decode. The stream continues.</summary>
/// <param name="Raw">The data of the event.</param>
/// <param name="Reason">Why it was not decoded.</param>
public sealed record UnknownEvent(string Raw, string Reason) : AgentEvent;

/// <summary>A part of a partial event, except a text. The final event repeats it. The client never returns this wrapper.</summary>
internal sealed record PendingEvent(AgentEvent Event) : AgentEvent;

/// <summary>The outcome of a message: always the last event.</summary>
/// <param name="Status">How the edit ended.</param>
/// <param name="Text">The agent's complete texts, joined by line breaks; empty for a silent edit.</param>
/// <param name="Tools">The names of the called tools in order.</param>
/// <param name="Error">Why the edit failed or its outcome is unknown; otherwise, null.</param>
/// <param name="Before">The state before the message.</param>
/// <param name="After">The state after the message.</param>
/// <param name="Difference">The difference between the two states.</param>
/// <param name="Duration">The time from sending the message to the end of the edit.</param>
public sealed record EditResult(
    EditStatus Status, string Text, IReadOnlyList<string> Tools, ErrorEvent? Error,
    TimelineState Before, TimelineState After, TimelineDifference Difference, TimeSpan Duration) : AgentEvent
{
    /// <inheritdoc/>
    public override string Kind => "Result";

    /// <summary>Whether the timeline changed. Other <see cref="Changes"/>, such as the number of turns, are ignored.</summary>
    public bool IsChanged => !After.Matches(Before);

    /// <summary>Whether the draft has changed, which is what an export renders.</summary>
    internal bool IsDraftChanged => !After.HasDraftOf(Before);

    /// <summary>The changes; empty if there are none.</summary>
    public IReadOnlyList<TimelineChange> Changes => Difference.Changes;

    /// <summary>The changes in one line, such as <c>Title added: "Paradise Found" (0-3s)</c>; empty if there are none.</summary>
    public string ChangeSummary => Difference.Summary;

    /// <summary>The questions that the agent asked; empty if there are none.</summary>
    public IReadOnlyList<QuestionEvent> Questions { get; init; } = [];

    /// <summary>Whether the timeline was read after the message. If not, <see cref="After"/> is the state before it.</summary>
    public bool IsTimelineKnown { get; init; } = true;

    /// <summary>Why the stream doesn't show the outcome; null if it does. The state can show that the edit succeeded.</summary>
    public NemoException? Interruption { get; init; }

    /// <summary>Whether the edit completed without any text, so that its effect was read from the state (protocol section 5).</summary>
    public bool IsSilent => Text.Length == 0 && Interruption is null;
}

/// <summary>How an edit ended.</summary>
public enum EditStatus
{
    /// <summary>The timeline changed.</summary>
    Succeeded,
    /// <summary>The agent asked a question. Its answer is an ordinary message in the same session.</summary>
    AwaitingInput,
    /// <summary>The timeline didn't change. The text of the agent, if any, can say why.</summary>
    Unchanged,
    /// <summary>The service reported an error. The timeline may have changed.</summary>
    Failed,
    /// <summary>Neither the stream nor the timeline shows whether the service made the edit. It may still make it.</summary>
    Unknown,
}
