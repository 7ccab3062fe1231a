namespace NemoVideo.Client.Errors;

/// <summary>What went wrong, in the terms a caller decides by. Protocol section 2 gives the service's codes behind it.</summary>
public enum NemoErrorKind
{
    /// <summary>The service failed in a way that has no better name here: HTTP 5xx, or a code that is not documented.</summary>
    ServiceFailure,

    /// <summary>An argument is not acceptable; nothing was sent.</summary>
    InvalidArgument,

    /// <summary>The token is invalid, expired or revoked (1001, HTTP 401), or none could be had.</summary>
    Authentication,

    /// <summary>The session does not exist for this token (1002).</summary>
    SessionNotFound,

    /// <summary>Several sessions have the name that was given; nothing was sent.</summary>
    AmbiguousSession,

    /// <summary>No render job has this id for this token (HTTP 404).</summary>
    RenderNotFound,

    /// <summary>The account has no credits left (2001).</summary>
    OutOfCredits,

    /// <summary>The file's type is not accepted (4001).</summary>
    UnsupportedFile,

    /// <summary>The file is over the service's limit of 500 MB (4002).</summary>
    FileTooLarge,

    /// <summary>The local file cannot be read, or the target cannot be written.</summary>
    FileAccess,

    /// <summary>Other users could replace what this computer keeps: a folder of its path is theirs, or they can write to it.</summary>
    UntrustedFolder,

    /// <summary>Another run is at work on the same file.</summary>
    FileInUse,

    /// <summary>The subscription does not allow export (402). Not a matter of credits.</summary>
    ExportBlocked,

    /// <summary>Too many requests (429), and the one repeat that is allowed was refused as well.</summary>
    RateLimited,

    /// <summary>The timeline has nothing to render yet.</summary>
    NotReady,

    /// <summary>The render ended as failed; this is final for its id.</summary>
    RenderFailed,

    /// <summary>The render has come to its end: there is nothing left to cancel (HTTP 409).</summary>
    RenderFinished,

    /// <summary>No connection came about: nothing was sent.</summary>
    ConnectionFailed,

    /// <summary>The connection broke after the request was sent: what was asked for may have been done.</summary>
    ConnectionLost,

    /// <summary>The client was disposed while the call was under way: what was asked for may have been done.</summary>
    Closed,

    /// <summary>A deadline of this client ran out.</summary>
    Timeout,

    /// <summary>The answer cannot be read as what the protocol documents, or is over a size limit.</summary>
    InvalidResponse,

    /// <summary>A bug in the module: an exception that nothing here expects.</summary>
    Unexpected,
}
