namespace NemoVideo.Emulator.State;

/// <summary>One uploaded file.</summary>
internal sealed record Upload
{
    public required string Id { get; init; }

    /// <summary>The name the client gave. The file is never stored under it.</summary>
    public required string FileName { get; init; }

    public required MediaKind Kind { get; init; }

    /// <summary>The name it is stored under, of the emulator's own making.</summary>
    public required string StoredName { get; init; }

    public required long ByteCount { get; init; }

    /// <summary>SHA-256 of the content, hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>What could be found out about the content.</summary>
    public MediaFacts Facts { get; init; } = MediaFacts.None;
}
