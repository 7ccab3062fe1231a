namespace NemoVideo.Client.Timeline;

/// <summary>Pairs the items of an earlier list with those of a later one. Each pass pairs items that are still unpaired.</summary>
internal sealed class Pairing(int countBefore, int countAfter)
{
    private const int None = -1;

    private readonly bool[] _isPaired = new bool[countBefore];
    private readonly int[] _beforeOf = [.. Enumerable.Repeat(None, countAfter)];

    public IEnumerable<int> UnpairedBefore => Enumerable.Range(0, _isPaired.Length).Where(index => !_isPaired[index]);

    public int? BeforeOf(int after) => _beforeOf[after] == None ? null : _beforeOf[after];

    /// <summary>Pairs items with equal keys in list order. Items with a null key aren't paired.</summary>
    public void AddByKey(Func<int, object?> keyBefore, Func<int, object?> keyAfter)
    {
        var waiting = UnpairedBefore.Where(index => keyBefore(index) is not null).GroupBy(index => keyBefore(index)!)
            .ToDictionary(static items => items.Key, static items => new Queue<int>(items));
        for (var after = 0; after < _beforeOf.Length; after++)
        {
            if (_beforeOf[after] == None && keyAfter(after) is { } key && waiting.TryGetValue(key, out var items) && items.Count > 0)
            {
                var before = items.Dequeue();
                (_isPaired[before], _beforeOf[after]) = (true, before);
            }
        }
    }

    /// <summary>
    /// Returns for each later item whether it is in a longest increasing subsequence, so that as few items as possible are reported as moved.
    /// </summary>
    public bool[] InOrder()
    {
        // For each length, the last value and index of the best subsequence of that length; for each index, its predecessor.
        var (tails, ends, previous) = (new int[_beforeOf.Length], new int[_beforeOf.Length], new int[_beforeOf.Length]);
        var longest = 0;
        for (var index = 0; index < _beforeOf.Length; index++)
        {
            if (_beforeOf[index] != None)
            {
                var length = ~Array.BinarySearch(tails, 0, longest, _beforeOf[index]);
                previous[index] = length == 0 ? None : ends[length - 1];
                (tails[length], ends[length]) = (_beforeOf[index], index);
                longest = Math.Max(longest, length + 1);
            }
        }

        var isInOrder = new bool[_beforeOf.Length];
        for (var index = longest == 0 ? None : ends[longest - 1]; index != None; index = previous[index])
        {
            isInOrder[index] = true;
        }

        return isInOrder;
    }
}
