using NemoVideo.Client.Exports;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Uploads;

/// <summary>A video never replaces a local file that was uploaded, even if existing files are replaced.</summary>
public sealed class SourceFileTests
{
    private const long Length = 1000;

    [Theory]
    [InlineData("the same connection", true)]
    [InlineData("the same connection", false)]
    [InlineData("another connection", true)]
    [InlineData("another connection", false)]
    public async Task SaveRender_DestinationIsUploadedFile_SavesUnderNextName(string connection, bool useCache)
    {
        await using var bench = await Workbench.StartAsync();
        using var client = await bench.ConnectAsync(bench.Options(useCache: useCache));
        var clip = bench.Folder.Write("beach.mp4", (int)Length);
        var render = await UploadAndRenderAsync(client, clip);
        using var other = connection == "another connection" ? await bench.ConnectAsync(bench.Options(useCache: useCache)) : null;

        await AssertIsKeptAsync(other ?? client, render, clip);
    }

    [Fact]
    public async Task SaveRender_UploadedFileIsChanged_SavesUnderNextName()
    {
        await using var bench = await Workbench.StartAsync();
        using var client = await bench.ConnectAsync(bench.Options());
        var clip = bench.Folder.Write("beach.mp4", (int)Length);
        var render = await UploadAndRenderAsync(client, clip);
        File.SetLastWriteTimeUtc(clip, DateTime.UtcNow.AddDays(1));

        await AssertIsKeptAsync(client, render, clip);
    }

    [Fact]
    public async Task SaveRender_DestinationIsNoUploadedFile_ReplacesIt()
    {
        await using var bench = await Workbench.StartAsync();
        using var client = await bench.ConnectAsync(bench.Options());
        var clip = bench.Folder.Write("clip.mp4", (int)Length);
        var render = await UploadAndRenderAsync(client, clip);
        var path = bench.Folder.PathOf("beach.mp4");
        await File.WriteAllTextAsync(path, "old", Workbench.Ending);

        Assert.Equal(path, await SaveAsync(client, render, path));
        Assert.Equal(render.ByteCount, new FileInfo(path).Length);
    }

    /// <summary>A service can reject the client ID, so that the next connection is another anonymous user's.</summary>
    [Fact]
    public async Task SaveRender_FileWasUploadedByAnotherUser_SavesUnderNextName()
    {
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("beach.mp4", (int)Length);
        using (var earlier = await bench.ConnectAsync(bench.Options()))
        {
            await UploadAndRenderAsync(earlier, clip);
        }

        using var client = await bench.ConnectAsync(bench.Options(clientId: Guid.NewGuid().ToString()));
        var render = await UploadAndRenderAsync(client, bench.Folder.Write("city.mp4", (int)Length + 1));

        await AssertIsKeptAsync(client, render, clip);
    }

    private static async Task<RenderJob> UploadAndRenderAsync(NemoClient client, string clip)
    {
        var session = await client.CreateSessionAsync("s", cancellationToken: Workbench.Ending);
        await client.UploadFileAsync(session.Id, clip, cancellationToken: Workbench.Ending);
        var state = await client.GetStateAsync(session.Id, Workbench.Ending);
        var render = await client.SubmitRenderAsync(state, cancellationToken: Workbench.Ending);
        return await client.WaitForRenderAsync(render.Id, cancellationToken: Workbench.Ending);
    }

    private static Task<string> SaveAsync(NemoClient client, RenderJob render, string path) =>
        client.SaveRenderAsync(render, path, overwrite: true, cancellationToken: Workbench.Ending);

    private static async Task AssertIsKeptAsync(NemoClient client, RenderJob render, string clip)
    {
        var saved = await SaveAsync(client, render, clip);

        Assert.Equal("beach (2).mp4", Path.GetFileName(saved));
        Assert.Equal((Length, render.ByteCount!.Value), (new FileInfo(clip).Length, new FileInfo(saved).Length));
    }
}
