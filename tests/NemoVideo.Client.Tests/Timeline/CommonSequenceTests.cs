using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Tests.Timeline;

public sealed class CommonSequenceTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("abc", "abc", "abc")]
    [InlineData("abc", "xyz", "")]
    [InlineData("abc", "abxc", "abc")]
    [InlineData("abcz", "cabx", "ab")]
    [InlineData("cabx", "abcz", "ab")]
    [InlineData("aab", "ab", "ab")]
    public void Find_ShortLists_ReportsLongest(string before, string after, string expected)
    {
        var pairs = Find([.. before.Cast<object>()], [.. after.Cast<object>()]);

        Assert.Equal(expected, string.Concat(pairs.Select(pair => before[pair.Before])));
        Assert.Equal(expected, string.Concat(pairs.Select(pair => after[pair.After])));
        Assert.Equal(pairs.OrderBy(pair => pair.Before), pairs);
    }

    [Fact]
    public void Find_LongLists_KeepsOrder()
    {
        var before = Enumerable.Range(0, 3000).ToArray();
        var after = before.Select(number => number < 1500 ? number + 1500 : number - 1500).ToArray();

        var pairs = Find([.. before.Cast<object>()], [.. after.Cast<object>()]);

        Assert.Equal(1500, pairs.Count);
        Assert.Equal(pairs.OrderBy(pair => pair.Before), pairs);
        Assert.All(pairs, pair => Assert.Equal(before[pair.Before], after[pair.After]));
    }

    private static List<(int Before, int After)> Find(object[] before, object[] after)
    {
        var pairs = new List<(int Before, int After)>();
        CommonSequence.Find(before, after, (first, second) => pairs.Add((first, second)));
        return [.. pairs.OrderBy(pair => pair.After)];
    }
}
