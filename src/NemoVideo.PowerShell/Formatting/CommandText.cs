using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using NemoVideo.Language;
using NemoVideo.Language.Intents;

namespace NemoVideo.PowerShell.Formatting;

/// <summary>Command lines as text.</summary>
internal static class CommandText
{
    /// <summary>The cmdlet of this module whose name is the first word of a text, as it was written; null for none.</summary>
    public static string? NameIn(string text)
    {
        var name = Regex.Match(text, @"^\W*(?<name>[A-Za-z]+-Nemo[A-Za-z]*)(?![\w-])", RegexOptions.IgnoreCase).Groups["name"].Value;
        var type = $"{nameof(NemoVideo)}.{nameof(PowerShell)}.Commands.{name.Replace("-", "")}Command";
        return typeof(CommandText).Assembly.GetType(type, throwOnError: false, ignoreCase: true) is null ? null : name;
    }

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
    private const int MaxWords = 3;
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

    /// <summary>The cmdlet for a part of a request, with the probability and the words that weighed most.</summary>
    public static string Explain(RequestStep step)
    {
        var command = step.Unclear != UnclearPath.None ? $"The request {Shown(step.Text)} doesn't clearly say which files or folder to use"
            : step.Choices.Count > 0 ? $"The request {Shown(step.Text)} requires confirmation"
            : $"The request {DisplayText.Quote(step.Text)} matches {NameOf(step.Intent)}";
        if (step.Part?.Prediction is not { } prediction)
        {
            return step.Unclear != UnclearPath.None ? $"{command}." : $"{command} because {ReasonFor(step)}.";
        }

        var words = prediction.Contributions.Where(static word => word.Weight > 0).Take(MaxWords)
            .Select(static word => Shown(word.Word)).ToList();
        return $"{command}. Most likely intent: {prediction.Intent}. Probability: {DisplayText.Percent(100 * prediction.Probability)}."
            + (words.Count == 0 ? "" : $" Most influential words: {string.Join(", ", words)}.");
    }

    /// <summary>The parts of a request in quotation marks.</summary>
    public static string Quote(IEnumerable<RequestStep> steps) =>
        string.Join(", ", steps.GroupBy(static step => step.Text).Select(
            static one => $"{Shown(one.Key)} ({string.Join(", ", one.Select(static step => NameOf(step.Intent)))})"));

    /// <summary>A warning about pieces of a request that can be other requests; null for none. The response to a question has its own.</summary>
    public static string? NotRun(RequestStep step) => step is { Part.Rest: { Count: > 0 } rest }
            && step.Intent is not (RequestIntent.Edit or RequestIntent.HowTo)
        ? $"Only the part of the request that matches {NameOf(step.Intent)} was run. "
            + string.Concat(rest.Select(static part => $"The text {Shown(part.Text)} matches {NameOf(part.Intent)} and was ignored. "))
            + (rest.Count == 1 ? "To run the ignored part, enter it as a separate request."
                : "To run the ignored parts, enter each of them as a separate request.")
        : null;

    /// <summary>The command for a request for videos from the clips in a folder, which is more than one session.</summary>
    public static string HelpFor(BatchRequest batch) =>
        "The request is about all clips in a folder, so nothing was sent. To create the videos, run: "
        + $"Get-ChildItem -LiteralPath {CommandText.Quote(batch.Folder)} | New-NemoVideo -Message {CommandText.Quote(batch.Message)} "
        + $"-Destination './out'{(batch.IsJoined ? " -Join" : "")}. To see first what the command would do, add -WhatIf.";

    /// <summary>Help for a question, which isn't sent to the agent.</summary>
    public static string HelpFor(string question) => RequestDetails.Help(question) switch
    {
        HelpTopic.Batch => "To create a video from each file in a folder, use New-NemoVideo: Get-ChildItem *.mp4 | New-NemoVideo -Destination out -Message 'trim the pauses'. "
            + "For details, run Get-Help New-NemoVideo -Full.",
        HelpTopic.Resuming => "To resume an interrupted New-NemoVideo command, run the same command again. It doesn't send any message twice. "
            + "For details, run Get-Help New-NemoVideo -Full.",
        HelpTopic.Schedule => "To learn how to use the module in scheduled tasks, run Get-Help about_NemoVideo_Automation.",
        HelpTopic.Token => "To connect with your own token, use Connect-Nemo -Token. To see the current connection, use Get-NemoConnection. To close it, "
            + "use Disconnect-Nemo. For details, run Get-Help Connect-Nemo -Full.",
        HelpTopic.Undo => "To undo the last edit, run Invoke-NemoEdit 'undo the last edit'. The message costs credits. "
            + "If the agent can't undo the edit, describe the result that you want, for example: Invoke-NemoEdit 'remove the title'.",
        HelpTopic.Version => "To see the version of the module, run Get-Module NemoVideo.",
        _ => HelpFor(RequestDetails.Topic(question)),
    };

    /// <summary>Help for a topic, such as how to export or what an edit costs.</summary>
    public static string HelpFor(RequestIntent topic) => topic switch
    {
        RequestIntent.Export => "To export the timeline and download the video, run Start-NemoExport | Wait-NemoExport -Destination ./out. "
            + "The video has the same resolution as the timeline. To change the resolution, run Invoke-NemoEdit 'change the resolution to 4K'. "
            + "For details, run Get-Help Start-NemoExport -Full.",
        RequestIntent.Upload => "To upload files, use Send-NemoUpload. It accepts mp4, mov, avi, webm, mkv, jpg, png, gif, webp, mp3, wav, "
            + "m4a, and aac files of up to 500 MiB. For details, run Get-Help Send-NemoUpload -Full.",
        RequestIntent.Cancel => "To cancel exports, use Stop-NemoExport. For details, run Get-Help Stop-NemoExport -Full.",
        RequestIntent.Session => "To create a session, use New-NemoSession. To list all sessions, use Get-NemoSession -All. To select a session, "
            + "use Set-NemoSession. For details, run Get-Help New-NemoSession -Full.",
        RequestIntent.Credits => "An edit costs about 50 credits, and a generated clip costs about 100 credits. Exports are free. "
            + "To see the available credits, use Get-NemoCredit.",
        RequestIntent.Edit => "To edit the video, describe the change: Invoke-Nemo 'add the title \"Holiday\"'. "
            + "For details, run Get-Help Invoke-NemoEdit -Full.",
        _ => "For help, run Get-Help about_NemoVideo. To edit a video, describe the change: Invoke-Nemo 'add the title \"Holiday\"'.",
    };

    /// <summary>A warning about words in the request that have no effect on an export; null for none.</summary>
    public static string? UnsupportedOptions(ExportForm form) => form.UnsupportedOptions.Count == 0 ? null
        : $"{List(form.UnsupportedOptions)} in the request "
            + $"{(form.UnsupportedOptions.Count == 1 ? "has" : "have")} no effect on the export. The export format is {form.Format}, "
            + $"and the quality is {form.Quality ?? ExportForm.DefaultQuality}. To change the video, send a message with Invoke-NemoEdit before you export the video.";

    /// <summary>A warning if an upload also asks where to put the clip; otherwise null.</summary>
    public static string? Position(RequestStep step) =>
        step.Part?.Intent == RequestIntent.Upload && RequestDetails.AsksForPosition(step.Text)
            ? $"The request {Shown(step.Text)} was treated as an upload. An upload doesn't set the clip's position on the timeline. "
                + $"To tell the agent where to put the clip, run Invoke-NemoEdit {CommandText.Quote(step.Text)}."
            : null;

    /// <summary>Help for a request about sessions that can't be run; null if the list of sessions is the result.</summary>
    public static string? SessionHelp(SessionRequest request, string? name = null) => request switch
    {
        SessionRequest.Delete => "The service doesn't support deleting sessions. To work in another session, use New-NemoSession or Set-NemoSession.",
        SessionRequest.Rename => "The service can't rename a session. To use another name, create a session with New-NemoSession -Name.",
        SessionRequest.Switch => "Either no session or more than one session matches the request. "
            + "Select a session with Set-NemoSession.",
        SessionRequest.Unclear => $"It isn't clear what you want to do with the session{(name is null ? "" : $" '{name}'")}. "
            + "To create a session, use New-NemoSession. To select a session, use Set-NemoSession.",
        _ => null,
    };

    /// <summary>Why a step without a prediction is part of the plan.</summary>
    private static string ReasonFor(RequestStep step) => step switch
    {
        { Choices.Count: > 0 } => FormattableString.Invariant(
            $"it has more than {RequestPlan.MaxLength:N0} characters and wasn't analyzed"),
        { Intent: RequestIntent.Upload } => "the text contains a path or URL",
        _ => "you specified -Destination",
    };

    /// <summary>Texts in quotation marks: "'4K', '60fps' and 'youtube'".</summary>
    private static string List(IReadOnlyList<string> texts) => string.Join(", ", texts.Take(texts.Count - 1).Select(static one => $"'{one}'"))
        + (texts.Count > 1 ? " and " : "") + $"'{texts[texts.Count - 1]}'";

    /// <summary>Secrets are hidden first, because a part of a URL may not look like one.</summary>
    private static string Shown(string text) => DisplayText.Quote(DisplayText.Shorten(DisplayText.Message(text), MaxLength));
}
