using NemoVideo.Client.Errors;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Tests.Operations;

public sealed class LinkedFileTests : IClassFixture<SecondAccount>, IDisposable
{
    private readonly SecondAccount _other;
    private readonly TemporaryFolder _folder = new();
    private readonly string _clips;

    public LinkedFileTests(SecondAccount other)
    {
        _other = other;
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There, a link needs a privilege.");
        _clips = Directory.CreateDirectory(_folder.PathOf("clips")).FullName;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Resolve_RegularFile_ReturnsSamePath()
    {
        var path = _folder.Write("clips/a.mp4", 10);

        Assert.Equal(path, LinkedFile.Resolve(path, _clips, followLinks: false));
    }

    [Fact]
    public void Resolve_LinkOutOfFolder_RequiresConsent()
    {
        var target = _folder.Write("private.mp4", 10);
        var link = Link("a.mp4", target);

        Assert.Null(LinkedFile.Resolve(link, _clips, followLinks: false));
        Assert.Equal(target, LinkedFile.Resolve(link, _clips, followLinks: true));
    }

    [Fact]
    public void Resolve_LinkToFolderWithSamePrefix_IsRejected()
    {
        Directory.CreateDirectory(_folder.PathOf("clips-private"));
        var link = Link("a.mp4", _folder.Write("clips-private/b.mp4", 10));

        Assert.Null(LinkedFile.Resolve(link, _clips, followLinks: false));
    }

    [Fact]
    public void Resolve_LinkInsideFolder_ReturnsItsTarget()
    {
        var target = _folder.Write("clips/b.mp4", 10);

        Assert.Equal(target, LinkedFile.Resolve(Link("a.mp4", target), _clips, followLinks: false));
    }

    [Fact]
    public void Resolve_BelowLinkedFolder_RequiresConsent()
    {
        Directory.CreateDirectory(_folder.PathOf("private"));
        var target = _folder.Write("private/a.mp4", 10);
        Link("more", _folder.PathOf("private"));

        Assert.Null(LinkedFile.Resolve(Path.Combine(_clips, "more", "a.mp4"), _clips, followLinks: false));
        Assert.Equal(target, LinkedFile.Resolve(Path.Combine(_clips, "more", "a.mp4"), _clips, followLinks: true));
    }

    [Fact]
    public void Resolve_FolderIsLink_ReturnsFileInTarget()
    {
        var target = _folder.Write("clips/a.mp4", 10);
        Directory.CreateSymbolicLink(_folder.PathOf("link"), _clips);
        var path = _folder.PathOf("link", "a.mp4");

        Assert.Equal(target, LinkedFile.Resolve(path, _folder.PathOf("link"), followLinks: false));
    }

    [Fact]
    public async Task UploadFile_Link_IsNotFollowed()
    {
        await using var server = RawServer.Start(static _ => RawReply.Json("{}"));
        using var client = await server.ConnectAsync();
        var link = Link("a.mp4", _folder.Write("private.mp4", 10));

        await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess, () => client.UploadFileAsync("s", link, cancellationToken: Workbench.Ending));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task UploadFile_Pipe_ThrowsAtOnce()
    {
        await using var server = RawServer.Start(static _ => RawReply.Json("{}"));
        using var client = await server.ConnectAsync();
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_clips, "b.mp4")]))
        {
            await mkfifo.WaitForExitAsync(Workbench.Ending);
        }

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess,
            () => client.UploadFileAsync("s", Path.Combine(_clips, "b.mp4"), cancellationToken: Workbench.Ending).WaitAsync(Workbench.Ending));

        Assert.Contains("b.mp4", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Hash_FileGrows_StopsAtOriginalLength()
    {
        var path = _folder.Write("clips/a.mp4", 1000);
        var file = MediaFile.Check(path);
        using (var grown = File.OpenWrite(path))
        {
            grown.SetLength(10L * 1024 * 1024 * 1024 * 1024);
        }

        await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess, () => Task.Run(() => new InputHashes(new NemoClientOptions { UseCache = false }).Of(file, Workbench.Ending)));
    }

    [Fact]
    public void Open_FolderReplacedByLinkAfterCheck_Throws()
    {
        Directory.CreateDirectory(_folder.PathOf("private"));
        _folder.Write("private/a.mp4", 10);
        var file = MediaFile.Check(_folder.Write("clips/a.mp4", 10));
        Directory.Move(_clips, _folder.PathOf("gone"));
        Directory.CreateSymbolicLink(_clips, _folder.PathOf("private"));

        Assert.Throws<NemoException>(file.Open);
        Assert.Throws<NemoException>(() => MediaFile.Check(Path.Combine(_clips, "a.mp4")));
    }

    [Fact]
    public void Open_FileReplacedAfterCheck_Throws()
    {
        var path = _folder.Write("clips/a.mp4", 10);
        var file = MediaFile.Check(path);
        File.Move(_folder.Write("clips/b.mp4", 10), path, overwrite: true);

        Assert.Throws<NemoException>(file.Open);
    }

    [Fact]
    public void Resolve_BelowLinkOfAnotherUser_RequiresConsent()
    {
        _other.Require();
        Directory.CreateDirectory(_folder.PathOf("private"));
        _folder.Write("private/a.mp4", 10);
        Directory.CreateSymbolicLink(Path.Combine(_clips, "day"), _folder.PathOf("private"));
        _other.Own(Path.Combine(_clips, "day"));
        var folder = Path.Combine(_clips, "day");

        Assert.Null(LinkedFile.Resolve(Path.Combine(folder, "a.mp4"), folder, followLinks: false));
        Assert.NotNull(LinkedFile.Resolve(Path.Combine(folder, "a.mp4"), folder, followLinks: true));
    }

    [Fact]
    public void Resolve_OwnLinkToLinkOfAnotherUser_ReturnsNullUnlessLinksAreFollowed()
    {
        _other.Require();
        Directory.CreateDirectory(_folder.PathOf("private"));
        var target = _folder.Write("private/a.mp4", 10);
        Directory.CreateSymbolicLink(_folder.PathOf("shared"), _folder.PathOf("private"));
        _other.Own(_folder.PathOf("shared"));
        Link("day", _folder.PathOf("shared"));
        var folder = Path.Combine(_clips, "day");

        Assert.Null(LinkedFile.Resolve(Path.Combine(folder, "a.mp4"), folder, followLinks: false));
        Assert.Equal(target, LinkedFile.Resolve(Path.Combine(folder, "a.mp4"), folder, followLinks: true));
    }

    [Fact]
    public void Resolve_LinksInACircle_IsAnErrorOfThatFile()
    {
        var link = Link("a.mp4", Path.Combine(_clips, "b.mp4"));
        Link("b.mp4", link);

        var error = Assert.Throws<NemoException>(() => LinkedFile.Resolve(link, _clips, followLinks: false));

        Assert.Equal(NemoErrorKind.FileAccess, error.Kind);
        Assert.StartsWith($"'{link}' can't be read", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.mp4")]
    [InlineData("a.mp4/b.mp4")]
    [InlineData("a.mp4\0b.mp4")]
    public void Resolve_PathMissing_ReturnsPath(string name)
    {
        _folder.Write("clips/a.mp4", 10);

        Assert.Equal(_clips + "/" + name, LinkedFile.Resolve(_clips + "/" + name, _clips, followLinks: false));
    }

    private string Link(string name, string target)
    {
        var link = Path.Combine(_clips, name);
        File.CreateSymbolicLink(link, target);
        return link;
    }
}
