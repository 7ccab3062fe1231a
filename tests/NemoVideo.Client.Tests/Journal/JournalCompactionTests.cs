using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Storage;
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
            Upload(folder, "file", JournalStep.Done, "s"), Upload(folder, "broken", JournalStep.Begun, "r"),
            folder.Line("sent", JournalStep.Done, JournalKind.Message, new JsonObject { ["session"] = "s" }),
            Render(folder, "saved", "s", "completed"), Render(folder, "gone", "s", "failed"),
            folder.Line("got", JournalStep.Done, JournalKind.Download, new JsonObject { ["render"] = "saved" }),
        ];
        await folder.AppendAsync(lines);
        folder.Time.Advance(TimeSpan.FromDays(days));

        await folder.AppendAsync(folder.Line("now"));
        await folder.CompactAsync();

        string[] expected = ["made Done", "no id Begun", "file Done", "broken Begun", "sent Done", "saved Done", "gone Done", "got Done", "now Begun"];
        Assert.Equal(expected, await folder.ReadAsync());
        Assert.Equal(lines.Length + 1, (await File.ReadAllLinesAsync(folder.Path, Workbench.Ending)).Length);
    }

    [Fact]
    public async Task Append_LargeFile_KeepsAllLines()
    {
        using var folder = new JournalFolder();
        var many = folder.Messages(JournalStep.Done, JournalCompaction.MaxBytes);
        folder.Write(many);
        folder.Time.Advance(TimeSpan.FromDays(365));

        await folder.AppendAsync(folder.Line("now"), folder.Line("now", JournalStep.Done));

        var bytes = await File.ReadAllBytesAsync(folder.Path, Workbench.Ending);
        Assert.True(bytes.AsSpan(0, many.Length).SequenceEqual(many));
        Assert.Equal("now Done", (await folder.ReadAsync())[^1]);
    }

    [Theory]
    [InlineData(JournalCompaction.MaxBytes, true)]
    [InlineData(JournalCompaction.TargetBytes, false)]
    public async Task Compact_SmallOrInUse_ChangesNothing(int byteCount, bool isInUse)
    {
        using var folder = new JournalFolder();
        var many = folder.Messages(JournalStep.Done, byteCount);
        folder.Write(many);

        await folder.CompactAsync(isInUse);

        Assert.Equal(many.Length, new FileInfo(folder.Path).Length);
    }

    [Fact]
    public async Task Compact_JournalIsLocked_ChangesNothing()
    {
        using var folder = new JournalFolder();
        folder.Write(folder.Messages(JournalStep.Done, JournalCompaction.MaxBytes));
        var length = new FileInfo(folder.Path).Length;
        var journal = folder.Open();
        await journal.ReadAsync(Workbench.Ending);
        using var lockFile = await FileLock.TakeAsync(folder.Path + ".lock", TimeSpan.Zero, Workbench.Ending);

        await journal.CompactAsync(static () => false).WaitAsync(Workbench.Ending);

        Assert.Equal(length, new FileInfo(folder.Path).Length);
    }

    [Fact]
    public async Task Compact_AllKinds_DropsOldestFinishedOperations()
    {
        using var folder = new JournalFolder();
        JsonObject[] open =
        [
            folder.Line("sent", kind: JournalKind.Message, fields: new JsonObject { ["session"] = "m" }), Session(folder, "made", "m"),
            Upload(folder, "lost", JournalStep.Unknown, "u"), Render(folder, "out", "r", "completed"),
            folder.Line("half", kind: JournalKind.Download, fields: new JsonObject { ["render"] = "out" }),
        ];
        JsonObject[] finished =
        [
            Session(folder, "closed", "c"), folder.Line("no id"), Render(folder, "failed", "c", "failed"),
            Upload(folder, "broken", JournalStep.Begun, "b", "/b.mp4"), Upload(folder, "again", JournalStep.Done, "a", "/b.mp4"),
        ];
        folder.Write([.. open.Concat(finished).SelectMany(JournalLine.Write)], folder.Messages(JournalStep.Done, JournalCompaction.MaxBytes));
        await folder.AppendAsync(folder.Line("now"));

        await folder.CompactAsync();

        Assert.InRange(new FileInfo(folder.Path).Length, JournalCompaction.TargetBytes - 10_000, JournalCompaction.TargetBytes);
        var remaining = await folder.ReadAsync();
        Assert.Equal(["sent Begun", "made Done", "lost Unknown", "out Done", "half Begun"], remaining.Take(5));
        Assert.Equal("now Begun", remaining[^1]);
        var numbers = remaining.Skip(5).SkipLast(1).Select(static line => int.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)).ToList();
        Assert.NotEqual(0, numbers[0]);
        Assert.Equal(Enumerable.Range(numbers[0], numbers.Count), numbers);
    }

    /// <summary>The first compaction keeps the order, so a session that was found is also kept by the second one.</summary>
    [Fact]
    public async Task Compact_Repeated_KeepsSessionFoundLast()
    {
        using var folder = new JournalFolder();
        JsonObject[] lines =
        [
            Upload(folder, "found", JournalStep.Begun, "s"), Upload(folder, "other", JournalStep.Done, "o"),
            folder.Line("sent", JournalStep.Done, JournalKind.Message, new JsonObject { ["session"] = "s" }), Render(folder, "saved", "s", "completed"),
            folder.Line("got", JournalStep.Done, JournalKind.Download, new JsonObject { ["render"] = "saved" }),
        ];
        byte[] first = [.. lines.SelectMany(JournalLine.Write)];
        var third = folder.Messages(JournalStep.Done, JournalCompaction.MaxBytes / 3);
        var again = JournalLine.Write(folder.Line("found", JournalStep.Done, JournalKind.Upload));
        folder.Write(first, third, Named(third, "x"), Named(third, "y"), again, Named(third, "z"));

        await folder.CompactAsync();
        Assert.Contains("found Done", await folder.ReadAsync());
        using (var file = new FileStream(folder.Path, FileMode.Append))
        {
            file.Write(Named(third, "v"));
        }

        await folder.CompactAsync();

        var remaining = await folder.ReadAsync();
        Assert.Equal(["found Done", "sent Done", "saved Done", "got Done"], remaining.Take(4));
        Assert.DoesNotContain("other Done", remaining);
        Assert.DoesNotContain("x0 Done", remaining);
    }

    [Fact]
    public async Task Compact_FutureTimes_UsesOrderOfFile()
    {
        using var folder = new JournalFolder();
        folder.Time.Advance(TimeSpan.FromDays(365));
        var future = folder.Messages(JournalStep.Done, JournalCompaction.MaxBytes);
        folder.Time.Advance(TimeSpan.FromDays(-365));
        folder.Write(JournalLine.Write(Upload(folder, "first", JournalStep.Done, "s")), future, JournalLine.Write(Upload(folder, "last", JournalStep.Done, "t")));

        await folder.CompactAsync();

        var remaining = await folder.ReadAsync();
        Assert.DoesNotContain("first Done", remaining);
        Assert.Equal("last Done", remaining[^1]);
    }

    [Fact]
    public async Task Compact_SessionIsUnfinished_KeepsDownloadOfItsRender()
    {
        using var folder = new JournalFolder();
        JsonObject[] session =
        [
            Render(folder, "saved", "s", "completed"),
            folder.Line("got", JournalStep.Done, JournalKind.Download, new JsonObject { ["render"] = "saved" }),
            folder.Line("open", kind: JournalKind.Message, fields: new JsonObject { ["session"] = "s" }),
        ];
        folder.Write([.. session.SelectMany(JournalLine.Write)], folder.Messages(JournalStep.Done, JournalCompaction.MaxBytes));

        await folder.CompactAsync();

        Assert.Equal(["saved Done", "got Done", "open Begun"], (await folder.ReadAsync()).Take(3));
    }

    [Fact]
    public async Task Compact_OnlyUnfinishedOperations_DropsTheOldest()
    {
        using var folder = new JournalFolder();
        folder.Write(folder.Messages(JournalStep.Begun, JournalCompaction.MaxBytes), JournalLine.Write(folder.Line("finished", JournalStep.Done)));
        await folder.AppendAsync(folder.Line("now", kind: JournalKind.Message));

        await folder.CompactAsync();

        Assert.InRange(new FileInfo(folder.Path).Length, JournalCompaction.TargetBytes - 10_000, JournalCompaction.TargetBytes);
        var remaining = await folder.ReadAsync();
        Assert.DoesNotContain("0 Begun", remaining);
        Assert.DoesNotContain("finished Done", remaining);
        Assert.Equal("now Begun", remaining[^1]);
    }

    [Fact]
    public async Task Compact_PartOfSessionWouldSuffice_DropsWholeSession()
    {
        using var folder = new JournalFolder();
        var part = folder.Messages(JournalStep.Done, JournalCompaction.MaxBytes / 2);
        var old = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Named(part, "old")).Replace("\"kind\"", "\"session\":\"s\",\"kind\"", StringComparison.Ordinal));
        folder.Write(old, part);

        await folder.CompactAsync();

        var remaining = await folder.ReadAsync();
        Assert.Equal("0 Done", remaining[0]);
        Assert.DoesNotContain(remaining, static line => line.StartsWith("old", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Compact_ClipFoundEachNight_KeepsItsFirstAndLastLines()
    {
        using var folder = new JournalFolder();
        var time = folder.Time.GetUtcNow();
        folder.Write(JournalLine.Write(Upload(folder, "file", JournalStep.Begun, "s")));
        using (var file = new FileStream(folder.Path, FileMode.Append))
        {
            while (file.Length <= JournalCompaction.MaxBytes)
            {
                folder.Time.Advance(TimeSpan.FromSeconds(1));
                file.Write(JournalLine.Write(folder.Line("file", JournalStep.Done, JournalKind.Upload)));
            }
        }

        await folder.CompactAsync();

        Assert.Equal(2, (await File.ReadAllLinesAsync(folder.Path, Workbench.Ending)).Length);
        var upload = Assert.IsType<UploadEntry>(Assert.Single(await folder.Open().ReadAsync(Workbench.Ending)));
        Assert.Equal((JournalStep.Done, time, folder.Time.GetUtcNow(), "f00d"), (upload.Step, upload.BegunAt, upload.EndedAt, upload.ContentHash));
    }

    [Fact]
    public async Task Compact_LinesOfNewerVersion_KeepsThemUnchanged()
    {
        using var folder = new JournalFolder();
        string[] foreign = ["""{"v":2,"id":"1","step":"done"}""", """{"hello":1.0E-7, "a":[1.10]}"""];
        folder.Write([.. foreign.SelectMany(static line => Encoding.UTF8.GetBytes(line + "\n"))], folder.Messages(JournalStep.Done, JournalCompaction.MaxBytes));

        await folder.CompactAsync();

        Assert.Equal(foreign, (await File.ReadAllLinesAsync(folder.Path, Workbench.Ending)).Take(2));
    }

    [Fact]
    public void Create_LongestTexts_StaysBelowLineLimit()
    {
        var worst = new string('\u0001', 100_000);
        var fields = new JsonObject { ["session"] = worst, ["name"] = worst, ["place"] = worst, ["sha256"] = new string('f', 64), ["bytes"] = long.MaxValue, ["own"] = false };

        var line = JournalLine.Write(JournalLine.Create(Guid.NewGuid().ToString("N"), DateTimeOffset.MaxValue, JournalStep.Unknown, JournalKind.Upload, fields, static text => text));

        Assert.InRange(line.Length, 1, JournalLine.MaxBytes);
    }

    private static JsonObject Session(JournalFolder folder, string id, string session) =>
        folder.Line(id, JournalStep.Done, fields: new JsonObject { ["session"] = session });

    private static JsonObject Upload(JournalFolder folder, string id, JournalStep step, string session, string place = "/a.mp4") => folder.Line(
        id, step, JournalKind.Upload, new JsonObject { ["session"] = session, ["place"] = place, ["sha256"] = "f00d", ["own"] = true });

    private static JsonObject Render(JournalFolder folder, string id, string session, string status) => folder.Line(
        id, JournalStep.Done, JournalKind.Render, new JsonObject { ["session"] = session, ["render"] = id, ["status"] = status });

    /// <summary>The same messages with their own IDs.</summary>
    private static byte[] Named(byte[] messages, string name) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(messages).Replace("\"id\":\"", $"\"id\":\"{name}", StringComparison.Ordinal));
}
