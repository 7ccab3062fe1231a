using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Files;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Files;

/// <summary>A text file is written as a whole, and replaces another file only if the caller allows it.</summary>
public sealed class TextFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Write_NewFolder_CreatesItAndWritesUtf8()
    {
        var path = _folder.PathOf("new", "timeline.svg");

        Assert.Equal(path, TextFile.Write(path, "海边 ✂", static _ => NameClaim.New, NumberedName.Next));

        Assert.Equal(Encoding.UTF8.GetBytes("海边 ✂"), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.PathOf("new")));
    }

    [Theory]
    [InlineData(true, "timeline.svg", "new")]
    [InlineData(false, "timeline (2).svg", "old")]
    public void Write_FileExists_IsReplacedOnlyIfAllowed(bool replaces, string expected, string first)
    {
        var path = _folder.PathOf("timeline.svg");
        File.WriteAllText(path, "old");

        Assert.Equal(_folder.PathOf(expected), TextFile.Write(path, "new", _ => replaces ? NameClaim.Replacing : NameClaim.New, NumberedName.Next));

        Assert.Equal(first, File.ReadAllText(path));
        Assert.Equal("new", File.ReadAllText(_folder.PathOf(expected)));
    }

    [Fact]
    public void Write_NameIsTaken_GetsNextName()
    {
        var path = _folder.PathOf("timeline.svg");

        Assert.Equal(_folder.PathOf("timeline (2).svg"), TextFile.Write(path, "new", one => one == path ? NameClaim.Taken : NameClaim.New, NumberedName.Next));

        Assert.Single(_folder.Files());
    }

    [Fact]
    public void Write_FolderIsFile_ThrowsAndLeavesNoFile()
    {
        var file = _folder.Write("folder", 10);

        var error = Assert.Throws<NemoException>(() => TextFile.Write(Path.Combine(file, "timeline.svg"), "new", static _ => NameClaim.New, NumberedName.Next));

        Assert.Equal(NemoErrorKind.FileAccess, error.Kind);
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void Write_NamingFails_LeavesNoFile()
    {
        Assert.Throws<InvalidOperationException>(
            () => TextFile.Write(_folder.PathOf("timeline.svg"), "new", static _ => throw new InvalidOperationException(), NumberedName.Next));

        Assert.Empty(_folder.Files());
    }

    public void Dispose() => _folder.Dispose();
}
