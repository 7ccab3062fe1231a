using NemoVideo.Client.Errors;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Streaming;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Operations;

/// <summary>The outcome of one message: always the last event.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Text">What the agent said, whole texts joined by line ends, the first 4 Mi characters of it; empty for a silent edit.</param>
/// <param name="Tools">The tools that were called, in order, as many as their names fit into 1 Mi characters.</param>
/// <param name="Error">The failure that the stream reported; null where there was none.</param>
/// <param name="Before">The state before the message.</param>
/// <param name="After">The state after it.</param>
/// <param name="Difference">What differs between the two.</param>
/// <param name="Duration">From sending to the end.</param>
public sealed record EditResult(
    EditStatus Status,
    string Text,
    IReadOnlyList<string> Tools,
    ErrorEvent? Error,
    TimelineState Before,
    TimelineState After,
    TimelineDifference Difference,
    TimeSpan Duration) : AgentEvent
{
    /// <inheritdoc/>
    public override string Kind => "Result";

    /// <summary>
    /// Whether the timeline is another one than before. What else a state keeps, such as a count of turns, is told in
    /// <see cref="Changes"/> and is no sign of an edit.
    /// </summary>
    public bool IsChanged => !After.Matches(Before);

    /// <summary>What changed, as <see cref="TimelineDifference"/> tells it; empty where nothing did.</summary>
    public IReadOnlyList<TimelineChange> Changes => Difference.Changes;

    /// <summary>What changed in one line, such as <c>Title added: "Paradise Found" (0-3s)</c>; empty where nothing did.</summary>
    public string ChangeSummary => Difference.Summary;

    /// <summary>
    /// Why the stream broke before its end; null where it did not. The edit may have succeeded all the same: that is read from
    /// the state.
    /// </summary>
    public NemoException? Interruption { get; init; }

    /// <summary>
    /// Whether the message was sent by an earlier process and not again (<see cref="Resuming.EarlierWork"/>): what it said and changed
    /// is not known any more.
    /// </summary>
    public bool IsResumed { get; init; }

    /// <summary>Whether the edit was done without a word: read from the state (protocol section 5).</summary>
    public bool IsSilent => Text.Length == 0 && Interruption is null && !IsResumed;
}
