namespace NemoVideo.Emulator.State;

/// <summary>What is known of a media file; null for what is not.</summary>
internal sealed record MediaFacts
{
    public static readonly MediaFacts None = new();

    public TimeSpan? Duration { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    /// <summary>Frames per second.</summary>
    public double? FrameRate { get; init; }

    /// <summary>Whether there is sound; null where nobody looked.</summary>
    public bool? HasAudio { get; init; }
}
