using System.Security.Cryptography;
using System.Text;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Tests.Jobs;

public sealed class InputHashesTests : IDisposable
{
    private const int LargeBytes = 2 * 1024 * 1024;
    private static readonly string OtherHash = new('0', 64);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_LargeFile_IsHashOfContent()
    {
        var clip = _folder.Write("a.mp4", LargeBytes);

        Assert.Equal(HashOf(clip), Hash(clip));
        Assert.Equal(HashOf(clip), Hash(clip));
    }

    [Fact]
    public void Of_UnchangedLargeFile_IsReadFromCache()
    {
        var (clip, entry) = WriteWithEntry();

        File.WriteAllText(entry, OtherHash + Checksum(entry, OtherHash));

        Assert.Equal(OtherHash, Hash(clip));
    }

    [Fact]
    public void Of_EntryWithChangedDigit_IsHashOfContent()
    {
        var (clip, entry) = WriteWithEntry();
        var content = File.ReadAllText(entry);

        File.WriteAllText(entry, content[0] == '0' ? '1' + content[1..] : '0' + content[1..]);

        Assert.Equal(HashOf(clip), Hash(clip));
        Assert.Equal(content, File.ReadAllText(entry));
    }

    [Fact]
    public void Of_ChangedFileWithOldSizeAndTime_IsHashOfContent()
    {
        var clip = _folder.Write("a.mp4", LargeBytes);
        var before = Hash(clip);
        var written = File.GetLastWriteTimeUtc(clip);

        using (var file = File.OpenWrite(clip))
        {
            file.Position = LargeBytes / 2;
            file.WriteByte(255);
            file.WriteByte(254);
        }

        File.SetLastWriteTimeUtc(clip, written);

        Assert.NotEqual(before, Hash(clip));
        Assert.Equal(HashOf(clip), Hash(clip));
    }

    [Fact]
    public void Of_FileThatReplacesAnother_IsHashOfContent()
    {
        var clip = _folder.Write("a.mp4", LargeBytes);
        Hash(clip);
        var other = _folder.Write("b.mp4", LargeBytes);
        using (var file = File.OpenWrite(other))
        {
            file.Position = 1000;
            file.WriteByte(77);
        }

        File.SetLastWriteTimeUtc(other, File.GetLastWriteTimeUtc(clip));
        File.Move(other, clip, overwrite: true);

        Assert.Equal(HashOf(clip), Hash(clip));
    }

    [Theory]
    [InlineData(LargeBytes, 0, true)]
    [InlineData(LargeBytes, 3600, false)]
    [InlineData(10_000, 3600, true)]
    public void Of_RecentSmallOrUncachedFile_WritesNoEntry(int size, int ageSeconds, bool useCache)
    {
        var clip = _folder.Write("a.mp4", size);

        Assert.Equal(HashOf(clip), Hash(clip, ageSeconds, useCache));

        Assert.Empty(Entries());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123")]
    [InlineData("not a hash")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0")]
    public void Of_DamagedEntry_IsReplaced(string content)
    {
        var (clip, entry) = WriteWithEntry();

        File.WriteAllText(entry, content);

        Assert.Equal(HashOf(clip), Hash(clip));
        Assert.Equal(HashOf(clip) + Checksum(entry, HashOf(clip)), File.ReadAllText(entry));
    }

    [Fact]
    public void Of_EntryThatOthersCanWrite_IsNotUsed()
    {
        var (clip, entry) = WriteWithEntry();

        File.WriteAllText(entry, OtherHash + Checksum(entry, OtherHash));
#pragma warning disable CA1416 // The test is skipped on Windows.
        File.SetUnixFileMode(entry, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);
#pragma warning restore CA1416

        Assert.Equal(HashOf(clip), Hash(clip));
    }

    [Fact]
    public void Of_FolderThatOthersCanReplace_IsNotUsed()
    {
        var (clip, entry) = WriteWithEntry();
        File.WriteAllText(entry, OtherHash + Checksum(entry, OtherHash));
#pragma warning disable CA1416 // The test is skipped on Windows.
        File.SetUnixFileMode(_folder.PathOf("home", "hashes"), (UnixFileMode)0x1FF);
#pragma warning restore CA1416

        Assert.Equal(HashOf(clip), Hash(clip));
    }

    /// <summary>Writes a clip whose hash is cached.</summary>
    private (string Clip, string Entry) WriteWithEntry()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Hashes aren't cached on Windows.");
        var clip = _folder.Write("a.mp4", LargeBytes);
        Hash(clip);
        return (clip, Assert.Single(Entries()));
    }

    private static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static string Checksum(string entry, string hash) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFileName(entry) + hash)));

    private string[] Entries() =>
        Directory.Exists(_folder.PathOf("home", "hashes")) ? Directory.GetFiles(_folder.PathOf("home", "hashes"), "*", SearchOption.AllDirectories) : [];

    private string Hash(string path, int ageSeconds = 3600, bool useCache = true)
    {
        var time = new ManualTime();
        time.Advance(DateTimeOffset.UtcNow.AddSeconds(ageSeconds) - time.GetUtcNow());
        var options = new NemoClientOptions { DataDirectory = _folder.PathOf("home"), UseCache = useCache, TimeProvider = time };
        return new InputHashes(options).Of(MediaFile.Check(path), Workbench.Ending);
    }
}
