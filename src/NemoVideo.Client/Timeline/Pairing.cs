namespace NemoVideo.Client.Timeline;

/// <summary>Pairs the items of an earlier list with those of a later one. Each pass pairs items that are still unpaired.</summary>
internal sealed class Pairing(int countBefore, int countAfter)
{
    private readonly int?[] _afterOf = new int?[countBefore];
    private readonly int?[] _beforeOf = new int?[countAfter];

    public IEnumerable<int> UnpairedBefore => Unpaired(_afterOf);

    public IEnumerable<int> UnpairedAfter => Unpaired(_beforeOf);

    public int? BeforeOf(int after) => _beforeOf[after];

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

    public void AddByOrder(Func<int, object?> keyBefore, Func<int, object?> keyAfter)
    {
        var (before, after) = (UnpairedBefore.ToList(), UnpairedAfter.ToList());
        foreach (var (first, second) in CommonSequence.Of([.. before.Select(keyBefore)], [.. after.Select(keyAfter)]))
        {
            Add(before[first], after[second]);
        }
    }

    /// <summary>
    /// Returns the later items of a longest increasing subsequence, so that as few items as possible are reported as moved.
    /// </summary>
    public HashSet<int> InOrder()
    {
        var paired = Enumerable.Range(0, _beforeOf.Length).Where(after => _beforeOf[after] is not null).ToList();
        return [.. CommonSequence.Increasing([.. paired.Select(after => _beforeOf[after]!.Value)]).Select(index => paired[index])];
    }

    private static IEnumerable<int> Unpaired(int?[] partners) =>
        Enumerable.Range(0, partners.Length).Where(index => partners[index] is null);
}

/// <summary>Computes longest common and longest increasing subsequences.</summary>
internal static class CommonSequence
{
    private const long MaxCandidates = 1_000_000;

    /// <summary>Returns the longest common subsequence of two lists. It may be shorter for very long lists with many equal items.</summary>
    public static IEnumerable<(int Before, int After)> Of<T>(IReadOnlyList<T> before, IReadOnlyList<T> after)
    {
        var comparer = EqualityComparer<T>.Default;
        var start = before.Zip(after, comparer.Equals).TakeWhile(static isSame => isSame).Count();
        var end = before.Skip(start).Reverse().Zip(after.Skip(start).Reverse(), comparer.Equals).TakeWhile(static isSame => isSame).Count();
        var rows = before.Take(before.Count - end).Skip(start).ToList();
        var columns = after.Take(after.Count - end).Skip(start).ToList();
        return Enumerable.Range(0, start).Select(static index => (index, index))
            .Concat(OfRest(rows, columns).Select(pair => (pair.Before + start, pair.After + start)))
            .Concat(Enumerable.Range(1, end).Select(index => (before.Count - index, after.Count - index)));
    }

    /// <summary>Returns the indexes of a longest increasing subsequence, in descending order.</summary>
    public static IEnumerable<int> Increasing(IReadOnlyList<int> values)
    {
        // For each length, the last value and index of the best subsequence of that length; for each index, its predecessor.
        var (tails, ends, previous) = (new int[values.Count], new int[values.Count], new int[values.Count]);
        var longest = 0;
        for (var index = 0; index < values.Count; index++)
        {
            var found = Array.BinarySearch(tails, 0, longest, values[index]);
            var length = found < 0 ? ~found : found;
            previous[index] = length == 0 ? -1 : ends[length - 1];
            (tails[length], ends[length]) = (values[index], index);
            longest = Math.Max(longest, length + 1);
        }

        for (var index = longest == 0 ? -1 : ends[longest - 1]; index >= 0; index = previous[index])
        {
            yield return index;
        }
    }

    /// <summary>A common subsequence is an increasing subsequence of the pairs of equal items, ordered by the later item.</summary>
    private static IEnumerable<(int Before, int After)> OfRest<T>(List<T> before, List<T> after)
    {
        var (rows, columns) = (IndexesByItem(before), IndexesByItem(after));
        var isSmall = columns.Sum(group => (long)group.Count() * rows[group.Key].Count()) <= MaxCandidates;

        // The earlier items of one later item are in descending order, so that at most one of them is chosen.
        List<(int Before, int After)> pairs = isSmall
            ? [.. after.SelectMany((item, column) => rows[item].Reverse().Select(row => (row, column)))]
            : [.. columns.SelectMany(group => rows[group.Key].Zip(group, static (row, column) => (row, column)))
                .OrderBy(static pair => pair.column)];
        return Increasing([.. pairs.Select(static pair => pair.Before)]).Select(index => pairs[index]);
    }

    private static ILookup<T, int> IndexesByItem<T>(List<T> items) =>
        items.Select(static (item, index) => (item, index)).ToLookup(static pair => pair.item, static pair => pair.index);
}
