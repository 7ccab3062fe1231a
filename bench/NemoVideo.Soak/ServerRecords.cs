namespace NemoVideo.Soak;

/// <summary>A request in the emulator's log.</summary>
internal sealed record ServerRequest(
    long Id, string Origin, string Method, string Path, int? Status, string State, IReadOnlyDictionary<string, string> Headers, string? Body)
{
    private static readonly string[] Attribution = ["X-Skill-Source", "X-Skill-Version", "X-Skill-Platform"];

    public bool IsOpen => State == "open";

    /// <summary>
    /// Whether it succeeded and a response has begun. If the client closes an old connection directly after a response, the emulator can record an
    /// abort before the end. A response that was really interrupted makes the client retry, which the checks find.
    /// </summary>
    public bool IsAnswered => !IsOpen && Status is >= 200 and < 300;

    /// <summary>Whether it has the attribution headers, which the CDN doesn't need.</summary>
    public bool HasAttribution => Origin != "api" || Attribution.All(name => Headers.Any(
        header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase) && header.Value.Length > 0));
}

/// <summary>A session in the emulator with its renders.</summary>
internal sealed record ServerHolding(ServerSession Session, IReadOnlyList<ServerRender> Renders);

internal sealed record ServerSession(int MessageCount, IReadOnlyList<ServerUpload> Uploads);

/// <summary>An upload with its SHA-256 hash in hexadecimal.</summary>
internal sealed record ServerUpload(long ByteCount, string Hash);

internal sealed record ServerRender(string Id, string Key, DateTimeOffset? CompletedAt, string? Error, ServerFile? File);

internal sealed record ServerFile(long ByteCount);
