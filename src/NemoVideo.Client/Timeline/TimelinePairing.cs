namespace NemoVideo.Client.Timeline;

/// <summary>Pairs the tracks and segments of two states.</summary>
internal static class TimelinePairing
{
    /// <summary>Pairs tracks of the same type by ID, then by a common segment, then by order.</summary>
    public static Pairing OfTracks(IReadOnlyList<TrackPart> before, IReadOnlyList<TrackPart> after)
    {
        var pairing = new Pairing(before.Count, after.Count);
        var (idsBefore, idsAfter) = (UniqueIds(before.Select(static part => part.Id)), UniqueIds(after.Select(static part => part.Id)));
        pairing.AddByKey(index => TrackKey(before[index], idsBefore[index]), index => TrackKey(after[index], idsAfter[index]));
        AddByContent(pairing, before, after, static segment => segment.Id);
        AddByContent(pairing, before, after, static segment => segment.Name);
        pairing.AddByKey(index => (int?)Type(before[index]), index => (int?)Type(after[index]));
        return pairing;
    }

    /// <summary>
    /// Pairs the segments of a track by ID, then by name and order, then by position. The service may assign new IDs with each state,
    /// so a segment without a partner by ID is still paired by name.
    /// </summary>
    public static Pairing OfSegments(IReadOnlyList<SegmentPart> before, IReadOnlyList<SegmentPart> after)
    {
        var pairing = new Pairing(before.Count, after.Count);
        var (idsBefore, idsAfter) = (UniqueIds(before.Select(static part => part.Id)), UniqueIds(after.Select(static part => part.Id)));
        pairing.AddByKey(index => idsBefore[index], index => idsAfter[index]);
        pairing.AddByOrder(index => Content(before[index]), index => Content(after[index]));
        pairing.AddByOrder(index => new ValueTuple<string?>(before[index].Name), index => new ValueTuple<string?>(after[index].Name));
        pairing.AddByKey(index => Key(before[index].Name), index => Key(after[index].Name));
        AddByPosition(pairing, before, after);
        return pairing;
    }

    private static void AddByContent(
        Pairing pairing, IReadOnlyList<TrackPart> before, IReadOnlyList<TrackPart> after, Func<SegmentPart, string?> nameOf)
    {
        var tracks = pairing.UnpairedBefore
            .SelectMany(index => Keys(before[index]).Select(key => (key, index)))
            .GroupBy(static pair => pair.key, static pair => pair.index)
            .ToDictionary(static group => group.Key, static group => group.First());
        foreach (var index in pairing.UnpairedAfter.ToList())
        {
            var partners = Keys(after[index]).Where(tracks.ContainsKey).Select(key => (int?)tracks[key]);
            if (partners.FirstOrDefault(partner => pairing.AfterOf(partner!.Value) is null) is { } found)
            {
                pairing.Add(found, index);
            }
        }

        IEnumerable<(int, string)> Keys(TrackPart part) => part.Segments.Select(nameOf).OfType<string>().Select(name => (Type(part), name));
    }

    /// <summary>Pairs segments that follow the same neighbor, unless both have IDs.</summary>
    private static void AddByPosition(Pairing pairing, IReadOnlyList<SegmentPart> before, IReadOnlyList<SegmentPart> after)
    {
        var anchorsBefore = Anchors(before.Count, pairing.AfterOf, static (index, _) => index);
        var anchorsAfter = Anchors(after.Count, pairing.BeforeOf, static (_, partner) => partner);
        pairing.AddByKey(index => before[index].Id is null ? (int?)anchorsBefore[index] : null, index => (int?)anchorsAfter[index]);
        pairing.AddByKey(index => (int?)anchorsBefore[index], index => after[index].Id is null ? (int?)anchorsAfter[index] : null);
    }

    /// <summary>For each item the earlier index of the last paired item up to it; -1 if there is none.</summary>
    private static int[] Anchors(int count, Func<int, int?> partnerOf, Func<int, int, int> indexBefore)
    {
        var anchors = new int[count];
        var last = -1;
        for (var index = 0; index < count; index++)
        {
            anchors[index] = last = partnerOf(index) is { } partner ? indexBefore(index, partner) : last;
        }

        return anchors;
    }

    /// <summary>The IDs as keys; null for an ID that is missing or used more than once.</summary>
    private static ValueTuple<string>?[] UniqueIds(IEnumerable<string?> ids)
    {
        var all = ids.ToArray();
        var counts = all.OfType<string>().GroupBy(static id => id).ToDictionary(static group => group.Key, static group => group.Count());
        return [.. all.Select(id => string.IsNullOrEmpty(id) || counts[id!] > 1 ? null : Key(id))];
    }

    private static ValueTuple<string>? Key(string? text) => text is null ? null : new ValueTuple<string>(text);

    private static (int Type, string Id)? TrackKey(TrackPart part, ValueTuple<string>? id) =>
        id is { } known ? (Type(part), known.Item1) : null;

    private static (string? Name, TimeSpan? Duration, double? Volume) Content(SegmentPart part) =>
        (part.Name, part.Segment.Duration, part.Segment.Volume);

    /// <summary>The service's type code. If it is missing, a number that the service can't send.</summary>
    private static int Type(TrackPart part) => part.Track.TypeCode ?? int.MinValue;
}
