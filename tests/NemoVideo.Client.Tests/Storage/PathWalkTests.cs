using System.Diagnostics;
using NemoVideo.Client.Storage;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Storage;

/// <summary>What a path leads to if another user can put links into it at any time.</summary>
public sealed class PathWalkTests : IClassFixture<SecondAccount>, IDisposable
{
    private readonly SecondAccount _other;
    private readonly TemporaryFolder _folder = new();
    private readonly PathWalk? _walk;

    public PathWalkTests(SecondAccount other)
    {
        _other = other;
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux opens a path part by part.");
        _walk = new PathWalk();
        Directory.CreateDirectory(_folder.PathOf("private"));
        Directory.CreateDirectory(_folder.PathOf("clips"));
        _folder.Write("private/a.mp4", 10);
        _folder.Write("clips/a.mp4", 20);
    }

    public void Dispose()
    {
        _walk?.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("link/a.mp4")]
    [InlineData("own/a.mp4")]
    [InlineData("clips/up/link/a.mp4")]
    [InlineData("link/../clips/a.mp4")]
    public void Follow_LinkOfAnotherUserInAnyPart_Throws(string path)
    {
        _other.Require();
        Link("link", "private");
        Link("own", "clips/../link");
        Link("clips/up", "..");
        _other.Own(_folder.PathOf("link"));

        var error = Assert.Throws<UntrustedLinkException>(() => _walk!.Follow(_folder.PathOf(path)));

        Assert.Contains($"'{_folder.PathOf("link")}' is a symbolic link that belongs to another user (ID {_other.Id})", error.Message, StringComparison.Ordinal);
    }

    /// <summary>.NET reads a name that isn't valid UTF-8 as a name that another user's folder can have.</summary>
    [Theory]
    [InlineData("caf\uFFFD/a.mp4")]
    [InlineData("link/a.mp4")]
    public void Follow_NameThatIsNotUtf8_Throws(string path)
    {
        Directory.CreateDirectory(_folder.PathOf("caf\uFFFD"));
        _folder.Write("caf\uFFFD/a.mp4", 10);
        Run("d=$(printf 'caf\\351') && mkdir \"$d\" && ln -s \"$d\" link");
        try
        {
            Assert.Throws<IOException>(() => _walk!.Follow(_folder.PathOf(path)));
        }
        finally
        {
            // .NET can't delete it.
            Run("rm -r caf*");
        }
    }

    [Theory]
    [InlineData("clips/a.mp4", "clips/a.mp4")]
    [InlineData("own/a.mp4", "private/a.mp4")]
    [InlineData("own/../clips/a.mp4", "clips/a.mp4")]
    [InlineData("chain/a.mp4", "private/a.mp4")]
    public void Follow_OwnLinks_OpensFile(string path, string expected)
    {
        Link("own", _folder.PathOf("private"));
        Link("chain", "clips/../own");

        _walk!.Follow(_folder.PathOf(path));

        Assert.Equal(_folder.PathOf(expected), _walk.RealPath);
        Assert.True(UnixFileSystem.StatusOf(_walk.CurrentHandle, path).IsRegularFile);
    }

    [Fact]
    public void Follow_FolderSwappedForALinkMeanwhile_StaysInTheFolderThatWasOpened()
    {
        _walk!.Follow(_folder.PathOf("clips"));
        Directory.Move(_folder.PathOf("clips"), _folder.PathOf("moved"));
        Link("clips", "private");

        _walk.Follow("a.mp4");

        Assert.Equal(_folder.PathOf("moved/a.mp4"), _walk.RealPath);
        Assert.Equal(UnixFileSystem.Find(_folder.PathOf("moved/a.mp4")), UnixFileSystem.StatusOf(_walk.CurrentHandle, "a.mp4"));
    }

    [Fact]
    public void Follow_LinksInACircle_IsAnError()
    {
        Link("a", "b");
        Link("b", "a");

        Assert.Contains("too many symbolic links", Assert.Throws<IOException>(() => _walk!.Follow(_folder.PathOf("a"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Follow_MissingFolder_IsAnErrorWithItsPathUnlessItIsCreated()
    {
        var path = _folder.PathOf("new", "folder");

        var error = Assert.Throws<FileNotFoundException>(() => _walk!.Follow(path));
        _walk!.Follow(path, isCreating: true);

        Assert.Contains($"'{_folder.PathOf("new")}'", error.Message, StringComparison.Ordinal);
        Assert.True(Directory.Exists(path));
        Assert.Equal(path, _walk.RealPath);
    }

    [Fact]
    public void Follow_FolderThatCannotBeCreated_IsAnErrorWithItsPath()
    {
        // Even root can't create a folder there.
        var error = Assert.ThrowsAny<Exception>(() => _walk!.Follow("/proc/new/folder", isCreating: true));

        Assert.EndsWith(": '/proc/new'.", error.Message, StringComparison.Ordinal);
    }

    private void Link(string name, string target) => Directory.CreateSymbolicLink(_folder.PathOf(name), target);

    private void Run(string script)
    {
        using var shell = Process.Start("/bin/sh", ["-c", $"cd '{_folder.FullName}' && {script}"]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
