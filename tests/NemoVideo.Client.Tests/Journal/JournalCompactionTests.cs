using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NemoVideo.Client.Files;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Journal;

/// <summary>Compaction of a journal that is too large: independent of the clock, and only at the end of a run.</summary>
public sealed class JournalCompactionTests
{
    [Theory]
    [InlineData(31)]
    [InlineData(365)]
    [InlineData(-365)]
    public async Task Append_ClockChanges_KeepsAllLinesInOrder(int days)
    {
        using var folder = new JournalFolder();
        JsonObject[] lines =
        [
            Session(folder, "made", "s"), folder.Line("no id"),
            Render(folder, "saved", "s", "completed"), Render(folder, "gone", "s", "failed"),
            folder.Line("got", JournalStep.Done, JournalKind.Download, new JsonObject { ["render"] = "saved" }),
        ];
        await folder.AppendAsync(lines);
        folder.Time.Advance(TimeSpan.FromDays(days));

        await folder.AppendAsync(folder.Line("now"));
        await folder.CompactAsync();

        string[] expected = ["made Done", "no id Begun", "saved Done", "gone Done", "got Done", "now Begun"];
        Assert.Equal(expected, await folder.ReadAsync());
        Assert.Equal(lines.Length + 1, (await File.ReadAllLinesAsync(folder.Path, Workbench.Ending)).Length);
    }

    [Fact]
    public async Task Append_LargeFile_KeepsAllLines()
    {
        using var folder = new JournalFolder();
        var many = folder.Filling(JournalCompaction.MaxBytes);
        folder.Write(many);
        folder.Time.Advance(TimeSpan.FromDays(365));

        await folder.AppendAsync(folder.Line("now"), folder.Line("now", JournalStep.Done));

        var bytes = await File.ReadAllBytesAsync(folder.Path, Workbench.Ending);
        Assert.True(bytes.AsSpan(0, many.Length).SequenceEqual(many));
        Assert.Equal("now Done", (await folder.ReadAsync())[^1]);
    }

    [Fact]
    public async Task Compact_SmallFile_ChangesNothing()
    {
        using var folder = new JournalFolder();
        var many = folder.Filling(JournalCompaction.TargetBytes);
        folder.Write(many);

        await folder.CompactAsync();

        Assert.Equal(many.Length, new FileInfo(folder.Path).Length);
    }

    [Fact]
    public async Task Compact_JournalIsLocked_ChangesNothing()
    {
        using var folder = new JournalFolder();
        folder.Write(folder.Filling(JournalCompaction.MaxBytes));
        var length = new FileInfo(folder.Path).Length;
        var journal = folder.Open();
        await journal.ReadAsync(Workbench.Ending);
        using var lockFile = await FileLock.TakeAsync(folder.Path + ".lock", TimeSpan.Zero, Workbench.Ending);

        await journal.CompactAsync().WaitAsync(Workbench.Ending);

        Assert.Equal(length, new FileInfo(folder.Path).Length);
    }

    [Fact]
    public async Task Compact_AllKinds_DropsOldestSessionsWithoutOutstandingRenders()
    {
        using var folder = new JournalFolder();
        JsonObject[] open =
        [
            Session(folder, "made", "r"), Render(folder, "out", "r", "completed"),
            folder.Line("half", kind: JournalKind.Download, fields: new JsonObject { ["render"] = "out" }),
            folder.Line("lost", JournalStep.Unknown, JournalKind.Render, new JsonObject { ["session"] = "u", ["render"] = "lost" }),
        ];
        JsonObject[] finished =
        [
            Session(folder, "closed", "c"), folder.Line("no id"), Render(folder, "failed", "c", "failed"),
            Render(folder, "saved", "d", "completed"),
            folder.Line("got", JournalStep.Done, JournalKind.Download, new JsonObject { ["render"] = "saved" }),
        ];
        folder.Write([.. open.Concat(finished).SelectMany(JournalLine.Write)], folder.Filling(JournalCompaction.MaxBytes));
        await folder.AppendAsync(folder.Line("now"));

        await folder.CompactAsync();

        Assert.InRange(new FileInfo(folder.Path).Length, JournalCompaction.TargetBytes - 10_000, JournalCompaction.TargetBytes);
        var remaining = await folder.ReadAsync();
        Assert.Equal(["made Done", "out Done", "half Begun", "lost Unknown"], remaining.Take(4));
        Assert.Equal("now Begun", remaining[^1]);
        var numbers = remaining.Skip(4).SkipLast(1).Select(static line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)).ToList();
        Assert.NotEqual(0, numbers[0]);
        Assert.Equal(Enumerable.Range(numbers[0], numbers.Count), numbers);
    }

    [Fact]
    public async Task Compact_FutureTimes_UsesOrderOfFile()
    {
        using var folder = new JournalFolder();
        folder.Time.Advance(TimeSpan.FromDays(365));
        var future = folder.Filling(JournalCompaction.MaxBytes);
        folder.Time.Advance(TimeSpan.FromDays(-365));
        folder.Write(JournalLine.Write(Session(folder, "first", "s")), future, JournalLine.Write(Session(folder, "last", "t")));

        await folder.CompactAsync();

        var remaining = await folder.ReadAsync();
        Assert.DoesNotContain("first Done", remaining);
        Assert.Equal("last Done", remaining[^1]);
    }

    [Fact]
    public async Task Compact_SessionHasOutstandingRender_KeepsDownloadOfItsOtherRender()
    {
        using var folder = new JournalFolder();
        JsonObject[] session =
        [
            Render(folder, "saved", "s", "completed"),
            folder.Line("got", JournalStep.Done, JournalKind.Download, new JsonObject { ["render"] = "saved" }),
            Render(folder, "out", "s", "completed"),
        ];
        folder.Write([.. session.SelectMany(JournalLine.Write)], folder.Filling(JournalCompaction.MaxBytes));

        await folder.CompactAsync();

        Assert.Equal(["saved Done", "got Done", "out Done"], (await folder.ReadAsync()).Take(3));
    }

    [Fact]
    public async Task Compact_OnlyOutstandingRenders_DropsTheOldest()
    {
        using var folder = new JournalFolder();
        folder.Write(folder.Filling(JournalCompaction.MaxBytes, JournalKind.Render), JournalLine.Write(folder.Line("finished", JournalStep.Done)));
        await folder.AppendAsync(Render(folder, "now", "s", "pending"));

        await folder.CompactAsync();

        Assert.InRange(new FileInfo(folder.Path).Length, JournalCompaction.TargetBytes - 10_000, JournalCompaction.TargetBytes);
        var remaining = await folder.ReadAsync();
        Assert.DoesNotContain("0 Done", remaining);
        Assert.DoesNotContain("finished Done", remaining);
        Assert.Equal("now Done", remaining[^1]);
    }

    [Fact]
    public async Task Compact_PartOfSessionWouldSuffice_DropsWholeSession()
    {
        using var folder = new JournalFolder();
        var part = folder.Filling(JournalCompaction.MaxBytes / 2);
        var old = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Named(part, "old")).Replace("\"kind\"", "\"session\":\"s\",\"kind\"", StringComparison.Ordinal));
        folder.Write(old, part);

        await folder.CompactAsync();

        var remaining = await folder.ReadAsync();
        Assert.Equal("0 Done", remaining[0]);
        Assert.DoesNotContain(remaining, static line => line.StartsWith("old", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Compact_LinesOfOtherVersions_KeepsLatestUnchanged()
    {
        using var folder = new JournalFolder();
        string[] foreign = ["""{"v":2,"id":"1","step":"done"}""", """{"hello":1.0E-7, "a":[1.10]}"""];
        string[] old = ["""{"v":1,"id":"2","at":"2020-01-01T00:00:00Z","step":"begun","kind":"message","session":"s"}"""];
        folder.Write(Bytes(old), folder.Filling(JournalCompaction.MaxBytes), Bytes(foreign));

        await folder.CompactAsync();

        var lines = await File.ReadAllLinesAsync(folder.Path, Workbench.Ending);
        Assert.Equal(foreign, lines.TakeLast(2));
        Assert.DoesNotContain(old[0], lines);

        static byte[] Bytes(string[] lines) => [.. lines.SelectMany(static line => Encoding.UTF8.GetBytes(line + "\n"))];
    }

    [Fact]
    public void Create_LongestTexts_StaysBelowLineLimit()
    {
        var worst = new string('\u0001', 100_000);
        var fields = new JsonObject { ["session"] = worst, ["render"] = worst, ["fingerprint"] = new string('f', 64), ["format"] = "mp4", ["quality"] = "high" };

        var line = JournalLine.Write(JournalLine.Create(Guid.NewGuid().ToString("N"), DateTimeOffset.MaxValue, JournalStep.Unknown, JournalKind.Render, fields, static text => text));

        Assert.InRange(line.Length, 1, JournalLine.MaxBytes);
    }

    private static JsonObject Session(JournalFolder folder, string id, string session) =>
        folder.Line(id, JournalStep.Done, fields: new JsonObject { ["session"] = session });

    private static JsonObject Render(JournalFolder folder, string id, string session, string status) => folder.Line(
        id, JournalStep.Done, JournalKind.Render, new JsonObject { ["session"] = session, ["render"] = id, ["status"] = status });

    /// <summary>The same messages with their own IDs.</summary>
    private static byte[] Named(byte[] messages, string name) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(messages).Replace("\"id\":\"", $"\"id\":\"{name}", StringComparison.Ordinal));
}
