namespace NemoVideo.Client.Errors;

/// <summary>The kinds of error. The numbers are HTTP statuses or the service's codes (protocol section 2).</summary>
public enum NemoErrorKind
{
    /// <summary>The service failed with HTTP 5xx, or with a code that isn't documented.</summary>
    ServiceFailure,
    /// <summary>An argument is invalid. Nothing was sent.</summary>
    InvalidArgument,
    /// <summary>The token is invalid, expired or revoked (1001, 1010, 1011, HTTP 401), or no token could be obtained.</summary>
    Authentication,
    /// <summary>The session doesn't exist for this token (1002).</summary>
    SessionNotFound,
    /// <summary>Several sessions have the requested name. Nothing was sent.</summary>
    AmbiguousSession,
    /// <summary>No render has this ID for this token (HTTP 404).</summary>
    RenderNotFound,
    /// <summary>The account doesn't have enough credits (2001).</summary>
    OutOfCredits,
    /// <summary>The file type isn't accepted (4001).</summary>
    UnsupportedFile,
    /// <summary>The file exceeds the service's limit of 500 MB (4002).</summary>
    FileTooLarge,
    /// <summary>The local file can't be read, or the target can't be written.</summary>
    FileAccess,
    /// <summary>Other users could replace the stored data, because they can write to its folder.</summary>
    UntrustedFolder,
    /// <summary>The account's plan doesn't include exports (402), regardless of the credits.</summary>
    ExportBlocked,
    /// <summary>Too many requests (429), even after the one allowed retry.</summary>
    RateLimited,
    /// <summary>The timeline has nothing to render yet.</summary>
    NotReady,
    /// <summary>A message didn't change the timeline.</summary>
    Unchanged,
    /// <summary>The agent asked a question instead of editing.</summary>
    AwaitingInput,
    /// <summary>The render failed. This is final for its ID.</summary>
    RenderFailed,
    /// <summary>The render has finished and can't be canceled (HTTP 409).</summary>
    RenderFinished,
    /// <summary>No connection was established. Nothing was sent.</summary>
    ConnectionFailed,
    /// <summary>The connection broke after the request was sent. The request may have taken effect.</summary>
    ConnectionLost,
    /// <summary>The client was disposed during the call. The request may have taken effect.</summary>
    Closed,
    /// <summary>A timeout of this client expired.</summary>
    Timeout,
    /// <summary>The response doesn't match the protocol, or exceeds a size limit.</summary>
    InvalidResponse,
    /// <summary>A bug in the module: an unexpected exception.</summary>
    Unexpected,
    /// <summary>Another program is still writing to the local file, or has locked it. It can be used later.</summary>
    FileInUse,
}
