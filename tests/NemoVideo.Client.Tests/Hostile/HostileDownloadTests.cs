using NemoVideo.Client.Errors;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Hostile;

/// <summary>Videos that exceed a size limit.</summary>
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
    public async Task SaveRender_LargerThanReportedSize_StopsAndLeavesNoFile()
    {
        await using var bench = await Workbench.StartAsync();
        var client = await bench.ConnectAsync();
        bench.Host.AddFault($"GET /api/render/*: {Endless} x*");

        var error = await FailAsync(bench, client, byteCount: 300_000);

        Assert.Contains("300000", error.Message, StringComparison.Ordinal);
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
        await using var bench = await Workbench.StartAsync();
        var client = await bench.ConnectAsync();
        bench.Host.AddFault("GET /api/render/*: flood 200 300000 video/mp4 <<x>>");

        await SaveAsync(bench, client, byteCount: 300_000);

        Assert.Equal(300_000, new FileInfo(bench.Folder.PathOf("r.mp4")).Length);
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
