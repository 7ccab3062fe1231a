using System.Text.Json.Nodes;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Storage;
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
            folder.Line("1", kind: JournalKind.Download, fields: new JsonObject { ["render"] = "r", ["path"] = text, ["part"] = text }));

        var entries = await folder.Open().ReadAsync(Workbench.Ending);

        var download = Assert.IsType<DownloadEntry>(Assert.Single(entries));
        Assert.Equal((null, null), (download.Path, download.PartialPath));
    }

    [Fact]
    public async Task Read_SourceWithoutFields_IdentifiesNoFile()
    {
        using var folder = new JournalFolder();
        await folder.AppendAsync(folder.Line("1", JournalStep.Done, JournalKind.Source));

        var history = new JournalHistory(await folder.Open().ReadAsync(Workbench.Ending));

        Assert.Null(Assert.IsType<SourceEntry>(Assert.Single(history.Entries)).Path);
        Assert.False(history.IsSource("/a.mp4", new FileIdentity("1-2", 3, 4)));
    }

    [Theory]
    [InlineData("/out/a.mp4", null)]
    [InlineData("/out/a.mp4.part", null)]
    [InlineData("/out/a.mp4.0123456789abcdef0123456789abcdef.part\n", null)]
    [InlineData("/else/a.mp4.0123456789abcdef0123456789abcdef.part", null)]
    [InlineData("/out/../else/a.mp4.0123456789abcdef0123456789abcdef.part", null)]
    [InlineData("/out/a.mp4.0123456789abcdef0123456789abcdef.part", "/out/a.mp4.0123456789abcdef0123456789abcdef.part")]
    public async Task Read_PartialFile_MustHaveTheNameOfOneBesideTheVideo(string part, string? expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There, these are no full paths.");
        using var folder = new JournalFolder();
        await folder.AppendAsync(folder.Line(
            "1", kind: JournalKind.Download, fields: new JsonObject { ["render"] = "r", ["path"] = "/out/a.mp4", ["part"] = part }));

        Assert.Equal(expected, Assert.IsType<DownloadEntry>(Assert.Single(await folder.Open().ReadAsync(Workbench.Ending))).PartialPath);
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
