using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Timeline;

/// <summary>A track with its JSON.</summary>
internal sealed record TrackPart(Track Track, JsonElement Json)
{
    public string? Id { get; } = Json.Text("id");

    public IReadOnlyList<SegmentPart> Segments { get; } =
        [.. Track.Segments.Zip(DraftReader.Objects(Json, "sg"), (segment, item) => (segment, item)).Select((pair, index) => new SegmentPart(
            Track, pair.segment, pair.item, index == 0 ? TimeSpan.Zero : Track.Segments[index - 1].End))];

    public static IReadOnlyList<TrackPart> Of(TimelineState? state) => state?.Draft is { } draft
        ? [.. state.Tracks.Zip(DraftReader.Objects(draft, "t"), static (track, item) => new TrackPart(track, item))]
        : [];
}

/// <summary>A segment with its JSON.</summary>
internal sealed record SegmentPart(Track Track, Segment Segment, JsonElement Json, TimeSpan? PreviousEnd)
{
    public string? Id { get; } = Json.Text("id");

    /// <summary>The displayed name: the segment's own, or its track's.</summary>
    public string? Name => Segment.Name ?? Track.Name;

    /// <summary>The time between the end of the previous segment and this one; null if unknown.</summary>
    public TimeSpan? Gap => Segment.Start - PreviousEnd;

    public TimelineValue Value => new(Name, Segment.Start, Segment.Duration, Segment.Volume);
}
