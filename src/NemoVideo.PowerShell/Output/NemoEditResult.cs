using NemoVideo.Language;

namespace NemoVideo.PowerShell.Output;

/// <summary>The result of one message: always the last event of an edit. Start-NemoExport exports each result that succeeded.</summary>
public sealed class NemoEditResult : NemoEvent
{
    internal NemoEditResult(EventStamp stamp, string message, bool ownsSession, string? sourcePath, EditResult result) : base(stamp)
    {
        Message = message;
        OwnsSession = ownsSession;
        SourcePath = sourcePath;
        Status = result.Status.ToString();
        var translation = SuggestedCommands.Translate(result.Text, stamp.SessionId);
        (Text, RawText) = (translation.Text, result.Text);
        Suggestions = translation.Suggestions;
        SuggestedCommand = new OutputList<string>(SuggestedCommands.For(translation.Suggestions, stamp.SessionId));
        Tools = new OutputList<string>(result.Tools);
        Error = result.Error?.Message;
        Question = result.Questions.Count == 0 ? null : string.Join("\n", result.Questions.Select(static question => question.Line));
        IsChanged = result.IsChanged;
        Changes = NemoTimelineChange.From(result.Changes);
        ChangeSummary = result.ChangeSummary;
        IsSilent = result.IsSilent;
        Before = result.Before.Summary;
        After = result.After.Summary;
        StateBefore = new NemoState(result.Before);
        StateAfter = new NemoState(result.After);
        Duration = result.Duration;
    }

    /// <summary>
    /// The outcome: <c>Succeeded</c>, <c>AwaitingInput</c> if the agent asked a question, <c>Unchanged</c>, <c>Failed</c>, or <c>Unknown</c>.
    /// </summary>
    public string Status { get; }

    /// <summary>The message that was sent.</summary>
    public string Message { get; }

    /// <summary>The agent text, with commands instead of instructions for a GUI; empty for a silent edit.</summary>
    public string Text { get; }

    /// <summary>The unchanged agent text.</summary>
    public string RawText { get; }

    /// <summary>Command lines that do the same as the instructions for a GUI; empty if there were none.</summary>
    public IReadOnlyList<string> SuggestedCommand { get; }

    /// <summary>The names of the tools that were called, in order.</summary>
    public IReadOnlyList<string> Tools { get; }

    /// <summary>Whether the timeline changed.</summary>
    public bool IsChanged { get; }

    /// <summary>The changes; empty if there were none.</summary>
    public IReadOnlyList<NemoTimelineChange> Changes { get; }

    /// <summary>The changes in one line, such as <c>Title added: "Paradise Found" (0-3s)</c>; empty if there were none.</summary>
    public string ChangeSummary { get; }

    /// <summary>Whether the agent sent no text.</summary>
    public bool IsSilent { get; }

    /// <summary>The timeline before the edit, in one line.</summary>
    public string Before { get; }

    /// <summary>The timeline after the edit, in one line.</summary>
    public string After { get; }

    /// <summary>The timeline before the edit.</summary>
    public NemoState StateBefore { get; }

    /// <summary>The timeline after the edit.</summary>
    public NemoState StateAfter { get; }

    /// <summary>What the agent asked, one question per line, with the suggested answers in parentheses; null for none.</summary>
    public string? Question { get; }

    /// <summary>The error message; null for none.</summary>
    public string? Error { get; }

    /// <summary>The time from sending the message to the end of the edit.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Whether the session was created for a single file (-SessionPerFile).</summary>
    public bool OwnsSession { get; }

    /// <summary>The full path of the local file that the session was created for (-SessionPerFile); null if unknown.</summary>
    public string? SourcePath { get; }

    internal IReadOnlyList<GuiSuggestion> Suggestions { get; }

    /// <inheritdoc/>
    public override string Line => Status switch
    {
        nameof(EditStatus.Succeeded) => $"Succeeded. {ChangeSummary}. {After}",
        nameof(EditStatus.Unchanged) => $"Nothing changed. {After}",
        nameof(EditStatus.AwaitingInput) => $"Awaiting input: {Question?.Replace('\n', ' ')}",
        _ => $"{Status}: {Error}",
    };
}
