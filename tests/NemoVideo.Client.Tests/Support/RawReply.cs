using System.Text;

namespace NemoVideo.Client.Tests.Support;

/// <summary>The bytes that a <see cref="RawServer"/> sends, including the head, and what it does with the connection afterwards.</summary>
internal sealed record RawReply(Func<Stream, CancellationToken, Task> WriteAsync, RawReplyEnd End = RawReplyEnd.KeepAlive)
{
    /// <summary>No response: the connection is reset.</summary>
    public static RawReply Reset { get; } = new((_, _) => Task.CompletedTask, RawReplyEnd.Reset);

    /// <summary>No response: the connection stays open until the client closes it.</summary>
    public static RawReply Silence { get; } = new((_, stop) => Task.Delay(Timeout.Infinite, stop));

    public static RawReply Json(string json, int status = 200) => Of(status, "application/json", Encoding.UTF8.GetBytes(json));

    public static RawReply Of(int status, string? contentType, byte[] body, params string[] headers) =>
        Bytes([.. Head(status, contentType, [$"Content-Length: {body.Length}", .. headers]), .. body]);

    /// <summary>A response whose Content-Length differs from its body.</summary>
    public static RawReply Cut(string contentType, byte[] body, long contentLength, params string[] headers) =>
        Bytes([.. Head(200, contentType, [$"Content-Length: {contentLength}", .. headers]), .. body], RawReplyEnd.Close);

    /// <summary>An event stream that ends when the connection is closed.</summary>
    public static RawReply Stream(string events) => Stream(Encoding.UTF8.GetBytes(events));

    public static RawReply Stream(byte[] events, RawReplyEnd end = RawReplyEnd.Close) =>
        Bytes([.. StreamHead, .. events], end);

    public static RawReply Bytes(byte[] bytes, RawReplyEnd end = RawReplyEnd.KeepAlive) =>
        new((wire, stop) => wire.WriteAsync(bytes, stop).AsTask(), end);

    public static byte[] StreamHead { get; } = Head(200, "text/event-stream", ["Connection: close"]);

    public static byte[] Head(int status, string? contentType, params string[] headers) => Encoding.Latin1.GetBytes(
        $"HTTP/1.1 {status} Status\r\n"
        + (contentType is null ? "" : $"Content-Type: {contentType}\r\n")
        + string.Concat(headers.Select(header => header + "\r\n"))
        + "\r\n");
}

/// <summary>What the server does with a connection after a response.</summary>
internal enum RawReplyEnd
{
    KeepAlive,

    Close,

    Reset,
}
