namespace NemoVideo.Client.Timeline;

/// <summary>
/// Finds out which segment of a track was which before: by id where both sides have it, else by name and order. Ids that the
/// service gives out anew with each state do no harm, since what has no partner by id is still looked for by name.
/// </summary>
internal static class SegmentPairing
{
    public static Pairing Of(IReadOnlyList<SegmentPart> before, IReadOnlyList<SegmentPart> after)
    {
        var pairing = new Pairing(before.Count, after.Count);
        var (idsBefore, idsAfter) = (UniqueIds.Of(before.Select(static part => part.Id)), UniqueIds.Of(after.Select(static part => part.Id)));
        pairing.AddByKey(index => idsBefore[index], index => idsAfter[index]);
        pairing.AddByOrder(index => Whole(before[index]), index => Whole(after[index]));
        pairing.AddByOrder(index => new ValueTuple<string?>(before[index].Name), index => new ValueTuple<string?>(after[index].Name));
        pairing.AddByKey(index => Named(before[index]), index => Named(after[index]));
        AddByPlace(pairing, before, after);
        return pairing;
    }

    /// <summary>What stands between the same neighbours took the other's place, unless ids say that it is another one.</summary>
    private static void AddByPlace(Pairing pairing, IReadOnlyList<SegmentPart> before, IReadOnlyList<SegmentPart> after)
    {
        var placesBefore = Places(before, pairing.AfterOf, static (index, _) => index);
        var placesAfter = Places(after, pairing.BeforeOf, static (_, partner) => partner);
        pairing.AddByKey(
            index => before[index].Id is null ? (int?)placesBefore[index] : null,
            index => (int?)placesAfter[index]);
        pairing.AddByKey(
            index => (int?)placesBefore[index],
            index => after[index].Id is null ? (int?)placesAfter[index] : null);
    }

    /// <summary>For each item the last one before it that both sides have, by its place before; -1 at the beginning.</summary>
    private static int[] Places(IReadOnlyList<SegmentPart> parts, Func<int, int?> partnerOf, Func<int, int, int> placeOf)
    {
        var places = new int[parts.Count];
        var last = -1;
        for (var index = 0; index < parts.Count; index++)
        {
            last = partnerOf(index) is { } partner ? placeOf(index, partner) : last;
            places[index] = last;
        }

        return places;
    }

    private static (string? Name, TimeSpan? Duration, double? Volume) Whole(SegmentPart part) =>
        (part.Name, part.Segment.Duration, part.Segment.Volume);

    private static ValueTuple<string>? Named(SegmentPart part) => part.Name is { } name ? new ValueTuple<string>(name) : null;
}
