namespace NemoVideo.PowerShell;

/// <summary>The IDs and categories of errors. The IDs are stable, because scripts test for them.</summary>
internal static class ErrorKinds
{
    /// <summary>The ID of a kind of errors of the client.</summary>
    public static string IdOf(NemoErrorKind kind) => kind switch
    {
        NemoErrorKind.Authentication => "NemoAuthenticationFailed",
        NemoErrorKind.RenderNotFound => "NemoExportNotFound",
        NemoErrorKind.NotReady => "NemoTimelineNotReady",
        NemoErrorKind.Unchanged => "NemoEditUnchanged",
        NemoErrorKind.RenderFailed => "NemoExportFailed",
        NemoErrorKind.RenderFinished => "NemoExportFinished",
        NemoErrorKind.Closed => "NemoConnectionClosed",
        NemoErrorKind.Unexpected => "NemoUnexpectedFailure",
        _ => $"Nemo{kind}",
    };

    /// <summary>The category of an ID.</summary>
    public static ErrorCategory CategoryOf(string id) => id switch
    {
        "NemoAuthenticationFailed" or "NemoShardsWithoutToken" => ErrorCategory.AuthenticationError,
        "NemoExportBlocked" => ErrorCategory.PermissionDenied,
        "NemoUntrustedFolder" => ErrorCategory.SecurityError,
        "NemoSessionNotFound" or "NemoNoSession" or "NemoFileNotFound" => ErrorCategory.ObjectNotFound,
        "NemoExportNotFound" or "NemoNoExport" or "NemoNoExportInProgress" => ErrorCategory.ObjectNotFound,
        "NemoOutOfCredits" or "NemoFileTooLarge" or "NemoRateLimited" => ErrorCategory.LimitsExceeded,
        "NemoFileInUse" => ErrorCategory.ResourceBusy,
        "NemoFileAccess" or "NemoBrowserNotOpened" => ErrorCategory.OpenError,
        "NemoTimelineNotReady" or "NemoServiceFailure" => ErrorCategory.ResourceUnavailable,
        "NemoEditFailed" or "NemoEditUnchanged" or "NemoAwaitingInput" or "NemoExportFailed" => ErrorCategory.InvalidResult,
        "NemoExportFinished" => ErrorCategory.InvalidOperation,
        "NemoConnectionFailed" or "NemoConnectionLost" or "NemoConnectionClosed" => ErrorCategory.ConnectionError,
        "NemoNoConnection" or "NemoNotConnected" or "NemoNoConnectionInRunspace" => ErrorCategory.ConnectionError,
        "NemoTimeout" => ErrorCategory.OperationTimeout,
        "NemoInvalidResponse" => ErrorCategory.InvalidData,
        "NemoUnexpectedFailure" => ErrorCategory.NotSpecified,
        _ => ErrorCategory.InvalidArgument,
    };
}
