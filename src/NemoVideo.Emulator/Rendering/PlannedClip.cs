namespace NemoVideo.Emulator.Rendering;

/// <summary>A piece of the picture.</summary>
internal sealed record PlannedClip
{
    /// <summary>The file it is cut from.</summary>
    public required string Path { get; init; }

    public required TimeSpan Length { get; init; }

    public bool IsStill { get; init; }

    /// <summary>Whether the file begins again where it is shorter than the piece.</summary>
    public bool Loops { get; init; }

    public bool HasAudio { get; init; }
}
