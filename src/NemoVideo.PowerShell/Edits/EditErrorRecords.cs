namespace NemoVideo.PowerShell;

/// <content>The error records for edits.</content>
internal static partial class ErrorRecords
{
    public static ErrorRecord NoMessageInInput(object input) => Create(
        "NemoNoMessageInInput", "The result of an edit can't be sent as a message.",
        "Specify the next message as a string with -Message.", input);

    /// <summary>An edit that failed. Null for a timeline about which nothing is known.</summary>
    public static ErrorRecord EditFailed(ErrorEvent error, bool? isChanged, string sessionId, string name, string? sourcePath)
    {
        var timeline = isChanged is { } changed ? $" The timeline {(changed ? "changed" : "didn't change")}." : "";
        var failure = error.Exception switch
        {
            null => new NemoException(
                NemoErrorKind.ServiceFailure, $"{Sentence($"The edit failed: {error.Message}")}{timeline}",
                "Check the timeline with Get-NemoState. Then rephrase the message, or try again later."),
            { Kind: NemoErrorKind.OutOfCredits } exhausted => exhausted.Restate(
                $"{exhausted.Message}{timeline} The service may have charged you for a part of the edit.",
                $"{exhausted.NextStep} Check the timeline before you send the message again.",
                NemoErrorKind.ServiceFailure, NemoAction.ReadState, sessionId),
            var other => timeline.Length == 0 ? other : other.Restate($"{other.Message}{timeline}", other.NextStep),
        };
        failure.SourcePath = sourcePath;
        var isOfEdit = error.Exception is null or { Kind: NemoErrorKind.OutOfCredits };
        return Create(failure, isOfEdit ? "NemoEditFailed" : ErrorKinds.IdOf(failure.Kind), sessionId, name);
    }

    /// <summary>Quotes the agent, because its text can say why, or be a question.</summary>
    public static ErrorRecord EditUnchanged(EditResult result, string message, string name, string? sourcePath)
    {
        var text = SuggestedCommands.OmitInstructions(result.Text);
        var reply = text.Length == 0 ? "The agent sent no text."
            : $"The agent replied: {DisplayText.Quote(DisplayText.Shorten(text, MaxQuoteLength))}.";
        return From(
            new NemoException(
                NemoErrorKind.Unchanged, DisplayText.Message($"The message '{message}' didn't change the timeline of {name}. {reply}"),
                "If the reply is a question, answer it in the same session. Otherwise, rephrase the message.")
            { SourcePath = sourcePath },
            result.After.SessionId);
    }

    public static ErrorRecord AwaitingInput(EditResult result, string name, string? sourcePath) => From(
        new NemoException(
            NemoErrorKind.AwaitingInput,
            DisplayText.Message($"The agent asked about {name}: '{string.Join(" ", result.Questions.Select(static one => one.Line))}'."),
            "The edit continues when you answer.")
        { Action = NemoAction.AnswerQuestion, ActionTarget = result.After.SessionId, SourcePath = sourcePath },
        result.After.SessionId);
}
