namespace NemoVideo.Client.Timeline;

/// <summary>The longest common subsequence of two lists.</summary>
internal static class CommonSequence
{
    /// <summary>Beyond this many comparisons a good sequence has to do for the best: a state must not use up all memory.</summary>
    private const long MostCells = 1_000_000;

    public static List<(int Before, int After)> Of<T>(T[] before, T[] after)
        where T : struct
    {
        var same = EqualityComparer<T>.Default;
        var pairs = new List<(int, int)>();
        var start = 0;
        while (start < before.Length && start < after.Length && same.Equals(before[start], after[start]))
        {
            pairs.Add((start, start));
            start++;
        }

        var (endBefore, endAfter) = (before.Length, after.Length);
        while (endBefore > start && endAfter > start && same.Equals(before[endBefore - 1], after[endAfter - 1]))
        {
            pairs.Add((--endBefore, --endAfter));
        }

        var (rows, columns) = (endBefore - start, endAfter - start);
        var inner = (long)rows * columns > MostCells
            ? Greedy(before.AsSpan(start, rows), after.AsSpan(start, columns))
            : Longest(before.AsSpan(start, rows), after.AsSpan(start, columns));
        pairs.AddRange(inner.Select(pair => (pair.Before + start, pair.After + start)));
        return pairs;
    }

    private static List<(int Before, int After)> Longest<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> after)
        where T : struct
    {
        var same = EqualityComparer<T>.Default;
        var lengths = new int[before.Length + 1, after.Length + 1];
        for (var row = before.Length - 1; row >= 0; row--)
        {
            for (var column = after.Length - 1; column >= 0; column--)
            {
                lengths[row, column] = same.Equals(before[row], after[column])
                    ? lengths[row + 1, column + 1] + 1
                    : Math.Max(lengths[row + 1, column], lengths[row, column + 1]);
            }
        }

        var pairs = new List<(int, int)>();
        var (i, j) = (0, 0);
        while (i < before.Length && j < after.Length)
        {
            if (same.Equals(before[i], after[j]))
            {
                pairs.Add((i++, j++));
            }
            else if (lengths[i + 1, j] >= lengths[i, j + 1])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return pairs;
    }

    private static List<(int Before, int After)> Greedy<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> after)
        where T : struct
    {
        var places = new Dictionary<T, Queue<int>>();
        for (var i = 0; i < before.Length; i++)
        {
            if (!places.TryGetValue(before[i], out var queue))
            {
                places.Add(before[i], queue = new Queue<int>());
            }

            queue.Enqueue(i);
        }

        var pairs = new List<(int, int)>();
        var next = 0;
        for (var j = 0; j < after.Length; j++)
        {
            if (!places.TryGetValue(after[j], out var queue))
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
