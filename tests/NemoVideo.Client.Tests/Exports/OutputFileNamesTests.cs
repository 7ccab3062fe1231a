using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Exports;

public sealed class OutputFileNamesTests
{
    [Theory]
    [InlineData("beach", "beach.mp4")]
    [InlineData("größe 海 🎬", "größe 海 🎬.mp4")]
    [InlineData("a/b\\c:d*e?f\"g<h>i|j", "a b c d e f g h i j.mp4")]
    [InlineData("../../etc/passwd", ".. .. etc passwd.mp4")]
    [InlineData("..", "video.mp4")]
    [InlineData("", "video.mp4")]
    [InlineData("trailing. . ", "trailing.mp4")]
    [InlineData("line\nend\0", "line end.mp4")]
    [InlineData("a\uFFFDb\uFFFEc\uFFFF", "a b c.mp4")]
    [InlineData("CON", "_CON.mp4")]
    [InlineData("nul.txt", "_nul.txt.mp4")]
    [InlineData("com1", "_com1.mp4")]
    public void Reserve_AnyName_StaysInFolder(string name, string expected)
    {
        using var folder = new TemporaryFolder();

        var path = new OutputFileNames(folder.FullName, overwrite: false).Reserve(name, "mp4");

        Assert.Equal(folder.PathOf(expected), path);
    }

    [Fact]
    public void Reserve_ReplaceButRequestedNameIsTaken_ReplacesNoNumberedFile()
    {
        using var folder = new TemporaryFolder();
        var names = new OutputFileNames(folder.FullName, overwrite: true);
        names.Kept.Add(folder.Write("beach.mp4", 10));
        folder.Write("beach (2).mp4", 10);
        folder.Write("sea (2).mp4", 10);
        Directory.CreateDirectory(folder.PathOf("sky.mp4"));

        string[] paths = [names.Reserve("beach", "mp4"), names.Reserve("sea", "mp4"), names.Reserve("sea", "mp4"), names.Reserve("sky", "mp4")];

        Assert.Equal(["beach (3).mp4", "sea.mp4", "sea (3).mp4", "sky (2).mp4"], paths.Select(Path.GetFileName));
    }

    [Fact]
    public void Reserve_SameNameTwice_NumbersSecond()
    {
        using var folder = new TemporaryFolder();
        var names = new OutputFileNames(folder.FullName, overwrite: false);

        string[] paths = [names.Reserve("beach", "mp4"), names.Reserve("beach", "mp4"), names.Reserve("BEACH", "mp4"), names.Reserve("beach (2)", "mp4")];

        Assert.Equal(["beach.mp4", "beach (2).mp4", "BEACH (3).mp4", "beach (4).mp4"], paths.Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reserve_FolderCannotBeCreated_ThrowsFileAccess(bool overwrite)
    {
        using var folder = new TemporaryFolder();
        folder.Write("out", 1);

        var error = Assert.Throws<NemoException>(() => new OutputFileNames(folder.PathOf("out"), overwrite).Reserve("beach", "mp4"));

        Assert.Equal(NemoErrorKind.FileAccess, error.Kind);
        Assert.Contains($"'{folder.PathOf("out", "beach.mp4")}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("beach", "beach.mp4")]
    [InlineData("beach.MP4", "beach.mp4")]
    [InlineData("day 1/beach", "day 1", "beach.mp4")]
    [InlineData("day 1\\./beach.mp4", "day 1", "beach.mp4")]
    [InlineData("a/...", "a", "video.mp4")]
    [InlineData("a/.. /b", "a", "video", "b.mp4")]
    [InlineData("C:x", "C x.mp4")]
    public void ReserveRelative_PathInFolder_CreatesItsFolder(string relativePath, params string[] expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && relativePath.StartsWith("C:", StringComparison.Ordinal), "There, this is a drive.");
        using var folder = new TemporaryFolder();
        var names = new OutputFileNames(folder.FullName, overwrite: false);

        var path = names.ReserveRelative(relativePath, "mp4");

        Assert.Equal(folder.PathOf(expected), path);
        Assert.True(Directory.Exists(Path.GetDirectoryName(path)));
        Assert.Equal(path.Replace(".mp4", " (2).mp4", StringComparison.Ordinal), names.ReserveRelative(relativePath, "mp4"));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/x")]
    [InlineData("\\\\server\\share\\x")]
    [InlineData("")]
    public void ReserveRelative_PathOutsideOfFolder_ThrowsAndWritesNothing(string relativePath)
    {
        using var folder = new TemporaryFolder();
        var names = new OutputFileNames(folder.PathOf("out"), overwrite: true);

        var error = Assert.Throws<NemoException>(() => names.ReserveRelative(relativePath, "mp4"));

        Assert.Equal(NemoErrorKind.InvalidArgument, error.Kind);
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullName));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("🎬")]
    [InlineData("👩‍🚀")]
    public void Reserve_LongName_IsShortenedAtCharacterBoundary(string character)
    {
        using var folder = new TemporaryFolder();
        var name = string.Concat(Enumerable.Repeat(character, 300));

        var path = new OutputFileNames(folder.FullName, overwrite: false).Reserve(name, "mp4");

        File.WriteAllText(path + ".part", "");
        var shortened = Path.GetFileNameWithoutExtension(path);
        Assert.Equal(0, shortened.Length % character.Length);
        Assert.InRange(Encoding.UTF8.GetByteCount(shortened), 100, 200);
    }
}
