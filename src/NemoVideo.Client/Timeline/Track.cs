namespace NemoVideo.Client.Timeline;

/// <summary>A track of a timeline.</summary>
/// <param name="Number">Its position, from 1.</param>
/// <param name="Kind">The kind of its content.</param>
/// <param name="TypeCode">The service's <c>tt</c> code; null if it is missing.</param>
/// <param name="Name">The track's own name; null if it has none.</param>
/// <param name="Segments">Its segments in order.</param>
public sealed record Track(int Number, TrackKind Kind, int? TypeCode, string? Name, IReadOnlyList<Segment> Segments)
{
    /// <summary>The track as in the timeline's summary, such as <c>1. Video: city timelapse (0-10s)</c>.</summary>
    public override string ToString() => TimelineSummary.Of(this);
}

/// <summary>The kind of a track's content: the service's <c>tt</c> code.</summary>
public enum TrackKind
{
    /// <summary>An undocumented type.</summary>
    Other = -1,
    /// <summary>Video, <c>tt</c> 0.</summary>
    Video = 0,
    /// <summary>Audio, such as background music, <c>tt</c> 1.</summary>
    Audio = 1,
    /// <summary>Text, such as a title, <c>tt</c> 7.</summary>
    Text = 7,
}

/// <summary>A segment of a track (protocol section 7). A value is null if the service doesn't send it.</summary>
/// <param name="Name">Its name, or its displayed text.</param>
/// <param name="Start">Its start; if the service doesn't send one, the end of the previous segment.</param>
/// <param name="Duration">Its duration.</param>
/// <param name="Volume">Its volume, 0 to 1.</param>
public sealed record Segment(string? Name, TimeSpan? Start, TimeSpan? Duration, double? Volume)
{
    /// <summary>Its end; null if its start or duration is unknown, or if the sum overflows.</summary>
    public TimeSpan? End => Start is { } start && Duration is { } duration ? EndOf(start, duration) : null;

    /// <summary>The time in its source at which it begins; null if the service doesn't send it.</summary>
    public TimeSpan? SourceStart { get; init; }

    internal static TimeSpan? EndOf(TimeSpan start, TimeSpan duration) =>
        start <= TimeSpan.MaxValue - duration ? start + duration : null;
}

/// <summary>The size of the picture.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public sealed record CanvasSize(int Width, int Height)
{
    /// <summary>The size in the usual notation, such as <c>1920x1080</c>.</summary>
    public override string ToString() => $"{Width}x{Height}";
}
