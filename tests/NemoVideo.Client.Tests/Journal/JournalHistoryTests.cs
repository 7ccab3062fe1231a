using NemoVideo.Client.Journal;

namespace NemoVideo.Client.Tests.Journal;

/// <summary>The queries of lists of sessions and renders.</summary>
public sealed class JournalHistoryTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 11, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(JournalStep.Begun, null, false, false, true)]
    [InlineData(JournalStep.Unknown, null, false, false, true)]
    [InlineData(JournalStep.Failed, null, false, false, false)]
    [InlineData(JournalStep.Done, RenderStatus.Pending, false, false, true)]
    [InlineData(JournalStep.Done, RenderStatus.Completed, false, false, true)]
    [InlineData(JournalStep.Done, RenderStatus.Failed, false, false, false)]
    [InlineData(JournalStep.Done, null, true, false, false)]
    [InlineData(JournalStep.Done, RenderStatus.Completed, false, true, false)]
    public void OutstandingRenders_AnyRender_IncludesRunningOrNotDownloaded(JournalStep step, RenderStatus? status, bool isCancelled, bool isSaved, bool isOutstanding)
    {
        List<JournalEntry> entries = [new RenderEntry("1", step, At, null, "s", "theirs", "ours", "mp4", "high", status, isCancelled)];
        entries.Add(new DownloadEntry("2", isSaved ? JournalStep.Done : JournalStep.Failed, At, At, "theirs", "/out.mp4"));

        Assert.Equal(isOutstanding, new JournalHistory(entries).OutstandingRenders.Count == 1);
    }

    [Fact]
    public void FindRender_EitherId_ReturnsRender()
    {
        var history = new JournalHistory(
        [
            new RenderEntry("1", JournalStep.Done, At, At, "s", "theirs", "ours", "mp4", "high", RenderStatus.Completed, false),
        ]);

        Assert.Equal("1", history.FindRender("ours")!.Id);
        var render = history.FindRender("theirs")!;
        Assert.Equal(render, Assert.Single(history.FindRenders("s")));
        Assert.Null(history.FindRender("neither"));
    }
}
