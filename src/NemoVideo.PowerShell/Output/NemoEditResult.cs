using NemoVideo.Client.Operations;
using NemoVideo.Client.Protocol;
using NemoVideo.Language;
using NemoVideo.PowerShell.Formatting;

namespace NemoVideo.PowerShell.Output;

/// <summary>The outcome of one message: always the last event of an edit. Start-NemoExport exports one that succeeded.</summary>
public sealed class NemoEditResult : NemoEvent
{
    internal NemoEditResult(EventStamp stamp, string message, bool ownsSession, EditResult result)
        : base(stamp)
    {
        Message = message;
        OwnsSession = ownsSession;
        Status = result.Status.ToString();
        var translation = GuiTranslation.Translate(result.Text);
        Text = translation.Text;
        SuggestedCommand = SuggestedCommands.For(translation.Actions, stamp.SessionId);
        RawText = result.Text;
        Tools = Array.AsReadOnly(result.Tools.ToArray());
        Error = result.Error?.Message;
        IsChanged = result.IsChanged;
        Changes = NemoTimelineChange.From(result.Changes);
        ChangeSummary = result.ChangeSummary;
        IsSilent = result.IsSilent;
        IsResumed = result.IsResumed;
        Before = result.Before.Summary;
        After = result.After.Summary;
        Duration = result.Duration;
    }

    /// <summary>How the edit ended: <c>Succeeded</c> or <c>Failed</c>.</summary>
    public string Status { get; }

    /// <summary>The message that was sent.</summary>
    public string Message { get; }

    /// <summary>What the agent said, without what it said to a screen that is not there; empty for a silent edit.</summary>
    public string Text { get; }

    /// <summary>What the agent said, as it came.</summary>
    public string RawText { get; }

    /// <summary>What the agent's instructions to a screen come to here, as command lines; empty where there were none.</summary>
    public IReadOnlyList<string> SuggestedCommand { get; }

    /// <summary>The tools that were called, in order.</summary>
    public IReadOnlyList<string> Tools { get; }

    /// <summary>Whether the timeline is another one than before.</summary>
    public bool IsChanged { get; }

    /// <summary>What changed, one object a change; empty where nothing did.</summary>
    public IReadOnlyList<NemoTimelineChange> Changes { get; }

    /// <summary>What changed in one line, such as <c>Title added: "Paradise Found" (0-3s)</c>; empty where nothing did.</summary>
    public string ChangeSummary { get; }

    /// <summary>Whether the edit was done without a word.</summary>
    public bool IsSilent { get; }

    /// <summary>
    /// Whether an earlier process has sent the message, so that it was not sent again (<c>Send-NemoUpload -Resume</c>): what it said and
    /// changed is not known any more.
    /// </summary>
    public bool IsResumed { get; }

    /// <summary>The timeline before, in one line.</summary>
    public string Before { get; }

    /// <summary>The timeline after, in one line.</summary>
    public string After { get; }

    /// <summary>The failure that was reported; null where there was none.</summary>
    public string? Error { get; }

    /// <summary>From sending to the end.</summary>
    public TimeSpan Duration { get; }

    /// <summary>Whether the session was made for one file alone (-SessionPerFile).</summary>
    public bool OwnsSession { get; }

    /// <inheritdoc/>
    public override string Line => Status == nameof(EditStatus.Failed) ? $"Failed: {Error}"
        : IsResumed ? $"Succeeded earlier. {After}"
        : IsChanged ? $"Succeeded. {ChangeSummary}. {After}"
        : $"Succeeded, but nothing has changed. {After}";
}
