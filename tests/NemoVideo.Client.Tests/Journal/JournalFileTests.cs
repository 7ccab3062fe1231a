using System.Text;
using System.Text.Json.Nodes;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Journal;

/// <summary>The file: private, torn, damaged, written by newer versions.</summary>
public sealed class JournalFileTests
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    [Fact]
    public async Task Append_ToNothing_MakesFilesForTheirOwnerOnly()
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
    public async Task Read_OfNothing_MakesNoFile()
    {
        using var folder = new JournalFolder();

        Assert.Empty(await folder.ReadAsync());

        Assert.False(Directory.Exists(Path.GetDirectoryName(folder.Path)));
    }

    [Fact]
    public async Task Append_AfterATornLine_SetsItAside()
    {
        using var folder = new JournalFolder();
        var whole = JournalLine.Write(folder.Line("1"));
        folder.Write(whole, whole[..40]);

        await folder.AppendAsync(folder.Line("2"));

        Assert.Equal(["1 Begun", "2 Begun"], await folder.ReadAsync());
        Assert.Equal(["user.jsonl.torn"], folder.Others());
        var aside = await File.ReadAllBytesAsync(folder.PathOf("user.jsonl.torn"), Workbench.Ending);
        Assert.Equal([.. whole[..40], .. LineEnd], aside);
        Assert.Empty(folder.Notices);
    }

    [Fact]
    public async Task Append_ThatCompactsAfterATornLine_SetsItAsideAsWell()
    {
        using var folder = new JournalFolder();
        var old = JournalLine.Write(folder.Line("old", JournalStep.Done));
        folder.Write(old, "torn"u8.ToArray());
        folder.Time.Advance(TimeSpan.FromDays(31));

        await folder.AppendAsync(folder.Line("now"));

        Assert.Equal(["now Begun"], await folder.ReadAsync());
        Assert.Equal("torn\n", await File.ReadAllTextAsync(folder.PathOf("user.jsonl.torn"), Workbench.Ending));
    }

    [Fact]
    public async Task Append_AfterManyTornLines_KeepsABoundedRest()
    {
        using var folder = new JournalFolder();
        for (var turn = 0; turn < 8; turn++)
        {
            folder.Write(new byte[100_000]);
            await folder.AppendAsync(folder.Line("1"));
        }

        Assert.InRange(new FileInfo(folder.PathOf("user.jsonl.torn")).Length, 1, 256 * 1024);
    }

    public static TheoryData<string, byte[]> Damages => new()
    {
        { "no JSON", "{\"v\":1,\n"u8.ToArray() },
        { "no object", "[1]\n"u8.ToArray() },
        { "a name twice", "{\"v\":1,\"v\":1}\n"u8.ToArray() },
        { "half a character", "{\"v\":\"\\ud800\"}\n"u8.ToArray() },
        { "NULs", [.. new byte[500], .. LineEnd] },
        { "invalid UTF-8", [.. "{\"v\":\""u8, 0xFF, .. "\"}\n"u8] },
        { "too long", [.. "{\"v\":\""u8, .. Encoding.ASCII.GetBytes(new string('x', 64 * 1024)), .. "\"}\n"u8] },
        { "an empty line", LineEnd },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Read_OfADamagedFile_KeepsItAndGoesOnWithWhatCanBeRead(string what, byte[] damage)
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
    public async Task Append_ToADamagedFile_KeepsItAndGoesOn()
    {
        using var folder = new JournalFolder();
        folder.Write("damaged\n"u8.ToArray(), JournalLine.Write(folder.Line("1")), "torn"u8.ToArray());

        await folder.AppendAsync(folder.Line("2"));
        folder.Write("damaged\n"u8.ToArray());
        await folder.AppendAsync(folder.Line("3"));

        Assert.Equal(["3 Begun"], await folder.ReadAsync());
        Assert.Equal(["user.jsonl.corrupt-20260311T120000Z", "user.jsonl.corrupt-20260311T120000Z-2"], folder.Others());
        Assert.Equal(2, folder.Notices.Count);
    }

    [Fact]
    public async Task Read_OfANewerVersionsLines_SkipsThemAndCompactionKeepsThem()
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
