using NemoVideo.Client.Http;

namespace NemoVideo.Client.Timeline;

/// <summary>Pairs the tracks and segments of two states.</summary>
internal static class TimelinePairing
{
    /// <summary>Pairs tracks of the same type by ID, else by the ID or name of the first segment, and by order.</summary>
    public static Pairing OfTracks(IReadOnlyList<TrackPart> before, IReadOnlyList<TrackPart> after)
    {
        var pairing = new Pairing(before.Count, after.Count);
        pairing.AddByKey(index => TrackKey(before[index], before[index].Id), index => TrackKey(after[index], after[index].Id));
        pairing.AddByKey(index => FirstSegmentKey(before[index]), index => FirstSegmentKey(after[index]));
        pairing.AddByKey(index => Type(before[index]), index => Type(after[index]));
        return pairing;
    }

    /// <summary>Pairs the segments of a track by ID, else by content, by name, and by order: the service may assign new IDs.</summary>
    public static Pairing OfSegments(IReadOnlyList<SegmentPart> before, IReadOnlyList<SegmentPart> after)
    {
        var pairing = new Pairing(before.Count, after.Count);
        pairing.AddByKey(index => before[index].Id, index => after[index].Id);
        pairing.AddByKey(index => Content(before[index]), index => Content(after[index]));
        pairing.AddByKey(index => before[index].Name, index => after[index].Name);

        // Two segments with different IDs and names aren't the same.
        pairing.AddByKey(index => before[index].Id is null ? "" : null, static _ => "");
        pairing.AddByKey(static _ => "", index => after[index].Id is null ? "" : null);
        return pairing;
    }

    private static TimelineValue Content(SegmentPart part) => part.Value with { Start = null };

    private static string? TrackKey(TrackPart part, string? id) => id is null ? null : $"{Type(part)}:{id}";

    private static string? FirstSegmentKey(TrackPart part) =>
        part.Segments.Count == 0 ? null : TrackKey(part, part.Segments[0].Id ?? part.Segments[0].Name);

    /// <summary>The service's type code, or a number that the service can't send if the code is missing.</summary>
    private static int Type(TrackPart part) => part.Track.TypeCode ?? int.MinValue;
}

internal sealed record TrackPart(Track Track, JsonElement Json)
{
    public string? Id { get; } = Json.FirstText("id");

    public IReadOnlyList<SegmentPart> Segments { get; } =
        [.. DraftReader.Objects(Json, "sg").Select((item, index) => new SegmentPart(
            Track, Track.Segments[index], item, index == 0 ? TimeSpan.Zero : Track.Segments[index - 1].End))];

    public static IReadOnlyList<TrackPart> Of(TimelineState? state) => state?.Draft is { } draft
        ? [.. DraftReader.Objects(draft, "t").Select((item, index) => new TrackPart(state.Tracks[index], item))]
        : [];
}

internal sealed record SegmentPart(Track Track, Segment Segment, JsonElement Json, TimeSpan? PreviousEnd)
{
    public string? Id { get; } = Json.FirstText("id");

    public string? Name => Segment.Name ?? Track.Name;

    /// <summary>The time between the end of the previous segment and this one; null if unknown.</summary>
    public TimeSpan? Gap => Segment.Start - PreviousEnd;

    public TimelineValue Value => new(Name, Segment.Start, Segment.Duration, Segment.Volume);
}
