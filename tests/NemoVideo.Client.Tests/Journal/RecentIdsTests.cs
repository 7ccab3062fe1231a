using NemoVideo.Client.Exports;

namespace NemoVideo.Client.Tests.Journal;

public sealed class RecentIdsTests
{
    [Fact]
    public void Add_OverCapacity_RemovesOldest()
    {
        var ids = new RecentIds(2);
        ids.Add("a");
        ids.Add("b");
        ids.Add("b");
        ids.Add("c");

        Assert.Equal((false, true, true), (ids.Contains("a"), ids.Contains("b"), ids.Contains("c")));
    }
}
