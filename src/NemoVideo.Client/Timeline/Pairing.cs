namespace NemoVideo.Client.Timeline;

/// <summary>Which items of an earlier list are which items of a later one. Each pass pairs items that are still unpaired.</summary>
internal sealed class Pairing(int countBefore, int countAfter)
{
    private readonly int[] _afterOf = [.. Enumerable.Repeat(-1, countBefore)];
    private readonly int[] _beforeOf = [.. Enumerable.Repeat(-1, countAfter)];

    public IEnumerable<int> UnpairedBefore => Unpaired(_afterOf);

    public IEnumerable<int> UnpairedAfter => Unpaired(_beforeOf);

    /// <summary>The earlier item; null if the later one is new.</summary>
    public int? BeforeOf(int after) => _beforeOf[after] < 0 ? null : _beforeOf[after];

    /// <summary>The later item; null if the earlier one was removed.</summary>
    public int? AfterOf(int before) => _afterOf[before] < 0 ? null : _afterOf[before];

    public void Add(int before, int after)
    {
        _afterOf[before] = after;
        _beforeOf[after] = before;
    }

    /// <summary>Pairs items with equal keys in list order. Items with a null key aren't paired.</summary>
    public void AddByKey<T>(Func<int, T?> keyBefore, Func<int, T?> keyAfter)
        where T : struct
    {
        var waiting = UnpairedBefore.Where(before => keyBefore(before) is not null)
            .GroupBy(before => keyBefore(before)!.Value)
            .ToDictionary(static group => group.Key, static group => new Queue<int>(group));
        foreach (var after in UnpairedAfter.ToList())
        {
            if (keyAfter(after) is { } key && waiting.TryGetValue(key, out var queue) && queue.Count > 0)
            {
                Add(queue.Dequeue(), after);
            }
        }
    }

    /// <summary>Pairs the longest common subsequence of keys.</summary>
    public void AddByOrder<T>(Func<int, T> keyBefore, Func<int, T> keyAfter)
        where T : struct
    {
        var before = UnpairedBefore.ToList();
        var after = UnpairedAfter.ToList();
        foreach (var (first, second) in CommonSequence.Of([.. before.Select(keyBefore)], [.. after.Select(keyAfter)]))
        {
            Add(before[first], after[second]);
        }
    }

    /// <summary>The later items of a longest increasing subsequence: the fewest other items count as moved.</summary>
    public HashSet<int> InOrder()
    {
        // For each length, the item at which the best subsequence of that length ends; for each item, its predecessor.
        var ends = new List<int>();
        var previous = new Dictionary<int, int>();
        foreach (var after in Enumerable.Range(0, _beforeOf.Length).Where(after => _beforeOf[after] >= 0))
        {
            var (low, high) = (0, ends.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = _beforeOf[ends[middle]] < _beforeOf[after] ? (middle + 1, high) : (low, middle);
            }

            previous[after] = low == 0 ? -1 : ends[low - 1];
            if (low < ends.Count)
            {
                ends[low] = after;
            }
            else
            {
                ends.Add(after);
            }
        }

        var inOrder = new HashSet<int>();
        for (var after = ends.Count == 0 ? -1 : ends[ends.Count - 1]; after >= 0; after = previous[after])
        {
            inOrder.Add(after);
        }

        return inOrder;
    }

    private static IEnumerable<int> Unpaired(int[] partners) => Enumerable.Range(0, partners.Length).Where(index => partners[index] < 0);
}
