using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Errors;

/// <summary>Creates all error records of the module: ID, category, target, message and recommended action.</summary>
internal static partial class ErrorRecords
{
    private const int MaxNames = 20;
    private const string RowKey = "InputRow";
    private const int MaxQuoteLength = 500;
    private const int MaxShownLength = 60;

    /// <summary>The error record of a failed input. The message contains the name of the input, or else its text.</summary>
    public static ErrorRecord From(NemoException exception, object? targetObject, string? name = null) =>
        Create(exception, ErrorKinds.IdOf(exception.Kind), targetObject, name);

    /// <summary>The error record of several inputs with the same failure. Its target is the inputs.</summary>
    public static ErrorRecord NotProcessed(
        NemoException exception, IReadOnlyList<object?> inputs, Func<object?, string> nameOf, string outcome) =>
        OfAll(exception, ErrorKinds.IdOf(exception.Kind), inputs, [.. inputs.Select(nameOf)], outcome);

    /// <summary>Whether two errors of inputs are the same mistake: the user corrects both in one place.</summary>
    public static bool IsSameMistake(ErrorRecord one, ErrorRecord other) =>
        one.FullyQualifiedErrorId is "NemoInvalidArgument" or "NemoNoPathInInput" or "NemoNoSessionInInput"
        && one.FullyQualifiedErrorId == other.FullyQualifiedErrorId
        && one.ErrorDetails.RecommendedAction == other.ErrorDetails.RecommendedAction;

    /// <summary>The error of several inputs with the same mistake. Its target is the inputs.</summary>
    public static ErrorRecord SameMistake(IReadOnlyList<ErrorRecord> errors) => OfAll(
        (NemoException)errors[0].Exception, errors[0].FullyQualifiedErrorId, [.. errors.Select(static error => error.TargetObject)],
        [.. errors.Select(static error => (error.Exception.Data[RowKey] ?? error.TargetObject) switch
        {
            string text => DisplayText.Message(text),
            var input => Shown(input),
        })],
        "inputs were not processed");

    private static ErrorRecord OfAll(
        NemoException exception, string id, IReadOnlyList<object?> inputs, IReadOnlyList<string> all, string outcome)
    {
        var names = string.Join(", ", all.Take(MaxNames).Select(Quoted))
            + (inputs.Count > MaxNames ? $" and {inputs.Count - MaxNames} more" : "");
        return Create(
            AddSentence(exception, $"{inputs.Count} {outcome}: {names}."), id, inputs.Select(WithoutSecrets).ToArray(), name: "");
    }

    /// <summary>The same failure with one more sentence.</summary>
    public static NemoException AddSentence(NemoException exception, string sentence) =>
        exception.Restate($"{exception.Message} {sentence}", exception.NextStep);

    public static ErrorRecord NoConnectionInRunspace() => Create(
        "NemoNoConnectionInRunspace",
        "This cmdlet didn't connect automatically, because another script block, thread job or tab in the same PowerShell process is "
            + "already connected or has tried to connect and failed. They don't share connections.",
        "Run Connect-Nemo here, too. If you use ForEach-Object -Parallel or Start-ThreadJob, you can share one connection instead. "
            + "Before the script block, run Connect-Nemo and then $nemo = Get-NemoConnection. In the script block, add -Connection "
            + "$using:nemo to each cmdlet.");

    public static ErrorRecord NoConnection() =>
        Create("NemoNoConnection", "There is no connection to close.", "To connect, run Connect-Nemo.");

    public static ErrorRecord NotConnected() => Create(
        "NemoNotConnected",
        "The last Connect-Nemo command in this PowerShell session failed or was stopped. To avoid using the wrong account, this cmdlet "
            + "didn't connect automatically.",
        "Run Connect-Nemo again, or specify a connection with -Connection.");

    public static ErrorRecord ConnectionClosed(NemoConnection connection) => Create(
        "NemoConnectionClosed", "Disconnect-Nemo closed the connection.",
        "Run Connect-Nemo again. If you use -Connection, specify the new connection.", connection);

    public static ErrorRecord EmptyArgument(string parameter) => Create(
        "NemoEmptyArgument", $"The value of -{parameter} is empty.", $"Specify a value for -{parameter}, or omit the parameter.");

    /// <summary>Doesn't repeat the exception's message, which may contain secrets.</summary>
    public static ErrorRecord Unexpected(Exception exception, object? target) => Create(
        "NemoUnexpectedFailure", $"An unexpected error occurred ({exception.GetType().Name}).",
        "Report this problem, and include the text of $Error[0].Exception.InnerException. Before you send the report, remove all secrets "
            + "from the text.",
        target, exception, NemoErrorKind.Unexpected);

    /// <summary>Doesn't repeat the URL: the URL of a proxy may contain a password.</summary>
    public static ErrorRecord NotAWebAddress(string parameter) => Invalid(
        $"The value of -{parameter} is not an absolute http or https URL.", "Use a URL that begins with https:// or http://.");

    public static ErrorRecord InvalidToken() =>
        Invalid("The value of -Token is neither a SecureString nor a string.", "Pass a SecureString or a string to -Token.");

    public static ErrorRecord ProxyCredentialWithoutProxy() => Create(
        "NemoProxyCredentialWithoutProxy", "-ProxyCredential requires -Proxy.", "Specify the URL of the proxy with -Proxy.");

    public static ErrorRecord NoSession() => Create(
        "NemoNoSession", "There is no current session, and -Session was not specified.",
        "Create a session with New-NemoSession, or specify -Session.");

    public static ErrorRecord SessionNotSelected() => Create(
        "NemoNoSession", "There is no current session, because the last attempt to create or select a session failed.",
        "Create a session with New-NemoSession, or select one with Set-NemoSession.");

    public static ErrorRecord SessionAndInput() => Conflict("NemoSessionAndInput", "-Session", "pipeline input", "Omit -Session.");

    public static ErrorRecord SessionAndSessionPerFile() =>
        Conflict("NemoSessionAndSessionPerFile", "-Session", "-SessionPerFile", "Omit -Session or -SessionPerFile.");

    public static ErrorRecord IdAndInput() => Conflict(
        "NemoIdAndInput", "-Id", "pipeline input",
        "Omit -Id. To download videos to a folder, use Wait-NemoExport with -Destination.");

    public static ErrorRecord PathInsteadOfId(string path) => Create(
        "NemoPathInsteadOfId", $"'{path}' is a {(path.Contains("://") ? "URL" : "path")}, not an export ID.",
        "Specify an export ID. To download a video to a folder, use Wait-NemoExport with -Destination.", path);

    public static ErrorRecord NoMessageInInput(object input) => Create(
        "NemoNoMessageInInput", "The result of an edit can't be sent as a message.",
        "Specify the next message as a string with -Message.", input);

    public static ErrorRecord NoExportInInput(object? input) => WrongInput(
        "NemoNoExportInInput", input, "is neither an export nor an export ID",
        "Pipe the output of Start-NemoExport to the cmdlet, or specify an export ID with -Id.");

    public static ErrorRecord NoTimelineInInput(object? input) => WrongInput(
        "NemoNoTimelineInInput", input, "is neither a timeline nor the result of an edit",
        "Pipe the output of Get-NemoState or Invoke-NemoEdit to the cmdlet. To get the timeline of a video that New-NemoVideo created, "
            + "pass the SessionId of the video to Get-NemoState -Session.");

    public static ErrorRecord NoResultInInput(object? input) => WrongInput(
        "NemoNoResultInInput", input, "isn't a result of New-NemoVideo",
        "Pipe the output of New-NemoVideo to the cmdlet. To store results in a file, use Export-Clixml and Import-Clixml, because a CSV "
            + "file doesn't contain the timelines.");

    public static ErrorRecord NoSessionInInput(object? input) => WrongInput(
        "NemoNoSessionInInput", input, "doesn't contain a session ID",
        $"{FoundColumns(input)}Pipe objects that have a session ID, such as the output of Send-NemoUpload, New-NemoSession, or "
            + "Invoke-NemoEdit.");

    public static ErrorRecord ThrottleLimitWithoutSessionPerFile() => Create(
        "NemoThrottleLimitWithoutSessionPerFile",
        "A -ThrottleLimit value greater than 1 requires -SessionPerFile. Within one session, files are uploaded one at a time, because the "
            + "upload order determines the order of the clips on the timeline.",
        "Add -SessionPerFile, or omit -ThrottleLimit.");

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
        var text = SuggestedCommands.Translate(result.Text.Trim(), result.After.SessionId).Text;
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

    public static ErrorRecord ExportFailed(NemoExport export) => Create(
        "NemoExportFailed",
        Sentence($"The export '{export.Id}' " + (export.Status == nameof(RenderStatus.Canceled) ? "was canceled"
            : $"failed: {export.Error ?? "the service did not report a reason"}")),
        "Start another export with Start-NemoExport.", export, kind: NemoErrorKind.RenderFailed);

    public static ErrorRecord NoExport(string? sessionId) => Create(
        "NemoNoExport", $"No exports{OfSession(sessionId)} have been started or retrieved through the current connection.",
        "Start an export with Start-NemoExport, or list the exports of all sessions with Get-NemoExport.", sessionId);

    public static ErrorRecord NoExportInProgress(string? sessionId) => Create(
        "NemoNoExportInProgress",
        $"No export was canceled, because the current connection has no exports in progress{OfSession(sessionId)}.",
        "List the exports of all sessions with Get-NemoExport, and then cancel an export with Stop-NemoExport -Id.", sessionId);

    public static ErrorRecord NoFileNamed(string request) => Create(
        "NemoNoFileNamed", $"The request {DisplayText.Quote(request)} asks for an upload but doesn't specify which file to upload.",
        "Put the file name in quotation marks in the request, or specify the file with -Path.", request);

    public static ErrorRecord UnclearPath(string request, bool isUpload) => Create(
        "NemoUnclearPath",
        $"The request {DisplayText.Quote(request)} doesn't clearly say which {(isUpload ? "files to upload" : "folder to download to")}, "
            + "so no action was taken.",
        isUpload ? "In the request, use only the word 'upload' and the file names, and enclose each name in quotation marks. Or specify "
            + "the files with -Path, and omit them from the request. To send the request as a message, use Invoke-NemoEdit."
            : "Specify the folder with -Destination.",
        request);

    public static ErrorRecord AmbiguousRequest(string request, IReadOnlyList<string> cmdlets) => Create(
        "NemoAmbiguousRequest", $"The request {DisplayText.Quote(request)} isn't clear. It could be a request for "
            + $"{string.Join(" or ", cmdlets)}. No action was taken.",
        $"Use {string.Join(" or ", cmdlets)}. To send the request as a message anyway, repeat your command with -Force. "
            + "The message costs credits.",
        request);

    public static ErrorRecord RestartNotConfirmed() => Invalid(
        "New-NemoVideo -Restart sends all messages again, so it requires confirmation. However, PowerShell can't prompt you in this session.",
        "To send all messages again without a prompt, add -Confirm:$false. You'll be charged again for all messages. To resume the "
            + "previous run, omit -Restart.");

    public static ErrorRecord BrowserNotOpened(string sessionId, Exception reason) => Create(
        "NemoBrowserNotOpened", Sentence($"The link couldn't be opened in a browser: {reason.Message}"),
        "Copy the link from the output, and open it in a browser.", sessionId, reason);

    private static ErrorRecord Conflict(string id, string one, string other, string nextStep) =>
        Create(id, $"{one} and {other} can't be used together.", nextStep);

    private static ErrorRecord WrongInput(string id, object? input, string problem, string nextStep) =>
        Create(id, $"The input {DisplayText.Quote(Shown(input))} {problem}.", nextStep, input);

    private static ErrorRecord Invalid(string message, string nextStep, object? target = null) =>
        Create("NemoInvalidArgument", message, nextStep, target);

    private static ErrorRecord Create(
        string id, string message, string nextStep, object? target = null, Exception? inner = null,
        NemoErrorKind kind = NemoErrorKind.InvalidArgument) =>
        Create(new NemoException(kind, DisplayText.Message(message), nextStep, inner), id, target);

    private static ErrorRecord Create(NemoException exception, string id, object? target, string? name = null)
    {
        exception.SourcePath ??= PipedObject.SourcePathOf(target);
        var message = NameTarget(exception.Message, PipedObject.Unwrap(target), exception.SourcePath ?? name);
        return new ErrorRecord(exception, id, ErrorKinds.CategoryOf(id), WithoutSecrets(target))
        {
            ErrorDetails = new ErrorDetails(DisplayText.Message(message)) { RecommendedAction = Advice.For(exception) },
        };
    }

    /// <summary>Removes the parts of a URL that can be secret.</summary>
    private static object? WithoutSecrets(object? target) => PipedObject.Unwrap(target) switch
    {
        Uri address => DisplayText.IsWebAddress(address) ? new Uri(UrlText.WithoutSecrets(address)) : null,
        string text => UrlText.Hide(text),
        _ => target,
    };

    /// <summary>The text of an input for a message. Secrets are hidden first, because a part of a URL may not look like one.</summary>
    private static string Shown(object? input) => DisplayText.Shorten(DisplayText.Message($"{input}"), MaxShownLength);

    private static string OfSession(string? sessionId) => sessionId is null ? "" : $" for the session '{sessionId}'";

    /// <summary>Ends a text with exactly one period. Texts of the service may have one or not.</summary>
    private static string Sentence(string text) => text.TrimEnd('.', ' ') + ".";

    /// <summary>The name of an input in quotation marks. A description of a session or export contains them.</summary>
    private static string Quoted(string name) =>
        name.StartsWith("'", StringComparison.Ordinal) && name.EndsWith(")", StringComparison.Ordinal) ? name : DisplayText.Quote(name);

    /// <summary>Adds the input's name to a message that doesn't contain it. A URL is not repeated, because it can be a key.</summary>
    private static string NameTarget(string message, object? target, string? name)
    {
        name ??= target switch
        {
            Uri or PSObject { BaseObject: PSCustomObject } => "",

            // Their text describes an edit or a timeline.
            NemoEvent one => one.SessionId,
            NemoState one => one.SessionId,
            _ => $"{target}",
        };
        return name.Length == 0 || message.Contains(DisplayText.Message(name)) || message.Contains(Shown(name)) ? message
            : $"{Quoted(name)}: {message}";
    }
}
