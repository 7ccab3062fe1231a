namespace NemoVideo.PowerShell.Output;

/// <summary>The result of one message: always the last event of an edit. Start-NemoExport exports each result that succeeded.</summary>
public sealed class NemoEditResult : NemoEvent
{
    private readonly EditResult _result;

    internal NemoEditResult(EventStamp stamp, string message, bool ownsSession, string? sourcePath, EditResult result) : base(stamp) =>
        (Message, OwnsSession, SourcePath, _result) = (message, ownsSession, sourcePath, result);

    /// <summary>
    /// The outcome: <c>Succeeded</c>, <c>AwaitingInput</c> if the agent asked a question, <c>Unchanged</c>, <c>Failed</c>, or
    /// <c>Unknown</c>.
    /// </summary>
    public string Status => _result.Status.ToString();

    /// <summary>The message that was sent.</summary>
    public string Message { get; }

    /// <summary>The agent text, with commands instead of instructions for a GUI; empty for a silent edit.</summary>
    public string Text => Translation.Text;

    /// <summary>The unchanged agent text.</summary>
    public string RawText => _result.Text;

    /// <summary>Command lines that do the same as the instructions for a GUI; empty if there were none.</summary>
    public IReadOnlyList<string> SuggestedCommand => new OutputList<string>(SuggestedCommands.For(Translation.Suggestions, SessionId));

    /// <summary>The names of the tools that were called, in order.</summary>
    public IReadOnlyList<string> Tools => new OutputList<string>(_result.Tools);

    /// <summary>Whether the timeline changed.</summary>
    public bool IsChanged => _result.IsChanged;

    /// <summary>The changes; empty if there were none.</summary>
    public IReadOnlyList<NemoTimelineChange> Changes => field ??= NemoTimelineChange.From(_result.Changes);

    /// <summary>The changes in one line, such as <c>Title added: "Paradise Found" (0-3s)</c>; empty if there were none.</summary>
    public string ChangeSummary => _result.ChangeSummary;

    /// <summary>Whether the agent sent no text.</summary>
    public bool IsSilent => _result.IsSilent;

    /// <summary>The timeline before the edit. Start-NemoExport exports it, also after the edit.</summary>
    public NemoState Before => field ??= new NemoState(_result.Before);

    /// <summary>The timeline after the edit.</summary>
    public NemoState After => field ??= new NemoState(_result.After);

    /// <summary>What the agent asked, one question per line, with the suggested answers in parentheses; null for none.</summary>
    public string? Question => _result.Questions.Count == 0 ? null : string.Join("\n", _result.Questions.Select(static one => one.Line));

    /// <summary>The error message; null for none.</summary>
    public string? Error => _result.Error?.Message;

    /// <summary>The time from sending the message to the end of the edit.</summary>
    public TimeSpan Duration => _result.Duration;

    /// <summary>The credits that were available before the message; null if they are unknown.</summary>
    public long? CreditBefore { get; internal set; }

    /// <summary>The credits that were available after the edit; null if they are unknown. Other commands can spend some, too.</summary>
    public long? CreditAfter { get; internal set; }

    /// <summary>Whether the session was created for a single file (-SessionPerFile).</summary>
    public bool OwnsSession { get; }

    /// <summary>The full path of the local file that the session was created for (-SessionPerFile); null if unknown.</summary>
    public string? SourcePath { get; }

    internal IReadOnlyList<GuiSuggestion> Suggestions => Translation.Suggestions;

    private GuiTranslation Translation => field ??= SuggestedCommands.Translate(_result.Text, SessionId);

    /// <inheritdoc/>
    public override string Line => Outcome + DisplayText.Credits(CreditBefore, CreditAfter);

    private string Outcome => Status switch
    {
        nameof(EditStatus.Succeeded) => $"Succeeded. {ChangeSummary}. {_result.After.Summary}",
        nameof(EditStatus.Unchanged) => $"Nothing changed. {_result.After.Summary}",
        nameof(EditStatus.AwaitingInput) => $"Awaiting input: {Question?.Replace('\n', ' ')}",
        _ => $"{Status}: {Error}",
    };
}
