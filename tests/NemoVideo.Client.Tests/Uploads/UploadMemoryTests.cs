using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Uploads;

[Collection(NonParallel.Name)]
public sealed class UploadMemoryTests(ITestOutputHelper output)
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public async Task UploadFile_ThreeHundredMegabytes_UsesLessThan64Megabytes()
    {
        using var folder = new TemporaryFolder();
        await using var emulator = await EmulatorProcess.StartAsync(folder.PathOf("data"));
        using var client = await NemoClient.ConnectAsync(new NemoClientOptions { ApiUrl = emulator.Url, UseCache = false }, Workbench.Ending);
        var session = await client.CreateSessionAsync("Long", cancellationToken: Workbench.Ending);
        await client.UploadFileAsync(session.Id, folder.Write("warm-up.mp4", 100_000), cancellationToken: Workbench.Ending);
        var path = folder.WriteSparse("long.mp4", 300 * Megabyte);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Environment.WorkingSet;
        var peak = before;
        var next = 0L;
        var progress = new ProgressLog<TransferProgress>(step =>
        {
            if (step.Bytes >= next)
            {
                next += Megabyte;
                peak = Math.Max(peak, Environment.WorkingSet);
            }
        });

        var media = await client.UploadFileAsync(session.Id, path, progress, cancellationToken: Workbench.Ending);

        output.WriteLine($"grown by {(peak - before) / (double)Megabyte:0.0} MiB from {before / Megabyte} MiB");
        Assert.Equal("long.mp4", media.FileName);
        Assert.InRange(peak - before, long.MinValue, (64 * Megabyte) - 1);
    }
}
