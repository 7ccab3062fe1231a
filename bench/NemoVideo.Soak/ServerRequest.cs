namespace NemoVideo.Soak;

/// <summary>A request as the emulator has it on record.</summary>
internal sealed record ServerRequest(
    long Id, string Origin, string Method, string Path, int? Status, string State, IReadOnlyDictionary<string, string> Headers, string? Body)
{
    private static readonly string[] Attribution = ["X-Skill-Source", "X-Skill-Version", "X-Skill-Platform"];

    public bool IsOpen => State == "open";

    /// <summary>
    /// Whether it was done and an answer has begun. Where the client closes a connection that has grown old right behind an answer, the server
    /// may see that before it has noted the end; an answer that was really cut makes the client ask again, and is found by that.
    /// </summary>
    public bool IsAnswered => !IsOpen && Status is >= 200 and < 300;

    /// <summary>Whether it says in whose name it is sent. The content network is not told.</summary>
    public bool HasAttribution => Origin != "api" || Attribution.All(name => Headers.Any(
        header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase) && header.Value.Length > 0));
}
