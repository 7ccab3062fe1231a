namespace NemoVideo.Client.Timeline;

/// <summary>One segment of a track, by our reading of protocol section 7. What is missing on the wire is null, never guessed.</summary>
/// <param name="Name">Its name, or the text that it shows.</param>
/// <param name="Start">Where it begins; the end of the segment before it where the wire says nothing.</param>
/// <param name="Duration">Its length.</param>
/// <param name="Volume">Its loudness, 0 to 1.</param>
public sealed record Segment(string? Name, TimeSpan? Start, TimeSpan? Duration, double? Volume)
{
    /// <summary>Where it ends; null where start or length is not known, or where their sum is beyond all time.</summary>
    public TimeSpan? End => Start is { } start && Duration is { } duration ? EndOf(start, duration) : null;

    internal static TimeSpan? EndOf(TimeSpan start, TimeSpan duration) =>
        start <= TimeSpan.MaxValue - duration ? start + duration : null;
}
