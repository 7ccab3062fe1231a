using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Timeline;

/// <summary>A track with its JSON.</summary>
internal sealed class TrackPart(Track track, JsonElement json)
{
    public Track Track => track;

    public JsonElement Json => json;

    public string? Id { get; } = json.Text("id");

    public IReadOnlyList<SegmentPart> Segments { get; } =
        [.. track.Segments.Zip(Objects(json, "sg"), (segment, item) => (segment, item)).Select((pair, index) => new SegmentPart(
            track, pair.segment, pair.item, index == 0 ? TimeSpan.Zero : track.Segments[index - 1].End))];

    public static IReadOnlyList<TrackPart> Of(TimelineState? state) => state?.Draft is { } draft
        ? [.. state.Tracks.Zip(Objects(draft, "t"), static (track, item) => new TrackPart(track, item))]
        : [];

    /// <summary>The same items that <see cref="DraftReader"/> reads.</summary>
    private static IEnumerable<JsonElement> Objects(JsonElement element, string name) =>
        element.Items(name).Where(static item => item.ValueKind == JsonValueKind.Object);
}

/// <summary>A segment with its JSON.</summary>
internal sealed class SegmentPart(Track track, Segment segment, JsonElement json, TimeSpan? previousEnd)
{
    public Segment Segment => segment;

    public JsonElement Json => json;

    public string? Id { get; } = json.Text("id");

    /// <summary>The displayed name: the segment's own, or its track's.</summary>
    public string? Name => segment.Name ?? track.Name;

    /// <summary>The time between the end of the previous segment and this one; null if unknown.</summary>
    public TimeSpan? Gap => segment.Start - previousEnd;

    public TimelineValue Value => new(Name, segment.Start, segment.Duration, segment.Volume);
}
