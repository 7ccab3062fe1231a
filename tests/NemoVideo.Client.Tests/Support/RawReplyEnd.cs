namespace NemoVideo.Client.Tests.Support;

/// <summary>What the server does with a connection after a response.</summary>
internal enum RawReplyEnd
{
    KeepAlive,

    Close,

    Reset,
}
