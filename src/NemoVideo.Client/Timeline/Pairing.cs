namespace NemoVideo.Client.Timeline;

/// <summary>Which items of a list before are which items of the list after. Each pass pairs what the one before it left.</summary>
internal sealed class Pairing
{
    private readonly int[] _afterOf;
    private readonly int[] _beforeOf;

    public Pairing(int before, int after)
    {
        _afterOf = [.. Enumerable.Repeat(-1, before)];
        _beforeOf = [.. Enumerable.Repeat(-1, after)];
    }

    public IEnumerable<int> FreeBefore => Free(_afterOf);

    public IEnumerable<int> FreeAfter => Free(_beforeOf);

    /// <summary>The item before that an item after was; null where it is new.</summary>
    public int? BeforeOf(int after) => _beforeOf[after] < 0 ? null : _beforeOf[after];

    /// <summary>The item after that an item before is; null where it is gone.</summary>
    public int? AfterOf(int before) => _afterOf[before] < 0 ? null : _afterOf[before];

    public void Add(int before, int after)
    {
        _afterOf[before] = after;
        _beforeOf[after] = before;
    }

    /// <summary>Pairs what has the same key, the first with the first. What has the key null stays free.</summary>
    public void AddByKey<T>(Func<int, T?> keyBefore, Func<int, T?> keyAfter)
        where T : struct
    {
        var waiting = new Dictionary<T, Queue<int>>();
        foreach (var before in FreeBefore)
        {
            if (keyBefore(before) is { } key)
            {
                if (!waiting.TryGetValue(key, out var queue))
                {
                    waiting.Add(key, queue = new Queue<int>());
                }

                queue.Enqueue(before);
            }
        }

        foreach (var after in FreeAfter.ToList())
        {
            if (keyAfter(after) is { } key && waiting.TryGetValue(key, out var queue) && queue.Count > 0)
            {
                Add(queue.Dequeue(), after);
            }
        }
    }

    /// <summary>Pairs the longest run of same keys that both lists have in the same order.</summary>
    public void AddByOrder<T>(Func<int, T> keyBefore, Func<int, T> keyAfter)
        where T : struct
    {
        var before = FreeBefore.ToList();
        var after = FreeAfter.ToList();
        foreach (var (first, second) in CommonSequence.Of([.. before.Select(keyBefore)], [.. after.Select(keyAfter)]))
        {
            Add(before[first], after[second]);
        }
    }

    /// <summary>The items after that stand in the same order as before: the fewest others have moved.</summary>
    public HashSet<int> InOrder()
    {
        var paired = Enumerable.Range(0, _beforeOf.Length).Where(after => _beforeOf[after] >= 0).ToList();

        // For each length the item with which the best run of that length ends, and for each item the one before it.
        var ends = new List<int>();
        var previous = new Dictionary<int, int>();
        foreach (var after in paired)
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

    private static IEnumerable<int> Free(int[] partners) => Enumerable.Range(0, partners.Length).Where(index => partners[index] < 0);
}
