namespace NemoVideo.Client.Timeline;

/// <summary>Longest common and longest increasing subsequences.</summary>
internal static class CommonSequence
{
    private const long MaxCandidates = 1_000_000;

    /// <summary>The longest common subsequence of two lists; of very long lists with many equal items, a possibly shorter one.</summary>
    public static IEnumerable<(int Before, int After)> Of<T>(IReadOnlyList<T> before, IReadOnlyList<T> after)
    {
        var comparer = EqualityComparer<T>.Default;
        var length = Math.Min(before.Count, after.Count);
        var start = 0;
        while (start < length && comparer.Equals(before[start], after[start]))
        {
            start++;
        }

        var end = 0;
        while (start + end < length && comparer.Equals(before[before.Count - end - 1], after[after.Count - end - 1]))
        {
            end++;
        }

        var rows = before.Take(before.Count - end).Skip(start).ToList();
        var columns = after.Take(after.Count - end).Skip(start).ToList();
        return Enumerable.Range(0, start).Select(static index => (index, index))
            .Concat(OfRest(rows, columns).Select(pair => (pair.Before + start, pair.After + start)))
            .Concat(Enumerable.Range(1, end).Select(index => (before.Count - index, after.Count - index)));
    }

    /// <summary>The indexes of a longest increasing subsequence, in descending order.</summary>
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
            : [.. columns.SelectMany(group => rows[group.Key].Zip(group, static (row, column) => (row, column))).OrderBy(static pair => pair.column)];
        return Increasing([.. pairs.Select(static pair => pair.Before)]).Select(index => pairs[index]);
    }

    private static ILookup<T, int> IndexesByItem<T>(List<T> items) =>
        items.Select(static (item, index) => (item, index)).ToLookup(static pair => pair.item, static pair => pair.index);
}
