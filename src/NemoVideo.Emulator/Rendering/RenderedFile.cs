namespace NemoVideo.Emulator.Rendering;

/// <summary>What a render came to.</summary>
internal sealed record RenderedFile
{
    public required string Path { get; init; }

    public required long ByteCount { get; init; }

    public TimeSpan? Duration { get; init; }

    /// <summary>How it was made: <c>ffmpeg</c>, <c>upload</c> or <c>builtin</c>.</summary>
    public required string MadeBy { get; init; }

    /// <summary>What could not be done as the draft says; null where all was.</summary>
    public string? Note { get; init; }
}
