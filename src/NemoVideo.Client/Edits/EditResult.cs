using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Edits;

/// <summary>The outcome of a message: always the last event.</summary>
/// <param name="Status">How the edit ended.</param>
/// <param name="Text">The agent's complete texts, joined by line breaks, up to 4 Mi characters; empty for a silent edit.</param>
/// <param name="Tools">The names of the called tools in order, up to 1 Mi characters in total.</param>
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
