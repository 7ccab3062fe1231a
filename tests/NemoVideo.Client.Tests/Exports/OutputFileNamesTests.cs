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
    [InlineData("   ", "video.mp4")]
    [InlineData("trailing. . ", "trailing.mp4")]
    [InlineData("line\nend\0", "line end.mp4")]
    [InlineData("a\uFFFDb\uFFFEc\uFFFF", "a b c.mp4")]
    [InlineData("[brackets]", "[brackets].mp4")]
    [InlineData("CON", "_CON.mp4")]
    [InlineData("nul.txt", "_nul.txt.mp4")]
    [InlineData("aux .x", "_aux .x.mp4")]
    [InlineData("com1", "_com1.mp4")]
    [InlineData("lpt9.", "_lpt9.mp4")]
    [InlineData("console", "console.mp4")]
    [InlineData("nmv:usr:Zk3Q9xWv7LpT2mB8", "nmv usr Zk3Q9xWv7LpT2mB8.mp4")] // not the token nmv_usr_...
    public void Reserve_AnyName_StaysInFolder(string name, string expected)
    {
        using var folder = new TemporaryFolder();

        var path = new OutputFileNames(folder.FullName, overwrite: false).Reserve(name, "mp4");

        Assert.Equal(folder.PathOf(expected), path);
    }

    [Fact]
    public void Reserve_UnpairedSurrogate_IsReplaced()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(folder.PathOf("a b.mp4"), new OutputFileNames(folder.FullName, overwrite: false).Reserve("a\uD83Cb\uDFAC", "mp4"));
    }

    [Fact]
    public void Reserve_KeptFile_IsNotReplaced()
    {
        using var folder = new TemporaryFolder();
        var names = new OutputFileNames(folder.FullName, overwrite: true);
        names.Keep(folder.Write("beach.mp4", 10));
        folder.Write("sea.mp4", 10);

        string[] paths = [names.Reserve("beach", "mp4"), names.ReserveRelative("sea", "mp4")];

        Assert.Equal([folder.PathOf("beach (2).mp4"), folder.PathOf("sea.mp4")], paths);
    }

    [Fact]
    public void Reserve_ReplaceButRequestedNameIsTaken_ReplacesNoNumberedFile()
    {
        using var folder = new TemporaryFolder();
        var names = new OutputFileNames(folder.FullName, overwrite: true);
        names.Keep(folder.Write("beach.mp4", 10));
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

    [Fact]
    public void Reserve_NumberedFilesExist_ReturnsFirstFreeName()
    {
        using var folder = new TemporaryFolder();
        folder.Write("beach.mp4", 1);
        folder.Write("beach (2).mp4", 1);
        var names = new OutputFileNames(folder.FullName, overwrite: false);

        string[] paths = [names.Reserve("beach", "mp4"), names.Reserve("beach", "mp4")];

        Assert.Equal(["beach (3).mp4", "beach (4).mp4"], paths.Select(Path.GetFileName));
    }

    [Fact]
    public void Reserve_FolderHasName_ReturnsNextNumber()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("beach.mp4"));
        var names = new OutputFileNames(folder.FullName, overwrite: false);

        Assert.Equal("beach (2).mp4", Path.GetFileName(names.Reserve("beach", "mp4")));
    }

    [Fact]
    public void Reserve_MissingFolder_CreatesEmptyFolder()
    {
        using var folder = new TemporaryFolder();

        var path = new OutputFileNames(folder.PathOf("out", "night"), overwrite: false).Reserve("beach", "mp4");

        Assert.Equal(folder.PathOf("out", "night", "beach.mp4"), path);
        Assert.Empty(Directory.GetFileSystemEntries(folder.PathOf("out", "night")));
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

    [Fact]
    public void Reserve_Replace_ReturnsPathOfExistingFile()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("beach.mp4", 1);

        Assert.Equal(path, new OutputFileNames(folder.FullName, overwrite: true).Reserve("beach", "mp4"));
    }

    [Theory]
    [InlineData("beach", "beach.mp4")]
    [InlineData("beach.MP4", "beach.mp4")]
    [InlineData("beach.mov", "beach.mov.mp4")]
    [InlineData("day 1/beach", "day 1", "beach.mp4")]
    [InlineData("day 1\\./beach.mp4", "day 1", "beach.mp4")]
    [InlineData("a/b/c", "a", "b", "c.mp4")]
    [InlineData("a/...", "a", "video.mp4")]
    [InlineData("a/.. /b", "a", "video", "b.mp4")]
    [InlineData("con/x:y", "_con", "x y.mp4")]
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
    [InlineData("a\\..\\x")]
    [InlineData("/x")]
    [InlineData("\\x")]
    [InlineData("\\\\server\\share\\x")]
    [InlineData(" /x")]
    [InlineData("")]
    public void ReserveRelative_PathOutsideOfFolder_ThrowsAndWritesNothing(string relativePath)
    {
        using var folder = new TemporaryFolder();
        var names = new OutputFileNames(folder.PathOf("out"), overwrite: true);

        var error = Assert.Throws<NemoException>(() => names.ReserveRelative(relativePath, "mp4"));

        Assert.Equal(NemoErrorKind.InvalidArgument, error.Kind);
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullName));
    }

    [Fact]
    public void Reserve_SameNameInTwoFolders_AddsNoNumber()
    {
        using var folder = new TemporaryFolder();
        var names = new OutputFileNames(folder.FullName, overwrite: false);

        string[] paths = [names.ReserveRelative("a/x", "mp4"), names.ReserveRelative("b/x", "mp4"), names.Reserve("x", "mp4")];

        Assert.Equal([folder.PathOf("a", "x.mp4"), folder.PathOf("b", "x.mp4"), folder.PathOf("x.mp4")], paths);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("海")]
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

    [Theory]
    [InlineData("", "The file name is blank.")]
    [InlineData(" ", "The file name is blank.")]
    [InlineData("/x", "The file name '/x' refers to a location outside the destination folder.")]
    [InlineData("\\x", "The file name '\\x' refers to a location outside the destination folder.")]
    public void ReserveRelative_InvalidName_ThrowsWithReason(string name, string expected)
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(expected, Assert.Throws<NemoException>(() => new OutputFileNames(folder.FullName, overwrite: false).ReserveRelative(name, "mp4")).Message);
    }
}
