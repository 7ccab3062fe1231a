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

/// <summary>Pairs the items of an earlier list with those of a later one. Each pass pairs items that are still unpaired.</summary>
internal sealed class Pairing(int countBefore, int countAfter)
{
    private const int None = -1;

    private readonly bool[] _isPaired = new bool[countBefore];
    private readonly int[] _beforeOf = [.. Enumerable.Repeat(None, countAfter)];

    public IEnumerable<int> UnpairedBefore => Enumerable.Range(0, _isPaired.Length).Where(index => !_isPaired[index]);

    public int? BeforeOf(int after) => _beforeOf[after] == None ? null : _beforeOf[after];

    /// <summary>Pairs items with equal keys in list order. Items with a null key aren't paired.</summary>
    public void AddByKey(Func<int, object?> keyBefore, Func<int, object?> keyAfter)
    {
        var waiting = UnpairedBefore.Where(index => keyBefore(index) is not null).GroupBy(index => keyBefore(index)!)
            .ToDictionary(static items => items.Key, static items => new Queue<int>(items));
        for (var after = 0; after < _beforeOf.Length; after++)
        {
            if (_beforeOf[after] == None && keyAfter(after) is { } key && waiting.TryGetValue(key, out var items) && items.Count > 0)
            {
                var before = items.Dequeue();
                (_isPaired[before], _beforeOf[after]) = (true, before);
            }
        }
    }

    /// <summary>
    /// Returns for each later item whether it is in a longest increasing subsequence, so that as few items as possible have moved.
    /// </summary>
    public bool[] InOrder()
    {
        // For each length, the last value and index of the best subsequence of that length; for each index, its predecessor.
        var (tails, ends, previous) = (new int[_beforeOf.Length], new int[_beforeOf.Length], new int[_beforeOf.Length]);
        var longest = 0;
        for (var index = 0; index < _beforeOf.Length; index++)
        {
            if (_beforeOf[index] != None)
            {
                var length = ~Array.BinarySearch(tails, 0, longest, _beforeOf[index]);
                previous[index] = length == 0 ? None : ends[length - 1];
                (tails[length], ends[length]) = (_beforeOf[index], index);
                longest = Math.Max(longest, length + 1);
            }
        }

        var isInOrder = new bool[_beforeOf.Length];
        for (var index = longest == 0 ? None : ends[longest - 1]; index != None; index = previous[index])
        {
            isInOrder[index] = true;
        }

        return isInOrder;
    }
}
