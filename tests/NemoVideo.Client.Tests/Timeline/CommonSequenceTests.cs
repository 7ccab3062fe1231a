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
    public void Of_ShortLists_ReturnsLongest(string before, string after, string expected)
    {
        var pairs = CommonSequence.Of(before.ToCharArray(), after.ToCharArray()).OrderBy(pair => pair.After).ToList();

        Assert.Equal(expected, string.Concat(pairs.Select(pair => before[pair.Before])));
        Assert.Equal(expected, string.Concat(pairs.Select(pair => after[pair.After])));
        Assert.Equal(pairs.OrderBy(pair => pair.Before), pairs);
    }

    [Fact]
    public void Of_LongLists_KeepsOrder()
    {
        var before = Enumerable.Range(0, 3000).ToArray();
        var after = before.Select(number => number < 1500 ? number + 1500 : number - 1500).ToArray();

        var pairs = CommonSequence.Of(before, after).OrderBy(pair => pair.After).ToList();

        Assert.Equal(1500, pairs.Count);
        Assert.Equal(pairs.OrderBy(pair => pair.Before), pairs);
        Assert.All(pairs, pair => Assert.Equal(before[pair.Before], after[pair.After]));
    }
}
