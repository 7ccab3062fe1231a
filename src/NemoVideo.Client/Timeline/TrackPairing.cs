namespace NemoVideo.Client.Timeline;

/// <summary>
/// Finds out which track was which before: by id, else by a segment that both have, else by order among the tracks of one
/// type. A track never turns into one of another type.
/// </summary>
internal static class TrackPairing
{
    public static Pairing Of(IReadOnlyList<TrackPart> before, IReadOnlyList<TrackPart> after)
    {
        var pairing = new Pairing(before.Count, after.Count);
        var (idsBefore, idsAfter) = (UniqueIds.Of(before.Select(static part => part.Id)), UniqueIds.Of(after.Select(static part => part.Id)));
        pairing.AddByKey(
            index => Key(before[index], idsBefore[index]?.Item1),
            index => Key(after[index], idsAfter[index]?.Item1));
        AddByContent(pairing, before, after, static segment => segment.Id);
        AddByContent(pairing, before, after, static segment => segment.Name);
        pairing.AddByKey(index => (int?)Type(before[index]), index => (int?)Type(after[index]));
        return pairing;
    }

    private static void AddByContent(
        Pairing pairing, IReadOnlyList<TrackPart> before, IReadOnlyList<TrackPart> after, Func<SegmentPart, string?> nameOf)
    {
        var homes = new Dictionary<(int, string), int>();
        foreach (var index in pairing.FreeBefore)
        {
            foreach (var segment in before[index].Segments)
            {
                if (nameOf(segment) is { } name && !homes.ContainsKey((Type(before[index]), name)))
                {
                    homes.Add((Type(before[index]), name), index);
                }
            }
        }

        foreach (var index in pairing.FreeAfter.ToList())
        {
            foreach (var segment in after[index].Segments)
            {
                if (nameOf(segment) is { } name
                    && homes.TryGetValue((Type(after[index]), name), out var home)
                    && pairing.AfterOf(home) is null)
                {
                    pairing.Add(home, index);
                    break;
                }
            }
        }
    }

    private static (int Type, string Id)? Key(TrackPart part, string? id) => id is null ? null : (Type(part), id);

    /// <summary>The wire's type; where it says none, a number that it cannot say.</summary>
    private static int Type(TrackPart part) => part.Track.TypeCode ?? int.MinValue;
}
