using System.Text;
using System.Text.Json.Nodes;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Journal;

/// <summary>The journal file: permissions, truncated records, damage, and records of newer versions.</summary>
public sealed class JournalFileTests
{
    private static readonly byte[] LineEnding = "\n"u8.ToArray();

    [Fact]
    public async Task Append_FileMissing_CreatesFilesOnlyOwnerCanAccess()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes: there the profile is closed.");
            return;
        }

        using var folder = new JournalFolder();

        await folder.AppendAsync(folder.Line("1"));

        var directory = Path.GetDirectoryName(folder.Path)!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
        Assert.Equal(2, Directory.GetFiles(directory).Length);
        foreach (var file in Directory.GetFiles(directory))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public async Task Read_NoFile_CreatesNone()
    {
        using var folder = new JournalFolder();

        Assert.Empty(await folder.ReadAsync());

        Assert.False(Directory.Exists(Path.GetDirectoryName(folder.Path)));
    }

    [Fact]
    public async Task Append_IncompleteLastLine_ReplacesIt()
    {
        using var folder = new JournalFolder();
        var record = JournalLine.Write(folder.Line("1"));
        folder.Write(record, record[..40]);

        await folder.AppendAsync(folder.Line("2"));

        Assert.Equal(["1 Begun", "2 Begun"], await folder.ReadAsync());
        Assert.Empty(folder.Others());
        Assert.Empty(folder.Notices);
    }

    [Theory]
    [InlineData(1, "larger than 64 MiB")]
    [InlineData(0, "reached its maximum size of 64 MiB")]
    public async Task Append_FileOf64Mebibytes_ThrowsWithNextStep(int more, string expectedText)
    {
        using var folder = new JournalFolder();
        folder.WriteSparse(FileJournal.MaxBytes + more);

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess, () => folder.AppendAsync(folder.Line("1")));

        Assert.Contains($"'{folder.Path}' ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expectedText, error.Message, StringComparison.Ordinal);
        Assert.Contains("no longer lists", error.NextStep, StringComparison.Ordinal);
        Assert.Equal(FileJournal.MaxBytes + more, new FileInfo(folder.Path).Length);
    }

    [Fact]
    public async Task Read_FileOver64Mebibytes_ThrowsWithNextStep()
    {
        using var folder = new JournalFolder();
        folder.WriteSparse(FileJournal.MaxBytes + 1);

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess, folder.ReadAsync);

        Assert.Contains($"'{folder.Path}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("64 MiB", error.Message, StringComparison.Ordinal);
        Assert.Contains("no longer lists", error.NextStep, StringComparison.Ordinal);
        Assert.Empty(folder.Others());
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("{}\n")]
    [InlineData("{\"v\":1,\"id\":\"a\",\"at\":\"2026-01-01\",\"step\":\"done\",\"kind\":\"session\"}\n")]
    public async Task Read_TooManyLines_ThrowsOneErrorWithNextStep(string line)
    {
        using var folder = new JournalFolder();
        folder.Write(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(line, FileJournal.MaxLines + 1))));
        var journal = folder.Open();

        for (var turn = 0; turn < 2; turn++)
        {
            var error = await Assert.ThrowsAsync<NemoException>(() => journal.ReadAsync(Workbench.Ending));

            Assert.Equal(NemoErrorKind.FileAccess, error.Kind);
            Assert.Contains($"'{folder.Path}'", error.Message, StringComparison.Ordinal);
            Assert.Contains("600,000", error.Message, StringComparison.Ordinal);
            Assert.NotEqual("", error.NextStep);
        }

        Assert.Empty(folder.Others());
    }

    [Fact]
    public void MaxLines_ShortestLines_ExceedMaxFileSize()
    {
        using var folder = new JournalFolder();
        var shortest = JournalLine.Write(folder.Line(Guid.NewGuid().ToString("N"), JournalStep.Done, JournalKind.Render)).Length;

        Assert.True((long)shortest * FileJournal.MaxLines > FileJournal.MaxBytes);
    }

    [Fact]
    public async Task Read_FileReplacedByAnotherProcess_ReadsNewFile()
    {
        using var folder = new JournalFolder();
        var journal = folder.Open();
        byte[][] lines = [.. Enumerable.Range(1, 4).Select(id => JournalLine.Write(folder.Line($"{id}")))];
        folder.Write(lines[0], lines[1], lines[2]);
        Assert.Equal(["1 Begun", "2 Begun", "3 Begun"], JournalFolder.Format(await journal.ReadAsync(Workbench.Ending)));

        folder.Write(lines[0], lines[1], lines[2], lines[3]);
        Assert.Equal(["1 Begun", "2 Begun", "3 Begun", "4 Begun"], JournalFolder.Format(await journal.ReadAsync(Workbench.Ending)));
        folder.Write(lines[1], lines[2], lines[0], lines[3][..10]);
        Assert.Equal(["2 Begun", "3 Begun", "1 Begun"], JournalFolder.Format(await journal.ReadAsync(Workbench.Ending)));
        folder.Write(lines[3], lines[0], lines[2], lines[1], lines[1]);
        Assert.Equal(["4 Begun", "1 Begun", "3 Begun", "2 Begun"], JournalFolder.Format(await journal.ReadAsync(Workbench.Ending)));
        File.Delete(folder.Path);
        Assert.Empty(await journal.ReadAsync(Workbench.Ending));
    }

    [Fact]
    public async Task Read_LinesAroundLengthLimit_ReadsThoseWithinLimit()
    {
        using var folder = new JournalFolder();
        byte[] Padded(string id, int count)
        {
            var line = JournalLine.Write(folder.Line(id));
            return [.. line[..^2], .. ",\"pad\":\""u8, .. Encoding.ASCII.GetBytes(new string('x', count - line.Length - 9)), .. "\"}\n"u8];
        }

        Assert.Equal(1000, Padded("1", 1000).Length);
        folder.Write(
            JournalLine.Write(folder.Line("1")), Padded("2", JournalLine.MaxBytes + 1), Padded("long", JournalLine.MaxBytes + 2),
            Padded("longer", 5 * JournalLine.MaxBytes), JournalLine.Write(folder.Line("3")), Padded("4", JournalLine.MaxBytes), Padded("5", JournalLine.MaxBytes));

        Assert.Equal(["1 Begun", "2 Begun", "3 Begun", "4 Begun", "5 Begun"], await folder.ReadAsync());
    }

    public static TheoryData<string, byte[]> Damages => new()
    {
        { "no JSON", "{\"v\":1,\n"u8.ToArray() },
        { "no object", "[1]\n"u8.ToArray() },
        { "a name twice", "{\"v\":1,\"v\":1}\n"u8.ToArray() },
        { "NULs", [.. new byte[500], .. LineEnding] },
        { "invalid UTF-8", [.. "{\"v\":\""u8, 0xFF, .. "\"}\n"u8] },
        { "too long", [.. "{\"v\":\""u8, .. Encoding.ASCII.GetBytes(new string('x', 64 * 1024)), .. "\"}\n"u8] },
        { "an empty line", LineEnding },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Read_DamagedFile_KeepsItAndReadsValidLines(string what, byte[] damage)
    {
        using var folder = new JournalFolder();
        folder.Write(JournalLine.Write(folder.Line("1")), damage, JournalLine.Write(folder.Line("2")));
        var before = await File.ReadAllBytesAsync(folder.Path, Workbench.Ending);

        Assert.Equal(["1 Begun", "2 Begun"], await folder.ReadAsync());

        Assert.Equal(["user.jsonl.corrupt-20260311T120000Z"], folder.Others());
        Assert.Equal(before, await File.ReadAllBytesAsync(folder.PathOf("user.jsonl.corrupt-20260311T120000Z"), Workbench.Ending));
        Assert.Contains("corrupt-20260311T120000Z", Assert.Single(folder.Notices), StringComparison.Ordinal);
        Assert.Equal(["1 Begun", "2 Begun"], await folder.ReadAsync());
        Assert.True(folder.Notices.Count == 1, what);
    }

    [Fact]
    public async Task Append_DamagedFile_KeepsItAndAppends()
    {
        using var folder = new JournalFolder();
        folder.Write("damaged\n"u8.ToArray(), JournalLine.Write(folder.Line("1")), "torn"u8.ToArray());

        await folder.AppendAsync(folder.Line("2"));
        Assert.Equal(["1 Begun", "2 Begun"], await folder.ReadAsync());
        folder.Write("damaged\n"u8.ToArray());
        await folder.AppendAsync(folder.Line("3"));

        Assert.Equal(["3 Begun"], await folder.ReadAsync());
        Assert.Equal(["user.jsonl.corrupt-20260311T120000Z", "user.jsonl.corrupt-20260311T120000Z-2"], folder.Others().Order());
        Assert.Equal(2, folder.Notices.Count);
    }

    [Fact]
    public async Task Read_LinesOfNewerVersion_AreSkippedAndKeptByCompaction()
    {
        using var folder = new JournalFolder();
        string[] foreign =
        [
            """{"v":2,"id":"1","at":"2020-01-01T00:00:00Z","step":"done","kind":"session"}""",
            """{"v":1,"id":"1","at":"2020-01-01T00:00:00Z","step":"done","kind":"subtitle","x":18446744073709551615}""",
            """{"v":1,"id":"1","at":"2020-01-01T00:00:00Z","step":"paused","kind":"session"}""",
            """{"hello":1.0E-7}""",
        ];
        var known = folder.Line("2");
        known["later"] = JsonNode.Parse("""{"a":[1.10]}""");
        folder.Write([.. foreign.Select(static line => Encoding.UTF8.GetBytes(line + "\n")), JournalLine.Write(known), "damaged\n"u8.ToArray()]);

        Assert.Equal(["2 Begun"], await folder.ReadAsync());
        await folder.AppendAsync(folder.Line("2", JournalStep.Done));

        var lines = await File.ReadAllLinesAsync(folder.Path, Workbench.Ending);
        Assert.Equal(foreign, lines[..4]);
        Assert.Contains("""
            "later":{"a":[1.10]}
            """, lines[4], StringComparison.Ordinal);
        Assert.Equal(["2 Done"], await folder.ReadAsync());
    }
}
