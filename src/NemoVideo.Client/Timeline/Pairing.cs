namespace NemoVideo.Client.Timeline;

/// <summary>Which items of an earlier list are which items of a later one. Each pass pairs items that are still unpaired.</summary>
internal sealed class Pairing(int countBefore, int countAfter)
{
    private readonly int?[] _afterOf = new int?[countBefore];
    private readonly int?[] _beforeOf = new int?[countAfter];

    public IEnumerable<int> UnpairedBefore => Unpaired(_afterOf);

    public IEnumerable<int> UnpairedAfter => Unpaired(_beforeOf);

    /// <summary>The earlier item; null if the later one is new.</summary>
    public int? BeforeOf(int after) => _beforeOf[after];

    /// <summary>The later item; null if the earlier one was removed.</summary>
    public int? AfterOf(int before) => _afterOf[before];

    public void Add(int before, int after) => (_afterOf[before], _beforeOf[after]) = (after, before);

    /// <summary>Pairs items with equal keys in list order. Items with a null key aren't paired.</summary>
    public void AddByKey(Func<int, object?> keyBefore, Func<int, object?> keyAfter)
    {
        var waiting = UnpairedBefore.ToLookup(keyBefore);
        foreach (var group in UnpairedAfter.ToLookup(keyAfter).Where(static group => group.Key is not null))
        {
            foreach (var (before, after) in waiting[group.Key].Zip(group, static (before, after) => (before, after)))
            {
                Add(before, after);
            }
        }
    }

    /// <summary>Pairs the longest common subsequence of keys.</summary>
    public void AddByOrder(Func<int, object?> keyBefore, Func<int, object?> keyAfter)
    {
        var (before, after) = (UnpairedBefore.ToList(), UnpairedAfter.ToList());
        foreach (var (first, second) in CommonSequence.Of([.. before.Select(keyBefore)], [.. after.Select(keyAfter)]))
        {
            Add(before[first], after[second]);
        }
    }

    /// <summary>The later items of a longest increasing subsequence: the fewest other items count as moved.</summary>
    public HashSet<int> InOrder()
    {
        var paired = Enumerable.Range(0, _beforeOf.Length).Where(after => _beforeOf[after] is not null).ToList();
        return [.. CommonSequence.Increasing([.. paired.Select(after => _beforeOf[after]!.Value)]).Select(index => paired[index])];
    }

    private static IEnumerable<int> Unpaired(int?[] partners) => Enumerable.Range(0, partners.Length).Where(index => partners[index] is null);
}
