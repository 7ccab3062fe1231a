using System.Text;

namespace NemoVideo.Client.Tests.Support;

/// <summary>A received request. <c>Head</c> includes the request line; connections are numbered from 1.</summary>
internal sealed record RawRequest(string Head, byte[] Body, int Connection)
{
    private string[] Line => Head.Split("\r\n", 2)[0].Split(' ');

    public string Method => Line[0];

    public string Path => Line[1];

    /// <summary>Whether the request has neither a body nor a header for one.</summary>
    public bool HasNoBody => Body.Length == 0
        && Header("Content-Length") is null or "0" && Header("Transfer-Encoding") is null && Header("Content-Type") is null;

    public string BodyText => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Head.Split("\r\n")
        .Skip(1)
        .Select(line => line.Split(':', 2))
        .Where(pair => pair.Length == 2 && pair[0].Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(pair => pair[1].Trim())
        .FirstOrDefault();
}
