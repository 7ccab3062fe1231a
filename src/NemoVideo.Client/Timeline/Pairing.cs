namespace NemoVideo.Client.Timeline;

/// <summary>Pairs the items of an earlier list with those of a later one. Each pass pairs items that are still unpaired.</summary>
internal sealed class Pairing(int countBefore, int countAfter)
{
    private const int None = -1;
    private static readonly object NoKey = new();
    private readonly int[] _afterOf = [.. Enumerable.Repeat(None, countBefore)];
    private readonly int[] _beforeOf = [.. Enumerable.Repeat(None, countAfter)];

    public IEnumerable<int> UnpairedBefore => Enumerable.Range(0, _afterOf.Length).Where(index => _afterOf[index] == None);

    public int? BeforeOf(int after) => _beforeOf[after] == None ? null : _beforeOf[after];

    public int? AfterOf(int before) => _afterOf[before] == None ? null : _afterOf[before];

    public void Add(int before, int after) => (_afterOf[before], _beforeOf[after]) = (after, before);

    /// <summary>Pairs items with equal keys in list order. Items with a null key aren't paired.</summary>
    public void AddByKey(Func<int, object?> keyBefore, Func<int, object?> keyAfter)
    {
        var waiting = new EqualItems([.. _afterOf.Select((partner, index) => partner == None ? keyBefore(index) : null)]);
        for (var after = 0; after < _beforeOf.Length; after++)
        {
            if (_beforeOf[after] == None && waiting.Take(keyAfter(after)) is var before and not None)
            {
                Add(before, after);
            }
        }
    }

    public void AddByOrder(Func<int, object?> keyBefore, Func<int, object?> keyAfter)
    {
        int[] before = [.. UnpairedBefore], after = [.. Enumerable.Range(0, _beforeOf.Length).Where(index => _beforeOf[index] == None)];
        CommonSequence.Find(
            [.. before.Select(index => keyBefore(index) ?? NoKey)],
            [.. after.Select(index => keyAfter(index) ?? NoKey)],
            (first, second) => Add(before[first], after[second]));
    }

    /// <summary>
    /// Returns for each later item whether it is in a longest increasing subsequence, so that as few items as possible are reported as moved.
    /// </summary>
    public bool[] InOrder()
    {
        var isInOrder = new bool[_beforeOf.Length];
        foreach (var after in CommonSequence.Increasing(_beforeOf))
        {
            isInOrder[after] = true;
        }

        return isInOrder;
    }
}

/// <summary>Computes longest common and longest increasing subsequences.</summary>
internal static class CommonSequence
{
    private const int MaxCandidates = 1_000_000;

    /// <summary>Reports the pairs of a longest common subsequence. It may be shorter for very long lists with many equal items.</summary>
    public static void Find(object[] before, object[] after, Action<int, int> report)
    {
        var (start, end, length) = (0, 0, Math.Min(before.Length, after.Length));
        for (; start < length && before[start].Equals(after[start]); start++)
        {
            report(start, start);
        }

        for (; end < length - start && before[before.Length - end - 1].Equals(after[after.Length - end - 1]); end++)
        {
            report(before.Length - end - 1, after.Length - end - 1);
        }

        // A common subsequence is an increasing subsequence of the pairs of equal items, ordered by the later item.
        var items = new EqualItems([.. before.Take(before.Length - end).Skip(start)]);
        var (rows, columns) = (new List<int>(), new List<int>());
        for (var column = start; column < after.Length - end && rows.Count <= MaxCandidates; column++)
        {
            var count = rows.Count;
            for (var row = items.First(after[column]); row >= 0 && rows.Count <= MaxCandidates; row = items.Next(row))
            {
                rows.Add(row);
                columns.Add(column);
            }

            // The earlier items of one later item are in descending order, so that at most one of them is chosen.
            rows.Reverse(count, rows.Count - count);
        }

        if (rows.Count > MaxCandidates)
        {
            columns = [.. Enumerable.Range(start, after.Length - end - start)];
            rows = [.. columns.Select(column => items.Take(after[column]))];
        }

        foreach (var index in Increasing(rows))
        {
            report(rows[index] + start, columns[index]);
        }
    }

    /// <summary>Returns the indexes of a longest increasing subsequence of the values that aren't negative, in descending order.</summary>
    public static IEnumerable<int> Increasing(IReadOnlyList<int> values)
    {
        // For each length, the last value and index of the best subsequence of that length; for each index, its predecessor.
        var (tails, ends, previous) = (new int[values.Count], new int[values.Count], new int[values.Count]);
        var longest = 0;
        for (var index = 0; index < values.Count; index++)
        {
            var found = values[index] < 0 ? 0 : Array.BinarySearch(tails, 0, longest, values[index]);
            var length = found < 0 ? ~found : found;
            if (values[index] >= 0)
            {
                previous[index] = length == 0 ? -1 : ends[length - 1];
                (tails[length], ends[length]) = (values[index], index);
                longest = Math.Max(longest, length + 1);
            }
        }

        for (var index = longest == 0 ? -1 : ends[longest - 1]; index >= 0; index = previous[index])
        {
            yield return index;
        }
    }
}

/// <summary>The indexes of equal items of a list, in ascending order; -1 at their end. Null items are ignored.</summary>
internal sealed class EqualItems
{
    private readonly Dictionary<object, int> _first = [];
    private readonly int[] _next;

    public EqualItems(object?[] items)
    {
        _next = new int[items.Length];
        for (var index = items.Length - 1; index >= 0; index--)
        {
            if (items[index] is { } item)
            {
                (_next[index], _first[item]) = (First(item), index);
            }
        }
    }

    public int First(object? item) => item is not null && _first.TryGetValue(item, out var index) ? index : -1;

    public int Next(int index) => _next[index];

    /// <summary>Returns the first index and removes it.</summary>
    public int Take(object? item)
    {
        var index = First(item);
        if (index >= 0)
        {
            _first[item!] = _next[index];
        }

        return index;
    }
}
