using NemoVideo.Client.Operations;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Storage;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Tests.Operations;

/// <summary>Partial files of a killed process, and their use by the next process.</summary>
public sealed class PartialDownloadsTests : IAsyncDisposable
{
    private const int Half = 1024 * 1024;

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _video = new byte[2 * Half];
    private readonly RawServer _server;
    private string _tag = "\"one\"";
    private bool _isStalling = true;

    public PartialDownloadsTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There, a download starts from its first byte.");
        Random.Shared.NextBytes(_video);
        TinyVideo.Of().CopyTo(_video, 0);
        _server = RawServer.Start(ApiResponse);
    }

    [Fact]
    public async Task SaveRender_ProcessWasKilled_ContinuesItsPartialFile()
    {
        await DownloadAndDieAsync();

        await SaveAsync();

        Assert.Equal(("bytes=1048576-", _tag), (_server.Requests[^1].Header("Range"), _server.Requests[^1].Header("If-Range")));
        await AssertSavedAsync();
    }

    [Fact]
    public async Task SaveRender_TwoProcessesWereKilled_ContinuesTheirPartialFile()
    {
        await DownloadAndDieAsync();
        await DownloadAndDieAsync(count: 2);

        await SaveAsync();

        Assert.NotNull(_server.Requests[^1].Header("Range"));
        await AssertSavedAsync();
    }

    [Fact]
    public async Task SaveRender_VideoChanged_StartsFromFirstByte()
    {
        await DownloadAndDieAsync();
        _tag = "\"two\"";

        await SaveAsync();

        await AssertSavedAsync();
    }

    [Fact]
    public async Task SaveRender_NoETag_StartsFromFirstByteAndRemovesPartialFile()
    {
        _tag = "";
        await DownloadAndDieAsync();

        await SaveAsync();

        Assert.Null(_server.Requests[^1].Header("Range"));
        await AssertSavedAsync();
    }

    [Theory]
    [InlineData(0x1FF, false)] // 0777
    [InlineData(0x3FF, false)] // 1777
    [InlineData(0x1ED, true)] // 0755
    public async Task SaveRender_PartialFile_IsResumedOnlyInOwnFolder(int mode, bool isResumed)
    {
        using var home = new TemporaryFolder();
        await DownloadAndDieAsync();
        Directory.Move(_folder.PathOf("journal"), home.PathOf("journal"));
        UnixFileSystem.SetMode(_folder.FullName, mode);

        await SaveAsync(home.FullName);

        Assert.Equal(isResumed, _server.Requests[^1].Header("Range") is not null);
        await AssertSavedAsync();
    }

    [Fact]
    public async Task SaveRender_OtherFileAtPartialPath_LeavesIt()
    {
        var part = await DownloadAndDieAsync();
        File.Move(part, part + ".stolen");
        await File.WriteAllTextAsync(part, "another's", Workbench.Ending);

        await SaveAsync();

        Assert.Null(_server.Requests[^1].Header("Range"));
        Assert.Equal("another's", await File.ReadAllTextAsync(part, Workbench.Ending));
        Assert.Equal(_video, await File.ReadAllBytesAsync(_folder.PathOf("v.mp4"), Workbench.Ending));
    }

    [Fact]
    public async Task SaveRender_LinkAtPartialPath_IsNotFollowed()
    {
        var part = await DownloadAndDieAsync();
        File.Move(part, part + ".stolen");
        File.CreateSymbolicLink(part, part + ".stolen");

        await SaveAsync();

        Assert.Null(_server.Requests[^1].Header("Range"));
        Assert.Equal(Half, new FileInfo(part + ".stolen").Length);
    }

    [Fact]
    public async Task SaveRender_AnotherProcessIsDownloading_StartsOwnPartialFile()
    {
        await using var first = await BeginAsync(count: 1);

        await SaveAsync();

        Assert.Null(_server.Requests[^1].Header("Range"));
        Assert.Equal(_video, await File.ReadAllBytesAsync(_folder.PathOf("v.mp4"), Workbench.Ending));
    }

    [Fact]
    public async Task IsPartialFile_AnotherProcessFinishedTheVideoBeforeTheLock_IsFalse()
    {
        var part = _folder.PathOf("v.mp4.part");
        await File.WriteAllBytesAsync(part, _video, Workbench.Ending);
        var identity = UnixFileSystem.Find(part)!.Value.Identity;
        using var file = RegularFile.OpenWrite(part, FileShare.None);
        Assert.True(PartialDownloads.IsPartialFile(file, part, identity));

        File.Move(part, _folder.PathOf("v.mp4"));

        Assert.False(PartialDownloads.IsPartialFile(file, part, identity));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private RawReply ApiResponse(RawRequest request)
    {
        string[] tag = _tag.Length > 0 ? [$"ETag: {_tag}"] : [];
        if (_isStalling)
        {
            var from = request.Header("Range") is { } range ? int.Parse(range["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture) : 0;
            return new RawReply(async (wire, stop) =>
            {
                await wire.WriteAsync(
                    from == 0
                        ? RawReply.Head(200, "video/mp4", [$"Content-Length: {_video.Length}", .. tag])
                        : RawReply.Head(206, "video/mp4", [$"Content-Length: {_video.Length - from}", $"Content-Range: bytes {from}-{_video.Length - 1}/{_video.Length}", .. tag]),
                    stop);
                await wire.WriteAsync(_video.AsMemory(from, from == 0 ? Half : Half / 2), stop);
                await Task.Delay(Timeout.Infinite, stop);
            });
        }

        if (request.Header("Range") is { } rest && request.Header("If-Range") == _tag)
        {
            var begin = int.Parse(rest["bytes=".Length..^1], System.Globalization.CultureInfo.InvariantCulture);
            return RawReply.Of(206, "video/mp4", _video[begin..], [$"Content-Range: bytes {begin}-{_video.Length - 1}/{_video.Length}", .. tag]);
        }

        return RawReply.Of(200, "video/mp4", _video, tag);
    }

    private async Task<ClientProcess> BeginAsync(int count)
    {
        var process = await ClientProcess.StartAsync(ClientProcess.Download, _server.Url, _folder.FullName, token: RawServer.Token);
        await _server.WaitForAsync(static request => request.Path == "/v.mp4", Workbench.Ending, count);
        var least = count == 1 ? Half : Half + (Half / 2);
        while (!Directory.EnumerateFiles(_folder.FullName, "*.part").Any(part => new FileInfo(part).Length >= least))
        {
            await Task.Delay(5, Workbench.Ending);
        }

        return process;
    }

    /// <summary>Lets a process download the first half, kills it, and returns its partial file.</summary>
    private async Task<string> DownloadAndDieAsync(int count = 1)
    {
        _isStalling = true;
        await using (await BeginAsync(count))
        {
        }

        _isStalling = false;
        return Assert.Single(Directory.GetFiles(_folder.FullName, "*.part"));
    }

    private async Task SaveAsync(string? home = null)
    {
        _isStalling = false;
        using var client = await NemoClient.ConnectAsync(
            new NemoClientOptions { ApiUrl = _server.Url, Token = RawServer.Token, DataDirectory = home ?? _folder.FullName, Limits = QuickLimits.Value }, Workbench.Ending);
        var job = new RenderJob("r", RenderStatus.Completed, 100, new Uri(_server.Url, "v.mp4"), null, null, null);
        await client.SaveRenderAsync(job, _folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);
    }

    private async Task AssertSavedAsync()
    {
        Assert.Equal(_video, await File.ReadAllBytesAsync(_folder.PathOf("v.mp4"), Workbench.Ending));
        Assert.Empty(Directory.GetFiles(_folder.FullName, "*.part"));
    }
}
