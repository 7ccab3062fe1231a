using System.Security.Cryptography;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Uploads;

namespace NemoVideo.Client.Tests.Uploads;

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

        File.WriteAllText(entry, OtherHash);

        Assert.Equal(OtherHash, Hash(clip));
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
    public void Of_DamagedEntry_IsReplaced(string content)
    {
        var (clip, entry) = WriteWithEntry();

        File.WriteAllText(entry, content);

        Assert.Equal(HashOf(clip), Hash(clip));
        Assert.Equal(HashOf(clip), File.ReadAllText(entry));
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

    private string[] Entries() =>
        Directory.Exists(_folder.PathOf("home", "hashes")) ? Directory.GetFiles(_folder.PathOf("home", "hashes"), "*", SearchOption.AllDirectories) : [];

    private string Hash(string path, int ageSeconds = 3600, bool useCache = true)
    {
        var time = new ManualTime();
        time.Advance(DateTimeOffset.UtcNow.AddSeconds(ageSeconds) - time.GetUtcNow());
        var options = new NemoClientOptions { DataDirectory = _folder.PathOf("home"), UseCache = useCache, TimeProvider = time };
        return new InputHashes(options).Of(MediaFile.Check(path), TestService.Ending);
    }
}
