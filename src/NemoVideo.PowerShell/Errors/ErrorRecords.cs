using NemoVideo.PowerShell.Binding;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Errors;

/// <summary>Creates all error records of the module: ID, category, target, message and recommended action.</summary>
internal static partial class ErrorRecords
{
    private const int MaxNames = 20;
    private const int MaxQuoteLength = 500;
    private const int MaxShownLength = 60;

    /// <summary>The error record of a failed input. The message contains the name of the input, or else its text.</summary>
    public static ErrorRecord From(NemoException exception, object? targetObject, string? name = null)
    {
        var (id, category) = ErrorKinds.Classify(exception.Kind);
        return Create(exception, id, category, targetObject, name);
    }

    /// <summary>The error record of several inputs with the same failure. Its target is the inputs.</summary>
    public static ErrorRecord NotProcessed(
        NemoException exception, IReadOnlyList<object?> inputs, Func<object?, string> nameOf, string outcome)
    {
        var (id, category) = ErrorKinds.Classify(exception.Kind);
        return OfAll(exception, id, category, inputs, nameOf, outcome);
    }

    /// <summary>Whether two errors of inputs are the same mistake: the user corrects both in one place.</summary>
    public static bool IsSameMistake(ErrorRecord one, ErrorRecord other) =>
        one.FullyQualifiedErrorId is ErrorIds.InvalidArgument or ErrorIds.NoPathInInput or ErrorIds.NoSessionInInput
        && one.FullyQualifiedErrorId == other.FullyQualifiedErrorId
        && one.ErrorDetails.RecommendedAction == other.ErrorDetails.RecommendedAction;

    /// <summary>The error of several inputs with the same mistake. Its target is the inputs.</summary>
    public static ErrorRecord SameMistake(IReadOnlyList<ErrorRecord> errors) => OfAll(
        (NemoException)errors[0].Exception, errors[0].FullyQualifiedErrorId, errors[0].CategoryInfo.Category,
        [.. errors.Select(static error => error.TargetObject)],
        static input => input is string text ? DisplayText.Message(text) : Shown(input), "inputs were not processed");

    private static ErrorRecord OfAll(
        NemoException exception, string id, ErrorCategory category, IReadOnlyList<object?> inputs, Func<object?, string> nameOf,
        string outcome)
    {
        var names = string.Join(", ", inputs.Take(MaxNames).Select(input => Quoted(nameOf(input))))
            + (inputs.Count > MaxNames ? $" and {inputs.Count - MaxNames} more" : "");
        var all = AddSentence(exception, $"{inputs.Count} {outcome}: {names}.");
        return Create(all, id, category, inputs.Select(WithoutSecrets).ToArray(), name: "");
    }

    /// <summary>The same failure with one more sentence.</summary>
    public static NemoException AddSentence(NemoException exception, string sentence) =>
        new(exception.Kind, $"{exception.Message} {sentence}", exception.NextStep, exception)
        {
            Action = exception.Action,
            ActionTarget = exception.ActionTarget,
            ServiceCode = exception.ServiceCode,
            StatusCode = exception.StatusCode,
            RawResponse = exception.RawResponse,
        };

    public static ErrorRecord NoConnectionInRunspace() => Create(ErrorIds.NoConnectionInRunspace, ErrorCategory.ConnectionError,
        "This cmdlet didn't connect automatically, because another script block, thread job or tab in the same PowerShell process is "
        + "already connected or has tried to connect and failed. They don't share connections.",
        "Run Connect-Nemo here, too. If you use ForEach-Object -Parallel or Start-ThreadJob, you can share one connection instead. "
        + "Before the script block, run Connect-Nemo and then $nemo = Get-NemoConnection. In the script block, add -Connection "
        + "$using:nemo to each cmdlet.");

    public static ErrorRecord NoConnection() => Create(
        ErrorIds.NoConnection, ErrorCategory.ConnectionError, "There is no connection to close.", "To connect, run Connect-Nemo.");

    public static ErrorRecord NotConnected() => Create(
        ErrorIds.NotConnected, ErrorCategory.ConnectionError,
        "The last Connect-Nemo command in this PowerShell session failed or was stopped. To avoid using the wrong account, this cmdlet "
        + "didn't connect automatically.", "Run Connect-Nemo again, or specify a connection with -Connection.");

    public static ErrorRecord ConnectionClosed(NemoConnection connection) => Create(
        ErrorIds.ConnectionClosed, ErrorCategory.ConnectionError, "Disconnect-Nemo closed the connection.",
        "Run Connect-Nemo again. If you use -Connection, specify the new connection.", connection, NemoErrorKind.ConnectionFailed);

    public static ErrorRecord EmptyArgument(string parameter) => Create(ErrorIds.EmptyArgument, ErrorCategory.InvalidArgument,
        $"The value of -{parameter} is empty.", $"Specify a value for -{parameter}, or omit the parameter.");

    /// <summary>Doesn't repeat the exception's message, which may contain secrets.</summary>
    public static ErrorRecord Unexpected(Exception exception, object? targetObject) => Create(
        ErrorIds.UnexpectedFailure, ErrorCategory.NotSpecified, $"An unexpected error occurred ({exception.GetType().Name}).",
        "Report this problem, and include the text of $Error[0].Exception.InnerException. Before you send the report, "
        + "remove all secrets from the text.",
        targetObject, NemoErrorKind.Unexpected, exception);

    /// <summary>Doesn't repeat the value, which may contain a token or a password.</summary>
    public static ErrorRecord InvalidSecret(string parameter) => Create(ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument,
        $"The value of -{parameter} is neither a SecureString nor a string.", $"Pass a SecureString or a string to -{parameter}.");

    /// <summary>Doesn't repeat the URL: the URL of a proxy may contain a password.</summary>
    public static ErrorRecord NotAWebAddress(string parameter) => Create(ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument,
        $"The value of -{parameter} is not an absolute http or https URL.", "Use a URL that begins with https:// or http://.");

    public static ErrorRecord ProxyCredentialWithoutProxy() => Create(ErrorIds.ProxyCredentialWithoutProxy, ErrorCategory.InvalidArgument,
        "-ProxyCredential requires -Proxy.", "Specify the URL of the proxy with -Proxy.");

    public static ErrorRecord NoSession() => Create(ErrorIds.NoSession, ErrorCategory.ObjectNotFound,
        "There is no current session, and -Session was not specified.", "Create a session with New-NemoSession, or specify -Session.");

    public static ErrorRecord SessionNotSelected() => Create(ErrorIds.NoSession, ErrorCategory.ObjectNotFound,
        "There is no current session, because the last attempt to create or select a session failed.",
        "Create a session with New-NemoSession, or select one with Set-NemoSession.");

    public static ErrorRecord SessionAndInput() => Create(ErrorIds.SessionAndInput, ErrorCategory.InvalidArgument,
        "-Session and pipeline input can't be used together. Both specify the session to export.", "Omit -Session.");

    public static ErrorRecord IdAndInput() => Create(ErrorIds.IdAndInput, ErrorCategory.InvalidArgument,
        "-Id and pipeline input can't be used together.",
        "Omit -Id. To download videos to a folder, use Wait-NemoExport or Save-NemoExport with -Destination.");

    public static ErrorRecord PathInsteadOfId(string path) => Create(
        ErrorIds.PathInsteadOfId, ErrorCategory.InvalidArgument, $"'{path}' is a {(path.Contains("://") ? "URL" : "path")}, not an export ID.",
        "Specify an export ID. To download a video to a folder, use Wait-NemoExport or Save-NemoExport with -Destination.", path);

    public static ErrorRecord NoMessageInInput(object input) => Create(ErrorIds.NoMessageInInput, ErrorCategory.InvalidArgument,
        "The result of an edit can't be sent as a message.", "Specify the next message as a string with -Message.", input);

    public static ErrorRecord NoExportInInput(object? input) => Create(
        ErrorIds.NoExportInInput, ErrorCategory.InvalidArgument, $"The input {QuotedInput(input)} is neither an export nor an export ID.",
        "Pipe the output of Start-NemoExport to the cmdlet, or specify an export ID with -Id.", input);

    public static ErrorRecord NoTimelineInInput(object? input) => Create(
        ErrorIds.NoTimelineInInput, ErrorCategory.InvalidArgument, $"The input {QuotedInput(input)} is neither a timeline nor the result of an edit.",
        "Pipe the output of Get-NemoState or Invoke-NemoEdit to the cmdlet. To get the timeline of a video that New-NemoVideo created, pass the "
        + "SessionId of the video to Get-NemoState -Session.", input);

    public static ErrorRecord NoResultInInput(object? input) => Create(
        ErrorIds.NoResultInInput, ErrorCategory.InvalidArgument, $"The input {QuotedInput(input)} isn't a result of New-NemoVideo.",
        "Pipe the output of New-NemoVideo to the cmdlet.", input);

    public static ErrorRecord NoSessionInInput(object? input) => Create(
        ErrorIds.NoSessionInInput, ErrorCategory.InvalidArgument, $"The input {QuotedInput(input)} doesn't contain a session ID.",
        $"{FoundColumns(input)}Pipe objects that have a session ID, such as the output of Send-NemoUpload, New-NemoSession, or "
            + "Invoke-NemoEdit.", input);

    public static ErrorRecord SessionAndSessionPerFile() => Create(ErrorIds.SessionAndSessionPerFile, ErrorCategory.InvalidArgument,
        "-Session and -SessionPerFile can't be used together.", "Omit -Session or -SessionPerFile.");

    public static ErrorRecord ThrottleLimitWithoutSessionPerFile() => Create(
        ErrorIds.ThrottleLimitWithoutSessionPerFile, ErrorCategory.InvalidArgument, "A -ThrottleLimit value greater than 1 requires "
        + "-SessionPerFile. Within one session, files are uploaded one at a time, because the upload order determines the order of the clips on the timeline.",
        "Add -SessionPerFile, or omit -ThrottleLimit.");

    /// <summary>An edit that failed. Null for a timeline about which nothing is known.</summary>
    public static ErrorRecord EditFailed(ErrorEvent error, bool? isChanged, string sessionId, string name, string? sourcePath)
    {
        var timeline = isChanged switch
        {
            true => " The timeline changed.",
            false => " The timeline didn't change.",
            null => "",
        };
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
        var (id, category) = error.Exception is null or { Kind: NemoErrorKind.OutOfCredits }
            ? (ErrorIds.EditFailed, ErrorCategory.InvalidResult) : ErrorKinds.Classify(failure.Kind);
        failure.SourcePath = sourcePath;
        return Create(failure, id, category, sessionId, name);
    }

    /// <summary>Quotes the agent, because its text can say why, or be a question.</summary>
    public static ErrorRecord EditUnchanged(EditResult result, string message, string name, string? sourcePath)
    {
        var text = SuggestedCommands.Translate(result.Text.Trim(), result.After.SessionId).Text;
        var reply = text.Length == 0 ? "The agent sent no text." : $"The agent replied: {DisplayText.Quote(DisplayText.Shorten(text, MaxQuoteLength))}.";
        return Create(
            new NemoException(
                NemoErrorKind.Unchanged, DisplayText.Message($"The message '{message}' didn't change the timeline of {name}. {reply}"),
                "If the reply is a question, answer it in the same session. Otherwise, rephrase the message.")
            { SourcePath = sourcePath },
            ErrorIds.EditUnchanged, ErrorCategory.InvalidResult, result.After.SessionId);
    }

    public static ErrorRecord AwaitingInput(EditResult result, string name, string? sourcePath) => Create(
        new NemoException(
            NemoErrorKind.AwaitingInput,
            DisplayText.Message($"The agent asked about {name}: '{string.Join(" ", result.Questions.Select(static question => question.Line))}'."),
            "The edit continues when you answer.")
        { Action = NemoAction.AnswerQuestion, ActionTarget = result.After.SessionId, SourcePath = sourcePath },
        ErrorIds.AwaitingInput, ErrorCategory.InvalidResult, result.After.SessionId);

    public static ErrorRecord ExportFailed(NemoExport export) => Create(
        ErrorIds.ExportFailed, ErrorCategory.InvalidResult,
        Sentence($"The export '{export.Id}' "
            + (export.Status == nameof(RenderStatus.Canceled) ? "was canceled"
                : $"failed: {export.Error ?? "the service did not report a reason"}")),
        "Start another export with Start-NemoExport.", export, NemoErrorKind.RenderFailed);

    public static ErrorRecord ExportNotFinished(NemoExport export) => Create(
        ErrorIds.ExportNotFinished, ErrorCategory.ResourceUnavailable,
        $"The export '{export.Id}' isn't finished. Its status is {export.Status}.",
        "To wait for the export and download the video, use Wait-NemoExport -Destination.", export, NemoErrorKind.NotReady);

    public static ErrorRecord NoExport(string? sessionId) => Create(ErrorIds.NoExport, ErrorCategory.ObjectNotFound,
        $"No exports{OfSession(sessionId)} have been started or retrieved through the current connection.",
        "Start an export with Start-NemoExport, or list the exports of all sessions with Get-NemoExport.", sessionId);

    public static ErrorRecord NoExportInProgress(string? sessionId) => Create(
        ErrorIds.NoExportInProgress, ErrorCategory.ObjectNotFound,
        $"No export was canceled, because the current connection has no exports in progress{OfSession(sessionId)}.",
        "List the exports of all sessions with Get-NemoExport, and then cancel an export with Stop-NemoExport -Id.", sessionId);

    public static ErrorRecord NoFileNamed(string request) => Create(ErrorIds.NoFileNamed, ErrorCategory.InvalidArgument,
        $"The request {DisplayText.Quote(request)} asks for an upload but doesn't specify which file to upload.",
        "Put the file name in quotation marks in the request, or specify the file with -Path.", request);

    public static ErrorRecord FolderWithoutFile(string folder) => Create(ErrorIds.NoFileNamed, ErrorCategory.InvalidArgument,
        $"The folder '{folder}' contains no files of an accepted type.",
        "Check the folder. Files in its subfolders aren't used.", folder);

    public static ErrorRecord UnclearPath(string request, bool isUpload) => Create(ErrorIds.UnclearPath, ErrorCategory.InvalidArgument,
        $"The request {DisplayText.Quote(request)} doesn't clearly say which {(isUpload ? "files to upload" : "folder to download to")}, so no action was taken.",
        isUpload ? "In the request, use only the word 'upload' and the file names, and enclose each name in quotation marks. Or specify the files with -Path, and omit them from the request. To send the request as a message, use Invoke-NemoEdit."
            : "Specify the folder with -Destination.", request);

    public static ErrorRecord AmbiguousRequest(string request, IReadOnlyList<string> cmdlets) => Create(
        ErrorIds.AmbiguousRequest, ErrorCategory.InvalidArgument,
        $"The request {DisplayText.Quote(request)} isn't clear. It could be a request for {string.Join(" or ", cmdlets)}. No action was taken.",
        $"Use {string.Join(" or ", cmdlets)}. To send the request as a message anyway, repeat your command with -Force. "
            + "The message costs credits.", request);

    public static ErrorRecord RestartNotConfirmed() => Create(ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument,
        "New-NemoVideo -Restart sends all messages again, so it requires confirmation. However, PowerShell can't prompt you in this session.",
        "To send all messages again without a prompt, add -Confirm:$false. You'll be charged again for all messages. To resume the "
            + "previous run, omit -Restart.");

    public static ErrorRecord BrowserNotOpened(string sessionId, Exception reason) => Create(
        ErrorIds.BrowserNotOpened, ErrorCategory.OpenError, Sentence($"The link couldn't be opened in a browser: {reason.Message}"),
        "Copy the link from the output, and open it in a browser.", sessionId, inner: reason);

    private static ErrorRecord Create(
        string id, ErrorCategory category, string message, string nextStep,
        object? target = null, NemoErrorKind kind = NemoErrorKind.InvalidArgument, Exception? inner = null) =>
        Create(new NemoException(kind, DisplayText.Message(message), nextStep, inner), id, category, target);

    private static ErrorRecord Create(NemoException exception, string id, ErrorCategory category, object? targetObject, string? name = null)
    {
        exception.SourcePath ??= PipedObject.SourcePathOf(targetObject);
        var target = WithoutSecrets(targetObject);
        var record = new ErrorRecord(exception, id, category, target)
        {
            ErrorDetails = new ErrorDetails(DisplayText.Message(
                NameTarget(exception.Message, PipedObject.Unwrap(targetObject), exception.SourcePath ?? name)))
            {
                RecommendedAction = DisplayText.Line(Advice.For(exception)),
            },
        };

        // PowerShell derives the name from the target, which keeps the file's real name.
        record.CategoryInfo.TargetName = DisplayText.Message(record.CategoryInfo.TargetName);
        return record;
    }

    /// <summary>Removes the parts of a URL that can be secret.</summary>
    private static object? WithoutSecrets(object? target) => PipedObject.Unwrap(target) switch
    {
        Uri address => DisplayText.IsWebAddress(address) ? new Uri(UrlText.WithoutSecrets(address)) : null,
        string text => UrlText.Hide(text),
        PSObject custom when TextOf(custom) is var text && UrlText.Hide(text) != text => DisplayText.Message(text),
        _ => target,
    };

    /// <summary>The text of an input, or its type name if it can't be converted.</summary>
    private static string TextOf(object? input)
    {
        try
        {
            return $"{input}";
        }
        catch (ExtendedTypeSystemException)
        {
            return PSObject.AsPSObject(input).BaseObject.GetType().Name;
        }
    }

    /// <summary>The same text for a message. Secrets are hidden first, because a part of a URL may not look like one.</summary>
    private static string Shown(object? input) => DisplayText.Shorten(DisplayText.Message(TextOf(input)), MaxShownLength);

    private static string QuotedInput(object? input) => DisplayText.Quote(Shown(input));

    private static string OfSession(string? sessionId) => sessionId is null ? "" : $" for the session '{sessionId}'";

    /// <summary>Ends a text with exactly one period. Texts of the service may have one or not.</summary>
    private static string Sentence(string text) => text.TrimEnd('.', ' ') + ".";

    /// <summary>The name of an input in quotation marks. A description of a session or export contains them.</summary>
    private static string Quoted(string name) =>
        name.StartsWith("'", StringComparison.Ordinal) && name.EndsWith(")", StringComparison.Ordinal) ? name : DisplayText.Quote(name);

    /// <summary>Adds the input's name to a message that doesn't contain it. A URL is not repeated, because it can be a key.</summary>
    private static string NameTarget(string message, object? targetObject, string? name)
    {
        name ??= targetObject switch
        {
            Uri or PSObject { BaseObject: PSCustomObject } => null,

            // Their text describes an edit or a timeline.
            NemoEvent one => one.SessionId,
            NemoState one => one.SessionId,
            _ => TextOf(targetObject),
        };

        // The client removes control characters from its messages; the cmdlets replace them.
        return string.IsNullOrEmpty(name)
            || message.Contains(ControlCharacters.Remove(name!)) || message.Contains(DisplayText.Message(name))
            || message.Contains(Shown(name))
            ? message
            : $"{Quoted(name!)}: {message}";
    }
}
