namespace NemoVideo.Client.Timeline;

/// <summary>The longest common subsequence of two lists.</summary>
internal static class CommonSequence
{
    /// <summary>A larger table would use too much memory: a greedy, possibly shorter subsequence is used instead.</summary>
    private const long MaxCells = 1_000_000;

    public static List<(int Before, int After)> Of<T>(T[] before, T[] after)
        where T : struct
    {
        var comparer = EqualityComparer<T>.Default;
        var pairs = new List<(int, int)>();
        var start = 0;
        while (start < before.Length && start < after.Length && comparer.Equals(before[start], after[start]))
        {
            pairs.Add((start, start));
            start++;
        }

        var (endBefore, endAfter) = (before.Length, after.Length);
        while (endBefore > start && endAfter > start && comparer.Equals(before[endBefore - 1], after[endAfter - 1]))
        {
            pairs.Add((--endBefore, --endAfter));
        }

        T[] rows = [.. before.Take(endBefore).Skip(start)];
        T[] columns = [.. after.Take(endAfter).Skip(start)];
        var inner = (long)rows.Length * columns.Length > MaxCells ? Greedy(rows, columns) : Longest(rows, columns);
        pairs.AddRange(inner.Select(pair => (pair.Before + start, pair.After + start)));
        return pairs;
    }

    private static List<(int Before, int After)> Longest<T>(T[] before, T[] after)
        where T : struct
    {
        var comparer = EqualityComparer<T>.Default;
        var lengths = new int[before.Length + 1, after.Length + 1];
        for (var row = before.Length - 1; row >= 0; row--)
        {
            for (var column = after.Length - 1; column >= 0; column--)
            {
                lengths[row, column] = comparer.Equals(before[row], after[column])
                    ? lengths[row + 1, column + 1] + 1
                    : Math.Max(lengths[row + 1, column], lengths[row, column + 1]);
            }
        }

        var pairs = new List<(int, int)>();
        var (i, j) = (0, 0);
        while (i < before.Length && j < after.Length)
        {
            if (comparer.Equals(before[i], after[j]))
            {
                pairs.Add((i++, j++));
            }
            else
            {
                (i, j) = lengths[i + 1, j] >= lengths[i, j + 1] ? (i + 1, j) : (i, j + 1);
            }
        }

        return pairs;
    }

    private static List<(int Before, int After)> Greedy<T>(T[] before, T[] after)
        where T : struct
    {
        var positions = before.Select(static (item, index) => (item, index))
            .GroupBy(static pair => pair.item, static pair => pair.index)
            .ToDictionary(static group => group.Key, static group => new Queue<int>(group));
        var pairs = new List<(int, int)>();
        var next = 0;
        for (var j = 0; j < after.Length; j++)
        {
            if (!positions.TryGetValue(after[j], out var queue))
            {
                continue;
            }

            while (queue.Count > 0 && queue.Peek() < next)
            {
                queue.Dequeue();
            }

            if (queue.Count > 0)
            {
                next = queue.Dequeue() + 1;
                pairs.Add((next - 1, j));
            }
        }

        return pairs;
    }
}
