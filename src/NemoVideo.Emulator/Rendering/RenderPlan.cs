namespace NemoVideo.Emulator.Rendering;

/// <summary>A video clip. One that loops is repeated until its length is reached.</summary>
internal sealed record PlannedClip(string Path, TimeSpan Length, bool IsStill = false, bool Loops = false, bool HasAudio = false);

/// <summary>A text that is drawn on the picture.</summary>
internal sealed record PlannedTitle(string Text, TimeSpan Start, TimeSpan Length);

/// <summary>Additional sound. The path is null if the draft has only a name; a chord is played instead.</summary>
internal sealed record PlannedSound(string? Path, TimeSpan Start, TimeSpan Length, double Volume);

/// <summary>The parts of a render, with the size of the picture in pixels.</summary>
internal sealed record RenderPlan(
    int Width, int Height, IReadOnlyList<PlannedClip> Clips, IReadOnlyList<PlannedTitle> Titles, IReadOnlyList<PlannedSound> Sounds)
{
    /// <summary>The length of the picture, or the end of sounds and titles if there is no picture.</summary>
    public TimeSpan Length => Clips.Count > 0
        ? TimeSpan.FromTicks(Clips.Sum(clip => clip.Length.Ticks))
        : Sounds.Select(sound => sound.Start + sound.Length).Concat(Titles.Select(title => title.Start + title.Length)).DefaultIfEmpty().Max();
}
