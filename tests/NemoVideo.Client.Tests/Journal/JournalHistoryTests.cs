using NemoVideo.Client.Journal;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Storage;

namespace NemoVideo.Client.Tests.Journal;

/// <summary>The queries of render lists and resumed jobs.</summary>
public sealed class JournalHistoryTests
{
    private const string Hash = "ab12";

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
        entries.Add(new DownloadEntry("2", isSaved ? JournalStep.Done : JournalStep.Failed, At, At, "theirs", "/out.mp4", 5));

        Assert.Equal(isOutstanding, new JournalHistory(entries).OutstandingRenders.Count == 1);
    }

    [Fact]
    public void FindOwnUpload_Several_ReturnsNewestAvailableWithItsOwnSession()
    {
        var history = new JournalHistory(
        [
            Upload("old", JournalStep.Done, isOwn: true),
            Upload("newest", JournalStep.Unknown, isOwn: true),
            Upload("refused", JournalStep.Failed, isOwn: true),
            Upload("shared", JournalStep.Done, isOwn: false),
            Upload("other", JournalStep.Done, isOwn: true) with { ContentHash = "cd34" },
        ]);

        Assert.Equal("newest", history.FindOwnUploads(Hash.ToUpperInvariant())[^1].Id);
        Assert.Empty(history.FindOwnUploads("ef56"));
    }

    [Fact]
    public void FindMessages_Session_ReturnsAcceptedMessagesWithSameText()
    {
        var history = new JournalHistory(
        [
            Message("1", "s", "add a title", JournalStep.Done),
            Message("2", "s", "add a title", JournalStep.Failed),
            Message("3", "s", "Add a title", JournalStep.Done),
            Message("4", "t", "add a title", JournalStep.Done),
            Message("5", "s", "add a title", JournalStep.Begun),
        ]);

        Assert.Equal(["1", "5"], history.FindMessages("s", "add a title").Select(static entry => entry.Id));
    }

    [Fact]
    public void FindRender_EitherId_ReturnsRenderAndDownloads()
    {
        var history = new JournalHistory(
        [
            new RenderEntry("1", JournalStep.Done, At, At, "s", "theirs", "ours", "mp4", "high", RenderStatus.Completed, false),
            new DownloadEntry("2", JournalStep.Failed, At, At, "theirs", "/a.mp4", null),
            new DownloadEntry("3", JournalStep.Done, At, At, "ours", "/b.mp4", 5),
            new DownloadEntry("4", JournalStep.Done, At, At, "another", "/c.mp4", 5),
        ]);

        Assert.Equal("1", history.FindRender("ours")!.Id);
        var render = history.FindRender("theirs")!;
        Assert.Equal(render, Assert.Single(history.FindRenders("s")));
        Assert.Equal("/b.mp4", Assert.Single(history.FindDownloads(render)).Path);
        Assert.Null(history.FindRender("neither"));
    }

    private static UploadEntry Upload(string id, JournalStep step, bool isOwn) => new(id, step, At, At, id, "a.mp4", "/a.mp4", Hash, 5, isOwn);

    private static MessageEntry Message(string id, string session, string text, JournalStep step) =>
        new(id, step, At, At, session, text, ContentHash.OfText(text), null, null, null);
}
