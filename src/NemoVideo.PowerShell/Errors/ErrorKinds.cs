namespace NemoVideo.PowerShell.Errors;

/// <summary>Converts the kinds of errors of the client.</summary>
internal static class ErrorKinds
{
    /// <summary>The ID and category of each kind. A test fails if a kind is missing.</summary>
    public static (string Id, ErrorCategory Category) Classify(NemoErrorKind kind) => kind switch
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
        NemoErrorKind.ExportBlocked => (ErrorIds.ExportBlocked, ErrorCategory.PermissionDenied),
        NemoErrorKind.RateLimited => (ErrorIds.RateLimited, ErrorCategory.LimitsExceeded),
        NemoErrorKind.NotReady => (ErrorIds.NotReady, ErrorCategory.ResourceUnavailable),
        NemoErrorKind.Unchanged => (ErrorIds.EditUnchanged, ErrorCategory.InvalidResult),
        NemoErrorKind.AwaitingInput => (ErrorIds.AwaitingInput, ErrorCategory.InvalidResult),
        NemoErrorKind.RenderFailed => (ErrorIds.ExportFailed, ErrorCategory.InvalidResult),
        NemoErrorKind.RenderFinished => (ErrorIds.ExportFinished, ErrorCategory.InvalidOperation),
        NemoErrorKind.ConnectionFailed => (ErrorIds.ConnectionFailed, ErrorCategory.ConnectionError),
        NemoErrorKind.ConnectionLost => (ErrorIds.ConnectionLost, ErrorCategory.ConnectionError),
        NemoErrorKind.Closed => (ErrorIds.ConnectionClosed, ErrorCategory.ConnectionError),
        NemoErrorKind.Timeout => (ErrorIds.Timeout, ErrorCategory.OperationTimeout),
        NemoErrorKind.InvalidResponse => (ErrorIds.InvalidResponse, ErrorCategory.InvalidData),
        NemoErrorKind.ServiceFailure => (ErrorIds.ServiceFailure, ErrorCategory.ResourceUnavailable),
        NemoErrorKind.Unexpected => (ErrorIds.UnexpectedFailure, ErrorCategory.NotSpecified),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No error ID is defined for this kind of error."),
    };
}
