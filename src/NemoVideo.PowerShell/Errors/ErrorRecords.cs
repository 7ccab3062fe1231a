using System.Management.Automation;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Streaming;
using NemoVideo.PowerShell.Formatting;
using NemoVideo.PowerShell.Output;

namespace NemoVideo.PowerShell.Errors;

/// <summary>Makes every error record of the module: id, category, target, sentence and next step.</summary>
internal static class ErrorRecords
{
    /// <param name="exception">The failure.</param>
    /// <param name="targetObject">The input that it is about; null where it is about none.</param>
    /// <param name="name">What a person knows the input by; null: its own text.</param>
    public static ErrorRecord From(NemoException exception, object? targetObject, string? name = null)
    {
        var (id, category) = Classify(exception.Kind);
        return Create(exception, id, category, targetObject, name);
    }

    public static ErrorRecord NoConnectionInRunspace() => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.NoConnectionInRunspace,
        ErrorCategory.ConnectionError,
        targetObject: null,
        "This runspace has no connection, but another one of this process has, or has failed to connect.",
        "Hand it over: pass -Connection, such as -Connection $using:nemo in ForEach-Object -Parallel.");

    public static ErrorRecord NoConnection() => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.NoConnection,
        ErrorCategory.ConnectionError,
        targetObject: null,
        "There is no connection.",
        "Run Connect-Nemo first.");

    public static ErrorRecord NotConnected() => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.NotConnected,
        ErrorCategory.ConnectionError,
        targetObject: null,
        "The last Connect-Nemo has failed, and no other connection is used in its place.",
        "Connect-Nemo must succeed first; Disconnect-Nemo forgets that it failed, and -Connection names another connection.");

    public static ErrorRecord ConnectionClosed(NemoConnection connection) => Create(
        NemoErrorKind.ConnectionFailed,
        ErrorIds.ConnectionClosed,
        ErrorCategory.ConnectionError,
        connection,
        "The connection was closed with Disconnect-Nemo.",
        "Run Connect-Nemo again.");

    public static ErrorRecord EmptyArgument(string parameter) => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.EmptyArgument,
        ErrorCategory.InvalidArgument,
        targetObject: null,
        $"-{parameter} is empty.",
        $"Leave -{parameter} out, or check the variable that it was given.");

    /// <summary>Names the exception's type only: nobody has looked for secrets in its message.</summary>
    public static ErrorRecord Unexpected(Exception exception, object? targetObject) => Create(
        new NemoException(
            NemoErrorKind.Unexpected,
            $"An unexpected error occurred ({exception.GetType().Name}).",
            "Report it with the text of $Error[0].Exception.InnerException, and remove any secrets from that text first.",
            exception),
        ErrorIds.UnexpectedFailure,
        ErrorCategory.NotSpecified,
        targetObject);

    /// <summary>Doesn't repeat the value: it may hold a token or a password.</summary>
    public static ErrorRecord NotASecret(string parameter) => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.InvalidArgument,
        ErrorCategory.InvalidArgument,
        targetObject: null,
        $"-{parameter} is neither a SecureString nor a text.",
        "Give the secret itself, such as the property of an object that holds it.");

    /// <summary>Does not repeat the address: a proxy's may hold a password.</summary>
    public static ErrorRecord NotAWebAddress(string parameter) => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.InvalidArgument,
        ErrorCategory.InvalidArgument,
        targetObject: null,
        $"-{parameter} is not a whole address of http or https.",
        "Give one that begins with https:// or http://.");

    public static ErrorRecord ProxyCredentialWithoutProxy() => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.ProxyCredentialWithoutProxy,
        ErrorCategory.InvalidArgument,
        targetObject: null,
        "-ProxyCredential is for the proxy that -Proxy names, and there is none.",
        "Give -Proxy as well.");

    public static ErrorRecord NoSession() => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.NoSession,
        ErrorCategory.ObjectNotFound,
        targetObject: null,
        "There is no current session.",
        "Make one with New-NemoSession, upload with Send-NemoUpload, or name one with -Session.");

    public static ErrorRecord SessionAndInput() => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.SessionAndInput,
        ErrorCategory.InvalidArgument,
        targetObject: null,
        "-Session and input from the pipeline exclude each other: each names what to export.",
        "Use one of the two.");

    public static ErrorRecord IdAndInput() => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.IdAndInput,
        ErrorCategory.InvalidArgument,
        targetObject: null,
        "-Id and input from the pipeline exclude each other: each names exports.",
        "Leave -Id out. What stands behind the name of the cmdlet is an id; a folder needs its name: -Destination ./out.");

    public static ErrorRecord PathInsteadOfId(string path) => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.PathInsteadOfId,
        ErrorCategory.InvalidArgument,
        path,
        $"'{path}' is a path, and no export's id.",
        "Name the folder with -Destination, and the exports by their ids or through the pipeline, such as Get-NemoExport | Wait-NemoExport -Destination ./out.");

    public static ErrorRecord NoMessageInInput(object input) => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.NoMessageInInput,
        ErrorCategory.InvalidArgument,
        input,
        "What an edit gave is no message for another one.",
        "Say with -Message what to do next.");

    public static ErrorRecord NoExportInInput(object? input) => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.NoExportInInput,
        ErrorCategory.InvalidArgument,
        input,
        $"'{TextOf(input)}' is no export and no export's id.",
        "Pipe what Start-NemoExport gives, or use -Id.");

    public static ErrorRecord NoSessionInInput(object? input) => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.NoSessionInInput,
        ErrorCategory.InvalidArgument,
        input,
        $"'{TextOf(input)}' has no session: it is not an upload, a session or an edit.",
        "Pipe what Send-NemoUpload, New-NemoSession or Invoke-NemoEdit gives.");

    public static ErrorRecord SessionAndSessionPerFile() => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.SessionAndSessionPerFile,
        ErrorCategory.InvalidArgument,
        targetObject: null,
        "-Session and -SessionPerFile exclude each other: one names a session, the other makes one for each file.",
        "Use one of the two.");

    public static ErrorRecord ThrottleLimitWithoutSessionPerFile() => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.ThrottleLimitWithoutSessionPerFile,
        ErrorCategory.InvalidArgument,
        targetObject: null,
        "-ThrottleLimit above 1 needs -SessionPerFile: in one session, the order of the uploads is the order of the timeline.",
        "Add -SessionPerFile, or leave -ThrottleLimit out.");

    public static ErrorRecord ResumeWithoutJournal() => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.ResumeWithoutJournal,
        ErrorCategory.InvalidOperation,
        targetObject: null,
        "-Resume needs the journal, and the connection was made with -NoCache: each run would do, and pay for, all of it again.",
        "Connect without -NoCache; or leave -Resume out.");

    public static ErrorRecord ResumeWithoutSessionPerFile() => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.ResumeWithoutSessionPerFile,
        ErrorCategory.InvalidArgument,
        targetObject: null,
        "-Resume needs -SessionPerFile: only a session that was made for one file is known by that file.",
        "Add -SessionPerFile, or leave -Resume out.");

    public static ErrorRecord FileNotFound(string path) => Create(
        NemoErrorKind.FileAccess,
        ErrorIds.FileNotFound,
        ErrorCategory.ObjectNotFound,
        path,
        $"No file is found at '{path}'.",
        path.Contains("://") ? "For an address, use -Url."
            : path.Contains("[") ? "For a name with brackets, use -LiteralPath."
            : "Check the path.");

    public static ErrorRecord NotAFile(string path) => Create(
        NemoErrorKind.FileAccess,
        ErrorIds.NotAFile,
        ErrorCategory.InvalidArgument,
        path,
        Directory.Exists(path) ? $"'{path}' is a folder." : $"'{path}' is not a file of the file system.",
        Directory.Exists(path) ? "Pipe its files: Get-ChildItem <folder> -File | Send-NemoUpload." : "Give the path of a file.");

    public static ErrorRecord NotAFolder(string path) => Create(
        NemoErrorKind.FileAccess,
        ErrorIds.NotAFolder,
        ErrorCategory.InvalidArgument,
        path,
        $"'{path}' is not a folder of the file system.",
        "Give a folder such as ./out.");

    public static ErrorRecord EditFailed(ErrorEvent error, string sessionId, string name) => error.Exception is { } exception
        ? From(exception, sessionId, name)
        : Create(
            new NemoException(
                NemoErrorKind.ServiceFailure,
                Sentence($"The edit failed: {error.Message}"),
                "Look at Get-NemoState; the message was not sent again. Say it in other words, or try later."),
            ErrorIds.EditFailed,
            ErrorCategory.InvalidResult,
            sessionId,
            name);

    public static ErrorRecord ExportFailed(NemoExport export) => Create(
        NemoErrorKind.RenderFailed,
        ErrorIds.ExportFailed,
        ErrorCategory.InvalidResult,
        export,
        Sentence($"The export '{export.Id}' failed: {export.Error ?? "the service gives no reason"}"),
        "Start another with Start-NemoExport.");

    public static ErrorRecord ExportNotFinished(NemoExport export) => Create(
        NemoErrorKind.NotReady,
        ErrorIds.ExportNotFinished,
        ErrorCategory.ResourceUnavailable,
        export,
        $"The export '{export.Id}' is not finished yet: {export.Status}.",
        "Use Wait-NemoExport -Destination, which waits for it and downloads it.");

    public static ErrorRecord NoExport(string? sessionId) => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.NoExport,
        ErrorCategory.ObjectNotFound,
        sessionId,
        $"No export{OfSession(sessionId)} was started over this connection.",
        "Start one with Start-NemoExport; Get-NemoExport gives those of all sessions, and with -Id one of another process.");

    public static ErrorRecord NoExportInProgress(string? sessionId) => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.NoExportInProgress,
        ErrorCategory.ObjectNotFound,
        sessionId,
        $"No export{OfSession(sessionId)} is under way, so nothing was cancelled.",
        "Get-NemoExport gives those of all sessions; Stop-NemoExport -Id cancels one of another process.");

    public static ErrorRecord NoFileNamed(string request) => Create(
        NemoErrorKind.InvalidArgument,
        ErrorIds.NoFileNamed,
        ErrorCategory.InvalidArgument,
        request,
        $"The request '{request}' is an upload, but it names no file.",
        "Say which with -Path, or pipe files: Get-ChildItem *.mp4 | Invoke-Nemo '...'.");

    public static ErrorRecord BrowserNotOpened(string sessionId, Exception reason) => Create(
        new NemoException(
            NemoErrorKind.InvalidArgument,
            Sentence($"No browser could be opened: {reason.Message}"),
            "Open the link yourself; it is in the output.",
            reason),
        ErrorIds.BrowserNotOpened,
        ErrorCategory.OpenError,
        sessionId);

    private static ErrorRecord Create(
        NemoErrorKind kind, string id, ErrorCategory category, object? targetObject, string message, string nextStep) =>
        Create(new NemoException(kind, DisplayText.Message(message), nextStep), id, category, targetObject);

    private static ErrorRecord Create(NemoException exception, string id, ErrorCategory category, object? targetObject, string? name = null)
    {
        var target = WithoutSecrets(targetObject);
        var record = new ErrorRecord(exception, id, category, target)
        {
            ErrorDetails = new ErrorDetails(DisplayText.Message(NameTarget(exception.Message, target, name)))
            {
                RecommendedAction = DisplayText.Line(Advice.For(exception)),
            },
        };

        // PowerShell takes it from the target, which keeps a file's real name.
        record.CategoryInfo.TargetName = DisplayText.Message(record.CategoryInfo.TargetName);
        return record;
    }

    /// <summary>An address that was given, as an address or in a text, without what can be secret in it.</summary>
    private static object? WithoutSecrets(object? target) => target switch
    {
        Uri address => DisplayText.IsWebAddress(address)
            ? new Uri(address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped))
            : null,
        string text when text.Contains("://") => DisplayText.Message(text),
        _ => target,
    };

    /// <summary>An input as text; its type where it has none.</summary>
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

    private static string OfSession(string? sessionId) => sessionId is null ? "" : $" of the session '{sessionId}'";

    /// <summary>What others say ends with a full stop, or without.</summary>
    private static string Sentence(string text) => text.TrimEnd('.', ' ') + ".";

    /// <summary>
    /// Several inputs can fail alike: each error says which one it is about, where its sentence does not. An address is not
    /// repeated: it can be a key.
    /// </summary>
    private static string NameTarget(string message, object? targetObject, string? name)
    {
        name ??= targetObject is Uri or PSObject { BaseObject: PSCustomObject } ? null : TextOf(targetObject);
        if (string.IsNullOrEmpty(name))
        {
            return message;
        }

        // The client takes control characters out of its messages; in those of the cmdlets they are replaced.
        return Names(message, ControlCharacters.Remove(name!)) || Names(message, DisplayText.Message(name)) ? message : $"{name}: {message}";
    }

    private static bool Names(string message, string name) =>
        message.Contains(name) || message.Contains(Path.GetFileName(name.TrimEnd('/', '\\')));

    private static (string Id, ErrorCategory Category) Classify(NemoErrorKind kind) => kind switch
    {
        NemoErrorKind.InvalidArgument => (ErrorIds.InvalidArgument, ErrorCategory.InvalidArgument),
        NemoErrorKind.Authentication => (ErrorIds.Authentication, ErrorCategory.AuthenticationError),
        NemoErrorKind.SessionNotFound => (ErrorIds.SessionNotFound, ErrorCategory.ObjectNotFound),
        NemoErrorKind.AmbiguousSession => (ErrorIds.AmbiguousSession, ErrorCategory.InvalidArgument),
        NemoErrorKind.RenderNotFound => (ErrorIds.ExportNotFound, ErrorCategory.ObjectNotFound),
        NemoErrorKind.OutOfCredits => (ErrorIds.OutOfCredits, ErrorCategory.LimitsExceeded),
        NemoErrorKind.UnsupportedFile => (ErrorIds.UnsupportedFile, ErrorCategory.InvalidArgument),
        NemoErrorKind.FileTooLarge => (ErrorIds.FileTooLarge, ErrorCategory.LimitsExceeded),
        NemoErrorKind.FileAccess => (ErrorIds.FileAccess, ErrorCategory.OpenError),
        NemoErrorKind.UntrustedFolder => (ErrorIds.UntrustedFolder, ErrorCategory.SecurityError),
        NemoErrorKind.FileInUse => (ErrorIds.FileInUse, ErrorCategory.ResourceBusy),
        NemoErrorKind.ExportBlocked => (ErrorIds.ExportBlocked, ErrorCategory.PermissionDenied),
        NemoErrorKind.RateLimited => (ErrorIds.RateLimited, ErrorCategory.LimitsExceeded),
        NemoErrorKind.NotReady => (ErrorIds.NotReady, ErrorCategory.ResourceUnavailable),
        NemoErrorKind.RenderFailed => (ErrorIds.ExportFailed, ErrorCategory.InvalidResult),
        NemoErrorKind.RenderFinished => (ErrorIds.ExportFinished, ErrorCategory.InvalidOperation),
        NemoErrorKind.ConnectionFailed => (ErrorIds.ConnectionFailed, ErrorCategory.ConnectionError),
        NemoErrorKind.ConnectionLost => (ErrorIds.ConnectionLost, ErrorCategory.ConnectionError),
        NemoErrorKind.Closed => (ErrorIds.ConnectionClosed, ErrorCategory.ConnectionError),
        NemoErrorKind.Timeout => (ErrorIds.Timeout, ErrorCategory.OperationTimeout),
        NemoErrorKind.InvalidResponse => (ErrorIds.InvalidResponse, ErrorCategory.InvalidData),
        _ => (ErrorIds.ServiceFailure, ErrorCategory.ResourceUnavailable),
    };
}
