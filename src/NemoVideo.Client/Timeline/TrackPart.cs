using System.Text.Json;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Protocol;

namespace NemoVideo.Client.Timeline;

/// <summary>A track beside what it was read from.</summary>
internal sealed class TrackPart
{
    private TrackPart(Track track, JsonElement json)
    {
        Track = track;
        Json = json;
        Id = json.Text("id");
        Segments = [.. track.Segments.Zip(Objects(json, "sg"), (segment, item) => (segment, item)).Select((pair, index) => new SegmentPart(
            track, pair.segment, pair.item, pair.item.Text("id"), index == 0 ? TimeSpan.Zero : track.Segments[index - 1].End))];
    }

    public Track Track { get; }

    public JsonElement Json { get; }

    public string? Id { get; }

    public IReadOnlyList<SegmentPart> Segments { get; }

    public static IReadOnlyList<TrackPart> Of(TimelineState? state) => state?.Draft is { } draft
        ? [.. state.Tracks.Zip(Objects(draft, "t"), static (track, item) => new TrackPart(track, item))]
        : [];

    /// <summary>The items that the draft's reader took: those that are objects.</summary>
    private static IEnumerable<JsonElement> Objects(JsonElement element, string name) =>
        element.Items(name).Where(static item => item.ValueKind == JsonValueKind.Object);
}
