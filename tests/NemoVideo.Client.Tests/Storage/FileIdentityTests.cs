using NemoVideo.Client.Storage;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Storage;

/// <summary>The identity of files, from the status that each operating system has.</summary>
public sealed class FileIdentityTests
{
    [Fact]
    public void Find_RenamedFile_HasTheSameIdentity()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.mp4", 100);
        var before = FileIdentity.Find(path);

        File.Move(path, folder.PathOf("b.mp4"));

        Assert.Equal(before, FileIdentity.Find(folder.PathOf("b.mp4")));
        Assert.Null(FileIdentity.Find(path));
    }

    [Fact]
    public void Find_CopiedFile_HasAnotherIdButTheSameVersion()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.mp4", 100);
        var copy = folder.PathOf("b.mp4");
        File.Copy(path, copy);
        File.SetLastWriteTimeUtc(copy, File.GetLastWriteTimeUtc(path));
        var (first, second) = (FileIdentity.Find(path)!, FileIdentity.Find(copy)!);

        Assert.NotEqual(first.Id, second.Id);
        Assert.True(second.HasVersion(first.Version));
    }

    [Theory]
    [InlineData(1901)]
    [InlineData(1969)]
    [InlineData(2200)]
    public void HasVersion_UnusualTime_IsTrue(int year)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.mp4", 100);
        File.SetLastWriteTimeUtc(path, new DateTime(year, 12, 31, 0, 0, 0, DateTimeKind.Utc));
        var identity = FileIdentity.Find(path)!;

        Assert.True(identity.HasVersion(identity.Version));
    }

    [Fact]
    public void Of_OpenFile_HasItsLengthAndTime()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.mp4", 100);
        var time = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, time);
        using var file = File.OpenRead(path);

        var identity = FileIdentity.Of(file, path);

        Assert.Equal((100, (time - DateTime.UnixEpoch).Ticks * 100), (identity.Length, identity.Written));
        Assert.Equal(FileIdentity.Find(path), identity);
    }
}
