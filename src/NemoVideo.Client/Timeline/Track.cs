namespace NemoVideo.Client.Timeline;

/// <summary>One track of a timeline.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="TypeCode">The wire's <c>tt</c>; null where it is missing.</param>
/// <param name="Name">The track's own name; null where it has none.</param>
/// <param name="Segments">Its segments in order.</param>
public sealed record Track(int Number, TrackKind Kind, int? TypeCode, string? Name, IReadOnlyList<Segment> Segments)
{
    /// <summary>The track as the timeline's summary shows it, such as <c>1. Video: city timelapse (0-10s)</c>.</summary>
    public override string ToString() => TimelineSummary.Of(this);
}
