using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>Videos that exceed a size limit, or aren't videos.</summary>
public sealed class HostileDownloadTests
{
    private const string Endless = "flood 200 * video/mp4 <<x>>";

    [Fact]
    public async Task SaveRender_EndlessBody_StopsAtLimitAndLeavesNoFile()
    {
        await using var bench = await Workbench.StartAsync();
        var client = await bench.ConnectAsync(QuickLimits.Value with { MaxDownloadBytes = 1_000_000 });
        bench.Host.AddFault($"GET /api/render/*: {Endless} x*");

        var error = await FailAsync(bench, client, byteCount: null);

        Assert.Contains("1000000", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxDownloadBytes", error.NextStep, StringComparison.Ordinal);
        Assert.Single(bench.RequestsTo("GET", "/api/render/"));
    }

    [Fact]
    public async Task SaveRender_ContentLengthOverLimit_DoesNotStart()
    {
        await using var server = RawServer.Start(_ => RawReply.Cut("video/mp4", [1], contentLength: long.MaxValue));
        using var client = await server.ConnectAsync();
        using var folder = new TemporaryFolder();
        var job = new RenderJob("r", RenderStatus.Completed, 100, null, null, null, null);

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse,
            () => client.SaveRenderAsync(job, folder.PathOf("r.mp4"), cancellationToken: Workbench.Ending));

        Assert.Contains("4294967296", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SaveRender_ReportedSize_Succeeds()
    {
        await using var server = RawServer.Start(static _ => RawReply.Of(200, "video/mp4", TinyVideo.Of(new byte[299_996])));
        using var client = await server.ConnectAsync();
        using var folder = new TemporaryFolder();
        var job = new RenderJob("r", RenderStatus.Completed, 100, null, null, 300_000, null);

        await client.SaveRenderAsync(job, folder.PathOf("r.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal(300_000, new FileInfo(folder.PathOf("r.mp4")).Length);
    }

    [Theory]
    [InlineData("<!DOCTYPE html>\n<title>Sign in to the guest network</title>")]
    [InlineData("{\"code\":0}")]
    [InlineData("café: Bitte melden Sie sich an")]
    public async Task SaveRender_TextWithMatchingLength_IsNoVideo(string text)
    {
        var requests = 0;
        await using var server = RawServer.Start(_ =>
        {
            requests++;
            return RawReply.Of(200, "video/mp4", Encoding.UTF8.GetBytes(text));
        });
        using var client = await server.ConnectAsync();
        using var folder = new TemporaryFolder();
        var job = new RenderJob("r", RenderStatus.Completed, 100, null, null, Encoding.UTF8.GetByteCount(text), null);

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse,
            () => client.SaveRenderAsync(job, folder.PathOf("r.mp4"), cancellationToken: Workbench.Ending));

        Assert.Equal(NemoAction.DownloadAgain, error.Action);
        Assert.Empty(folder.Files());
        Assert.Equal(1, requests);
    }

    [Theory]
    [InlineData("text/html", "<!DOCTYPE html>\n<title>Sign in to the guest network</title>")]
    [InlineData("text/plain", "Please sign in")]
    [InlineData(null, "<title>Sign in</title>")]
    public async Task SaveRender_WebPage_IsNoVideo(string? type, string page)
    {
        await using var server = RawServer.Start(_ => RawReply.Of(200, type, Encoding.UTF8.GetBytes(page)));
        using var client = await server.ConnectAsync();
        using var folder = new TemporaryFolder();
        var job = new RenderJob("r", RenderStatus.Completed, 100, null, null, 300_000, null);

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse,
            () => client.SaveRenderAsync(job, folder.PathOf("r.mp4"), cancellationToken: Workbench.Ending));

        Assert.Contains("possibly a web page", error.Message, StringComparison.Ordinal);
        Assert.Equal((NemoAction.DownloadAgain, "r"), (error.Action, error.ActionTarget));
        Assert.Single(server.Requests);
    }

    private static async Task<NemoException> FailAsync(Workbench bench, NemoClient client, long? byteCount)
    {
        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => SaveAsync(bench, client, byteCount));

        Assert.Empty(Directory.EnumerateFiles(bench.Folder.FullName, "r.mp4*"));
        return error;
    }

    private static Task<string> SaveAsync(Workbench bench, NemoClient client, long? byteCount) => client.SaveRenderAsync(
        new RenderJob("r", RenderStatus.Completed, 100, null, null, byteCount, null), bench.Folder.PathOf("r.mp4"), cancellationToken: Workbench.Ending);
}
