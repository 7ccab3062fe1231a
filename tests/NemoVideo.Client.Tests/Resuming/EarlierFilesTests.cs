using NemoVideo.Client.Resuming;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Resuming;

/// <summary>Files that a run is at work on are no other run's.</summary>
public sealed class EarlierFilesTests
{
    [Fact]
    public async Task FindUpload_OfAFileThatAnotherRunHas_IsFileInUseUntilThatOneHasEnded()
    {
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        using var one = (await bench.ConnectAsync()).Earlier.OpenFiles();
        using var other = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.Null(await one.FindUploadAsync(clip, Workbench.Ending));

        var error = await Assert.ThrowsAsync<NemoException>(() => other.FindUploadAsync(clip, Workbench.Ending));
        one.Dispose();

        Assert.Equal(NemoErrorKind.FileInUse, error.Kind);
        Assert.Contains("a.mp4", error.Message, StringComparison.Ordinal);
        Assert.Null(await other.FindUploadAsync(clip, Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_OfAFileThatARunWithoutResumeHas_IsFileInUse()
    {
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        using var one = (await bench.ConnectAsync()).Earlier.OpenFiles();
        using var second = (await bench.ConnectAsync()).Earlier.OpenFiles();
        using var resuming = (await bench.ConnectAsync()).Earlier.OpenFiles();

        await UploadAsync(bench, clip, one);
        await UploadAsync(bench, clip, second);

        var error = await Assert.ThrowsAsync<NemoException>(() => resuming.FindUploadAsync(clip, Workbench.Ending));
        Assert.Equal(NemoErrorKind.FileInUse, error.Kind);
    }

    [Fact]
    public async Task FindUpload_BesideAHeldLockThatSeemsOld_LeavesIt()
    {
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        using var one = (await bench.ConnectAsync()).Earlier.OpenFiles();
        await one.FindUploadAsync(clip, Workbench.Ending);
        File.SetLastWriteTimeUtc(Assert.Single(LocksOf(bench)), DateTime.UtcNow.AddYears(-1));
        using var other = (await bench.ConnectAsync()).Earlier.OpenFiles();

        await other.FindUploadAsync(bench.Folder.Write("b.mp4", 200), Workbench.Ending);
        var error = await Assert.ThrowsAsync<NemoException>(() => other.FindUploadAsync(clip, Workbench.Ending));

        Assert.Equal(NemoErrorKind.FileInUse, error.Kind);
    }

    [Fact]
    public async Task FindUpload_OfTwoFilesWithOneContent_IsNoMatterWithinOneRun()
    {
        await using var bench = await Workbench.StartAsync();
        var client = await bench.ConnectAsync();
        using var files = client.Earlier.OpenFiles();

        Assert.Null(await files.FindUploadAsync(bench.Folder.Write("a.mp4", 100), Workbench.Ending));
        Assert.Null(await files.FindUploadAsync(bench.Folder.Write("b.mp4", 100), Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_OfAContentThatThisRunHasUploaded_IsNone()
    {
        await using var bench = await Workbench.StartAsync();
        using var run = (await bench.ConnectAsync()).Earlier.OpenFiles();
        await UploadAsync(bench, bench.Folder.Write("a.mp4", 100), run);

        Assert.Null(await run.FindUploadAsync(bench.Folder.Write("b.mp4", 100), Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_OfAJobThatAnotherRunKeptFromHoldingTheFile_IsNone()
    {
        await using var bench = await Workbench.StartAsync();
        var clip = bench.Folder.Write("a.mp4", 100);
        using var first = (await bench.ConnectAsync()).Earlier.OpenFiles();
        using var second = (await bench.ConnectAsync()).Earlier.OpenFiles();
        using var resuming = (await bench.ConnectAsync()).Earlier.OpenFiles();
        Assert.Null(await first.FindUploadAsync(clip, Workbench.Ending));
        await UploadAsync(bench, clip, second);
        first.Dispose();

        // The second is still at work, and holds nothing.
        Assert.Null(await resuming.FindUploadAsync(clip, Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_AgainAndAgain_KeepsItBeyond30Days()
    {
        var time = new ManualTime();
        await using var bench = await Workbench.StartAsync(Workbench.Plain with { Tokens = ["nmv_usr_a"] });
        var clip = bench.Folder.Write("a.mp4", 100);
        using (var run = (await ConnectAsync()).Earlier.OpenFiles())
        {
            await UploadAsync(await ConnectAsync(), clip, run);
        }

        for (var month = 0; month < 3; month++)
        {
            time.Advance(TimeSpan.FromDays(29));
            var client = await ConnectAsync();
            using var run = client.Earlier.OpenFiles();

            Assert.NotNull(await run.FindUploadAsync(clip, Workbench.Ending));

            // The first line of a process is what lets old ones go.
            await client.CreateSessionAsync("other", cancellationToken: Workbench.Ending);
        }

        Task<NemoClient> ConnectAsync() => bench.ConnectAsync(bench.Options(token: "nmv_usr_a", time: time));
    }

    [Fact]
    public async Task FindUpload_OfAnotherUser_IsNoMatter()
    {
        await using var bench = await Workbench.StartAsync(Workbench.Plain with { Tokens = ["nmv_usr_a", "nmv_usr_b"] });
        var clip = bench.Folder.Write("a.mp4", 100);
        using var one = (await bench.ConnectAsync(bench.Options(token: "nmv_usr_a"))).Earlier.OpenFiles();
        using var other = (await bench.ConnectAsync(bench.Options(token: "nmv_usr_b"))).Earlier.OpenFiles();

        Assert.Null(await one.FindUploadAsync(clip, Workbench.Ending));
        Assert.Null(await other.FindUploadAsync(clip, Workbench.Ending));
    }

    [Fact]
    public async Task FindUpload_WithoutCache_LeavesNoFile()
    {
        await using var bench = await Workbench.StartAsync();
        using var files = (await bench.ConnectAsync(bench.Options(useCache: false))).Earlier.OpenFiles();

        Assert.Null(await files.FindUploadAsync(bench.Folder.Write("a.mp4", 100), Workbench.Ending));

        Assert.False(Directory.Exists(bench.Home));
    }

    [Fact]
    public async Task FindUpload_BesideLocksOfLongAgo_RemovesThem()
    {
        await using var bench = await Workbench.StartAsync();
        var client = await bench.ConnectAsync();
        using (var files = client.Earlier.OpenFiles())
        {
            await files.FindUploadAsync(bench.Folder.Write("a.mp4", 100), Workbench.Ending);
        }

        var old = Assert.Single(LocksOf(bench));
        File.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-31));

        using var next = client.Earlier.OpenFiles();
        await next.FindUploadAsync(bench.Folder.Write("b.mp4", 200), Workbench.Ending);

        Assert.False(File.Exists(old));
    }

    /// <summary>Into a session of its own, as part of a run.</summary>
    private static async Task UploadAsync(Workbench bench, string clip, EarlierFiles run) => await UploadAsync(await bench.ConnectAsync(), clip, run);

    private static async Task UploadAsync(NemoClient client, string clip, EarlierFiles run)
    {
        var session = await client.CreateSessionAsync("a", cancellationToken: Workbench.Ending);
        await client.UploadFileAsync(session.Id, clip, run, cancellationToken: Workbench.Ending);
    }

    private static IEnumerable<string> LocksOf(Workbench bench) => Directory
        .EnumerateFiles(bench.Home, "*.lock", SearchOption.AllDirectories)
        .Where(static path => path.Contains(".held", StringComparison.Ordinal));
}
