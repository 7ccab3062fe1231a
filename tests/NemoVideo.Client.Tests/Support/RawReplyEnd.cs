namespace NemoVideo.Client.Tests.Support;

/// <summary>What becomes of a connection after an answer.</summary>
internal enum RawReplyEnd
{
    /// <summary>It waits for the next request.</summary>
    KeepAlive,

    /// <summary>It is closed in good order.</summary>
    Close,

    /// <summary>It is reset.</summary>
    Reset,
}
