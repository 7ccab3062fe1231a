namespace NemoVideo.Emulator.Faults;

/// <summary>What a fault does to the request it meets.</summary>
internal enum FaultKind
{
    /// <summary>The connection is aborted before any work.</summary>
    Reset,

    /// <summary>The work is done, then the connection is aborted: the answer is lost.</summary>
    DropAnswer,

    /// <summary>The work is done, then the answer is held back until it is released, or its client goes.</summary>
    HoldAnswer,

    /// <summary>An upload is read so far and no further until it is released.</summary>
    HoldBody,

    /// <summary>The work is done, and the first bytes of its answer are sent as if they were all of it.</summary>
    CutAnswer,

    /// <summary>The work is done, and its answer goes over the connection twice.</summary>
    RepeatAnswer,

    /// <summary>All tokens are revoked as the request comes, so that it is refused.</summary>
    RevokeTokens,

    /// <summary>A refusal by HTTP status, before any work.</summary>
    Status,

    /// <summary>The work is done, but an HTTP status is answered, as a gateway does that has given up waiting.</summary>
    StatusAfterWork,

    /// <summary>A refusal by the code of the envelope in an HTTP 200, before any work.</summary>
    Code,

    /// <summary>An answer of any status, media type and body, before any work.</summary>
    Response,

    /// <summary>An answer of any size, streamed without a length, before any work.</summary>
    Flood,

    /// <summary>An answer that sends the client elsewhere, before any work.</summary>
    Redirect,

    /// <summary>The render is taken on, and fails.</summary>
    FailRender,

    /// <summary>The stream stands still until it is released, or its client goes.</summary>
    Hold,

    /// <summary>The same, with a heartbeat from time to time.</summary>
    HoldWithHeartbeats,

    /// <summary>The connection is aborted in the middle of the stream. The work goes on.</summary>
    DropStream,

    /// <summary>The stream ends in order, too soon. The work goes on.</summary>
    EndStream,

    /// <summary>The stream says that the work failed, and ends.</summary>
    ErrorEvent,

    /// <summary>The stream says so in lines that are not the emulator's own, and ends.</summary>
    ErrorLines,

    /// <summary>The stream carries a frame that is not the emulator's own, and goes on.</summary>
    RawFrame,

    /// <summary>The stream carries lines that are not the emulator's own, and goes on.</summary>
    RawLines,

    /// <summary>The work is done, but the stream tells what was recorded elsewhere.</summary>
    Replay,

    /// <summary>The connection is aborted in the middle of a body, such as a download.</summary>
    DropBody,

    /// <summary>A body stands still after so many bytes until it is released, or its client goes.</summary>
    StallBody,

    /// <summary>A body comes in small pieces.</summary>
    DripBody,
}
