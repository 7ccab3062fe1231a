using System.Management.Automation.Language;

namespace NemoVideo.PowerShell.Formatting;

/// <summary>Command lines as text.</summary>
internal static class CommandText
{
    /// <summary>A quoted string literal. It escapes typographic quotes too, which PowerShell also accepts as quotes.</summary>
    public static string Quote(string value) => "'" + CodeGeneration.EscapeSingleQuotedStringContent(value) + "'";

    /// <summary>The quoted values of an array.</summary>
    public static string Quote(IEnumerable<string> values) => string.Join(", ", values.Select(Quote));
}

/// <summary>The commands that do the same as the agent's instructions for a GUI.</summary>
internal static class SuggestedCommands
{
    /// <summary>Translates agent text. Each suggestion is a line with its command.</summary>
    public static GuiTranslation Translate(string text, string sessionId) =>
        GuiTranslation.Translate(text, suggestion => "Suggested: " + For(suggestion, sessionId));

    /// <summary>Agent text for an error, without the instructions for a GUI: an error has a recommendation of its own.</summary>
    public static string OmitInstructions(string text) => GuiTranslation.Translate(text, static _ => "").Text.Trim();

    /// <summary>One command line for each suggestion, in order and without duplicates.</summary>
    public static IReadOnlyList<string> For(IEnumerable<GuiSuggestion> suggestions, string sessionId) =>
        [.. suggestions.Select(suggestion => For(suggestion, sessionId)).Distinct()];

    private static string For(GuiSuggestion suggestion, string sessionId)
    {
        var session = " -Session " + CommandText.Quote(sessionId);
        return suggestion.Action switch
        {
            GuiAction.Export => "Start-NemoExport" + session,
            GuiAction.SendEdit => $"Invoke-NemoEdit{session} {CommandText.Quote(DisplayText.Line(suggestion.Message))}",
            GuiAction.ShowCredits => "Get-NemoCredit",
            _ => "Get-NemoState" + session,
        };
    }
}

/// <summary>The cmdlets that do the work of Invoke-Nemo.</summary>
internal static class RequestCommands
{
    private const int MaxLength = 60;

    public static string NameOf(RequestIntent intent) => intent switch
    {
        RequestIntent.Upload => "Send-NemoUpload",
        RequestIntent.Export => "Start-NemoExport",
        RequestIntent.Download => "Wait-NemoExport",
        RequestIntent.Status => "Get-NemoExport",
        RequestIntent.Cancel => "Stop-NemoExport",
        RequestIntent.Credits => "Get-NemoCredit",
        RequestIntent.State => "Get-NemoState",
        RequestIntent.Session => "Get-NemoSession",
        RequestIntent.HowTo => "Get-Help",
        _ => "Invoke-NemoEdit",
    };

    /// <summary>The cmdlet for a part of a request.</summary>
    private static string NameOf(RequestStep step) => step.IsLink ? "Get-NemoSessionLink"
        : step.Intent != RequestIntent.Session ? NameOf(step.Intent)
        : RequestDetails.Session(step.Text) switch
        {
            SessionRequest.New => "New-NemoSession",
            SessionRequest.Switch => "Set-NemoSession",
            SessionRequest.Link => "Get-NemoSessionLink",
            _ => "Get-NemoSession",
        };

    /// <summary>The cmdlet for a part of a request, with the probability of its intent.</summary>
    public static string Explain(RequestStep step)
    {
        var found = step.Unclear != UnclearPath.None ? "doesn't clearly say which files or folder to use"
            : step.Choices.Count > 0 ? "requires confirmation" : $"matches {NameOf(step)}";
        return $"The request {Shown(step.Text)} {found}." + (step.Part?.Prediction is not { } prediction ? ""
            : $" Most likely intent: {prediction.Intent}. Probability: {DisplayText.Percent(100 * prediction.Probability)}.");
    }

    /// <summary>What a part of a request does.</summary>
    public static string Describe(RequestStep step) => step.Intent switch
    {
        RequestIntent.Upload when step.Files.Count == 0 => "Upload the files of the input",
        RequestIntent.Upload => $"Upload {string.Join(", ", step.Files.Select(DisplayText.Message))}",
        RequestIntent.Export => "Start an export",
        RequestIntent.Download when step.IsLink => "Return the link to the session or to its newest export",
        RequestIntent.Download => $"Download the video to {step.Folder}{step.FileName}",
        RequestIntent.Edit =>
            $"{(step.Choices.Count > 0 ? "Ask whether to send" : "Send")} the message {DisplayText.Quote(step.Text)}, which costs credits",
        _ => $"Run {NameOf(step)} for {Shown(step.Text)}",
    };

    /// <summary>The parts of a request in quotation marks.</summary>
    public static string Quote(IEnumerable<RequestStep> steps) =>
        string.Join(", ", steps.GroupBy(static step => step.Text).Select(
            static one => $"{Shown(one.Key)} ({string.Join(", ", one.Select(NameOf))})"));

    /// <summary>The command for a request for videos from the clips in a folder, which is more than one session.</summary>
    public static string HelpFor(BatchRequest batch) =>
        "The request is about all clips in a folder, so nothing was sent. To create a video from each clip, run: "
        + $"Get-ChildItem -LiteralPath {CommandText.Quote(batch.Folder)} | New-NemoVideo -Message {CommandText.Quote(batch.Message)} "
        + "-Destination './out'. To create one video from all clips, add -Join. To see first what the command would do, add -WhatIf.";

    /// <summary>The answer to a request to undo an edit, which would be charged as another edit.</summary>
    public const string HelpForUndo = "The service has no undo, so nothing was sent. To export the timeline from before the "
        + "last edit, which is free, run Get-NemoState -BeforeEdit | Start-NemoExport. To ask the agent to change the timeline back, which "
        + "costs credits, run Invoke-NemoEdit 'undo the last change'.";

    /// <summary>The answer to a question about prices.</summary>
    public const string Prices = "A message that edits costs about 50 credits, and one that generates a clip about 100. Everything else is "
        + "free, also uploads and exports.";

    /// <summary>Help for a question, which isn't sent to the agent.</summary>
    public static string HelpFor(string question) =>
        $"The request {Shown(question)} asks how to do something, so it was not sent. For help, run Get-Help about_NemoVideo. To list "
        + "the commands, run Get-Command -Module NemoVideo. To ask the agent, send the question with Invoke-NemoEdit.";

    /// <summary>Secrets are hidden first, because a part of a URL may not look like one.</summary>
    private static string Shown(string text) => DisplayText.Quote(DisplayText.Shorten(DisplayText.Message(text), MaxLength));
}
