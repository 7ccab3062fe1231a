namespace NemoVideo.Emulator.Rendering;

/// <summary>What a draft comes down to when it is rendered.</summary>
internal sealed record RenderPlan
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    /// <summary>The picture, one after the other.</summary>
    public required IReadOnlyList<PlannedClip> Clips { get; init; }

    public required IReadOnlyList<PlannedTitle> Titles { get; init; }

    /// <summary>What sounds beside the clips' own sound.</summary>
    public required IReadOnlyList<PlannedSound> Sounds { get; init; }

    /// <summary>How long the result is: as long as the picture, or as the sound where there is no picture.</summary>
    public TimeSpan Length =>
        Clips.Count > 0
            ? TimeSpan.FromTicks(Clips.Sum(clip => clip.Length.Ticks))
            : Sounds.Select(sound => sound.Start + sound.Length)
                .Concat(Titles.Select(title => title.Start + title.Length))
                .DefaultIfEmpty()
                .Max();
}
