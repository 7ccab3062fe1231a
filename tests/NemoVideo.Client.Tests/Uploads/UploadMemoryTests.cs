using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Uploads;

/// <summary>Not parallel: other allocations would count.</summary>
[Collection(NonParallel.Name)]
public sealed class UploadMemoryTests
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>The emulator in this process also receives the file in parts.</summary>
    [Fact]
    public async Task UploadFile_ThreeHundredMegabytes_AllocatesLessThan64Megabytes()
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithClipAsync();
        var path = service.Folder.WriteSparse("long.mp4", 300 * Megabyte);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var media = await client.UploadFileAsync(session, path, cancellationToken: TestService.Ending);

        Assert.Equal("long.mp4", media.FileName);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64 * Megabyte);
    }
}
