using NemoVideo.Client.Errors;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Tests.Support;

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
    public void Resolve_OrdinaryFile_IsThePathItself()
    {
        var path = _folder.Write("clips/a.mp4", 10);

        Assert.Equal(path, LinkedFile.Resolve(path, _clips, followLinks: false));
    }

    [Fact]
    public void Resolve_LinkOutOfTheFolder_IsNoneWithoutConsent()
    {
        var target = _folder.Write("private.mp4", 10);
        var link = Link("a.mp4", target);

        Assert.Null(LinkedFile.Resolve(link, _clips, followLinks: false));
        Assert.Equal(target, LinkedFile.Resolve(link, _clips, followLinks: true));
    }

    [Fact]
    public void Resolve_LinkToAFolderOfTheSameBeginning_IsNone()
    {
        Directory.CreateDirectory(_folder.PathOf("clips-private"));
        var link = Link("a.mp4", _folder.Write("clips-private/b.mp4", 10));

        Assert.Null(LinkedFile.Resolve(link, _clips, followLinks: false));
    }

    [Fact]
    public void Resolve_LinkWithinTheFolder_IsItsFile()
    {
        var target = _folder.Write("clips/b.mp4", 10);

        Assert.Equal(target, LinkedFile.Resolve(Link("a.mp4", target), _clips, followLinks: false));
    }

    [Fact]
    public void Resolve_BelowALinkedFolder_IsNoneWithoutConsent()
    {
        Directory.CreateDirectory(_folder.PathOf("private"));
        var target = _folder.Write("private/a.mp4", 10);
        Link("more", _folder.PathOf("private"));

        Assert.Null(LinkedFile.Resolve(Path.Combine(_clips, "more", "a.mp4"), _clips, followLinks: false));
        Assert.Equal(target, LinkedFile.Resolve(Path.Combine(_clips, "more", "a.mp4"), _clips, followLinks: true));
    }

    [Fact]
    public void Resolve_FolderThatIsItselfALink_IsTheFileInIt()
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

        var error = await Assert.ThrowsAsync<NemoException>(() => client.UploadFileAsync("s", link, cancellationToken: Workbench.Ending));

        Assert.Equal(NemoErrorKind.FileAccess, error.Kind);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task UploadFile_Pipe_IsAnErrorAtOnce()
    {
        await using var server = RawServer.Start(static _ => RawReply.Json("{}"));
        using var client = await server.ConnectAsync();
        using (var make = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_clips, "b.mp4")]))
        {
            await make.WaitForExitAsync(Workbench.Ending);
        }

        var error = await Assert.ThrowsAsync<NemoException>(
            () => client.UploadFileAsync("s", Path.Combine(_clips, "b.mp4"), cancellationToken: Workbench.Ending).WaitAsync(Workbench.Ending));

        Assert.Equal(NemoErrorKind.FileAccess, error.Kind);
        Assert.Contains("b.mp4", error.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Hash_FileThatGrows_EndsBehindItsLength()
    {
        var path = _folder.Write("clips/a.mp4", 1000);
        var file = MediaFile.Check(path);
        using (var grown = File.OpenWrite(path))
        {
            grown.SetLength(10L * 1024 * 1024 * 1024 * 1024);
        }

        var error = await Assert.ThrowsAsync<NemoException>(() => FileHash.OfAsync(file, Workbench.Ending).WaitAsync(Workbench.Ending));

        Assert.Equal(NemoErrorKind.FileAccess, error.Kind);
    }

    [Fact]
    public void Open_FolderSwappedForALinkSinceTheCheck_IsRefused()
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
    public void Open_AnotherFileOfItsNameSinceTheCheck_IsRefused()
    {
        var path = _folder.Write("clips/a.mp4", 10);
        var file = MediaFile.Check(path);
        File.Move(_folder.Write("clips/b.mp4", 10), path, overwrite: true);

        Assert.Throws<NemoException>(file.Open);
    }

    [Fact]
    public void Resolve_BelowALinkOfAnotherUser_IsNoneWithoutConsent()
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

    private string Link(string name, string target)
    {
        var link = Path.Combine(_clips, name);
        File.CreateSymbolicLink(link, target);
        return link;
    }
}
