namespace NemoVideo.Client.Protocol;

/// <summary>The body of <c>POST /run_sse</c> (protocol section 5).</summary>
internal sealed record MessageBody(string AppName, string UserId, string SessionId, MessageContent NewMessage)
{
    public static MessageBody For(string sessionId, string text) =>
        new("nemo_agent", "me", sessionId, new MessageContent("user", [new MessagePart(text)]));
}
