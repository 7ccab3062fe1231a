using System.Text.Json.Nodes;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Journal;

/// <summary>Lines that somebody has edited: what can't be a path or an ID isn't one.</summary>
public sealed class JournalEntryParserTests
{
    public static TheoryData<string> NoPaths => ["", "a.mp4", "../a.mp4", "/a\0b.mp4"];

    [Theory]
    [MemberData(nameof(NoPaths))]
    public async Task Read_TextThatIsNoFullPath_IsNull(string text)
    {
        using var folder = new JournalFolder();
        await folder.AppendAsync(
            folder.Line("1", kind: JournalKind.Download, fields: new JsonObject { ["render"] = "r", ["path"] = text }));

        var entries = await folder.Open().ReadAsync(Workbench.Ending);

        var download = Assert.IsType<DownloadEntry>(Assert.Single(entries));
        Assert.Null(download.Path);
    }

    [Fact]
    public async Task Read_SourceWithoutFields_IdentifiesNoFile()
    {
        using var folder = new JournalFolder();
        await folder.AppendAsync(folder.Line("1", JournalStep.Done, JournalKind.Source));

        var history = new JournalHistory(await folder.Open().ReadAsync(Workbench.Ending));

        Assert.Null(Assert.IsType<SourceEntry>(Assert.Single(history.Entries)).Path);
        Assert.False(history.IsSource("/a.mp4"));
    }

    [Theory]
    [InlineData(JournalKind.Render, "", null)]
    [InlineData(JournalKind.Render, "r", "")]
    [InlineData(JournalKind.Download, "", null)]
    public async Task Read_EmptyId_MakesTheLineUnknown(string kind, string render, string? job)
    {
        using var folder = new JournalFolder();
        await folder.AppendAsync(folder.Line("1", kind: kind, fields: new JsonObject { ["render"] = render, ["job"] = job }), folder.Line("2"));

        Assert.Equal(["2 Begun"], await folder.ReadAsync());
    }
}
