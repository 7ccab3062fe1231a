using System.Security.Cryptography;
using NemoVideo.Client.Http;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Uploads;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>The catalog lets a run skip work, and decides nothing: what is unchanged on the disk is neither read nor opened.</summary>
public sealed class JobCatalogTests
{
    [Fact]
    public async Task Run_NothingChanged_NeitherReadsTheClipNorOpensTheLog()
    {
        await using var service = await JobService.StartAsync();
        var job = service.OldJob();
        var first = await service.RunAsync(job);
        Damage(job.Inputs[0], 600);
        Damage(service.RecordPath, 0);

        var second = await service.RunAsync(job);

        Assert.Equal((JobStatus.AlreadyDone, first.OutputPath, first.Length), (second.Status, second.OutputPath, second.Length));
        Assert.Equal(first.Duration, second.Duration);
        Assert.Equal(1, service.MessageCount);
    }

    [Fact]
    public async Task Run_NothingChanged_HasWhatTheLogSays()
    {
        await using var service = await JobService.StartAsync();
        var first = await service.RunAsync(service.OldJob());

        var second = await service.RunAsync(service.OldJob());

        Assert.NotNull(second.SessionId);
        Assert.NotEmpty(second.Changes);
        Assert.Equal((first.SessionId, first.AgentText), (second.SessionId, second.AgentText));
        Assert.Equal(first.Changes, second.Changes);
        Assert.Equal(first.Timelines.ToJson(), second.Timelines.ToJson());
    }

    [Theory]
    [InlineData("video deleted", JobStatus.Succeeded)]
    [InlineData("video replaced", JobStatus.Succeeded)]
    [InlineData("video replaced at the same time", JobStatus.Succeeded)]
    [InlineData("video touched", JobStatus.AlreadyDone)]
    [InlineData("clip touched", JobStatus.AlreadyDone)]
    [InlineData("restart killed", JobStatus.Succeeded)]
    [InlineData("another quality", JobStatus.Succeeded)]
    [InlineData("another resolution", JobStatus.Succeeded)]
    [InlineData("another folder", JobStatus.Succeeded)]
    public async Task Run_SomethingChanged_AsksTheLog(string change, JobStatus expected)
    {
        await using var service = await JobService.StartAsync();
        var job = service.OldJob();
        var first = await service.RunAsync(job);
        switch (change)
        {
            case "video deleted":
                File.Delete(first.OutputPath!);
                break;
            case "video replaced":
                await File.WriteAllTextAsync(first.OutputPath!, "another", TestService.Ending);
                break;
            case "video replaced at the same time":
                var time = File.GetLastWriteTimeUtc(first.OutputPath!);
                await File.WriteAllTextAsync(first.OutputPath!, "another", TestService.Ending);
                File.SetLastWriteTimeUtc(first.OutputPath!, time);
                break;
            case "video touched":
                File.SetLastWriteTimeUtc(first.OutputPath!, JobService.OldTime);
                break;
            case "clip touched":
                File.SetLastWriteTimeUtc(job.Inputs[0], JobService.OldTime.AddDays(1));
                break;
            case "restart killed":
                await service.RunAsync(job, new JobOptions { Restart = true }, JobService.KilledAt("Session"));
                break;
            case "another quality":
                job = job with { Quality = "low" };
                break;
            case "another resolution":
                job = job with { Resolution = "1080p" };
                break;
            default:
                job = job with { Destination = service.Work.Folder.PathOf("other") };
                break;
        }

        var second = await service.RunAsync(job);

        Assert.Equal(expected, second.Status);
        Assert.Equal(change == "restart killed" ? 2 : 1, service.MessageCount);

        // The next run needs no log.
        Damage(service.RecordPath, 0);
        Assert.Equal(JobStatus.AlreadyDone, (await service.RunAsync(job)).Status);
    }

    /// <summary>A message with half an emoji, which has no normal form.</summary>
    [Fact]
    public async Task Run_BadRowBetweenGoodOnes_StopsNoOtherJob()
    {
        await using var service = await JobService.StartAsync();
        VideoJob[] jobs = [service.OldJob("a.mp4"), service.OldJob("b.mp4") with { Messages = ["cut \ud83d"] }, service.OldJob("c.mp4")];

        foreach (var expected in new[] { JobStatus.Succeeded, JobStatus.AlreadyDone })
        {
            var results = await service.RunAsync(jobs);

            Assert.Equal([expected, JobStatus.Failed, expected], results.OrderBy(static result => result.Job.Inputs[0]).Select(static result => result.Status));
        }
    }

    [Fact]
    public async Task Run_ClipChanged_IsAnotherVideo()
    {
        await using var service = await JobService.StartAsync();
        var job = service.OldJob();
        await service.RunAsync(job);
        Damage(job.Inputs[0], 600);
        File.SetLastWriteTimeUtc(job.Inputs[0], JobService.OldTime.AddDays(1));

        Assert.Equal(JobStatus.Succeeded, (await service.RunAsync(job)).Status);
        Assert.Equal(2, service.MessageCount);
    }

    /// <summary>The clips are joined in another order, which is told.</summary>
    [Fact]
    public async Task Run_OtherOrder_AsksTheLog()
    {
        await using var service = await JobService.StartAsync();
        var inputs = new[] { service.OldJob("a.mp4").Inputs[0], service.OldJob("b.mp4").Inputs[0] };
        var job = service.OldJob() with { Inputs = inputs, OutputName = "both" };
        await service.RunAsync(job);

        var same = await service.RunAsync(job);
        var other = await service.RunAsync(job with { Inputs = [inputs[1], inputs[0]] });
        var again = await service.RunAsync(job with { Inputs = [inputs[1], inputs[0]], OutputName = "not a copy" });

        Assert.Equal((false, true, true), (same.HasOtherOrder, other.HasOtherOrder, again.HasOtherOrder));
        Assert.All([same, other, again], result => Assert.Equal(
            (JobStatus.AlreadyDone, service.OutputOf("both.mp4")), (result.Status, result.OutputPath)));
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("empty")]
    [InlineData("torn")]
    [InlineData("zeros")]
    [InlineData("short keys")]
    [InlineData("another version")]
    [InlineData("damaged values")]
    public async Task Run_CatalogIsUnusable_CostsTimeAndNeverMoney(string damage)
    {
        await using var service = await JobService.StartAsync();
        var job = service.OldJob();
        await service.RunAsync(job);
        var path = Path.Combine(service.Work.Home, "catalog.jsonl");
        var lines = await File.ReadAllTextAsync(path, TestService.Ending);
        Assert.Equal(2, lines.Count(static character => character == '\n'));
        if (damage == "deleted")
        {
            File.Delete(path);
        }
        else
        {
            await File.WriteAllTextAsync(path, Damaged(lines, damage), TestService.Ending);
        }

        Assert.Equal(JobStatus.AlreadyDone, (await service.RunAsync(job)).Status);

        // What was missing is there again.
        Damage(service.RecordPath, 0);
        Assert.Equal(JobStatus.AlreadyDone, (await service.RunAsync(job)).Status);
        Assert.Equal(1, service.MessageCount);
    }

    [Fact]
    public void Add_SixteenRunsAtOnce_KeepsAllLines()
    {
        using var folder = new TemporaryFolder();
        var files = Enumerable.Range(0, 64).Select(number => folder.Write($"{number}.mp4", 1000 + number)).ToList();
        files.ForEach(static file => File.SetLastWriteTimeUtc(file, JobService.OldTime));

        Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = 16 }, file =>
        {
            var run = Catalog(folder);
            run.HashOf(MediaFile.Check(file), TestService.Ending);
            run.Save();
        });

        files.ForEach(file => Damage(file, 600, JobService.OldTime));
        Assert.All(files, file => Assert.NotEqual(HashOf(file), Catalog(folder).HashOf(MediaFile.Check(file), TestService.Ending)));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(3600, false)]
    public void HashOf_RecentOrUncachedFile_IsNotAdded(int ageSeconds, bool useCache)
    {
        using var folder = new TemporaryFolder();
        var clip = folder.Write("a.mp4", 10_000);
        File.SetLastWriteTimeUtc(clip, DateTime.UtcNow.AddSeconds(-ageSeconds));
        var catalog = Catalog(folder, useCache);

        Assert.Equal(HashOf(clip), catalog.HashOf(MediaFile.Check(clip), TestService.Ending));
        catalog.Save();

        Assert.False(File.Exists(CatalogOf(folder)));
    }

    /// <summary>A process that is killed keeps what it knew a second before.</summary>
    [Fact]
    public void Add_SecondAfterTheLastSave_Saves()
    {
        using var folder = new TemporaryFolder();
        var time = new ManualTime();
        var catalog = Catalog(folder, time: time);

        Assert.Equal([0, 2, 2, 4], new[] { 1, 1, 0, 1.5 }.Select((seconds, number) =>
        {
            time.Advance(TimeSpan.FromSeconds(seconds));
            var clip = folder.Write($"{number}.mp4", 1000 + number);
            File.SetLastWriteTimeUtc(clip, JobService.OldTime);
            catalog.HashOf(MediaFile.Check(clip), TestService.Ending);
            return File.Exists(CatalogOf(folder)) ? File.ReadAllLines(CatalogOf(folder)).Length : 0;
        }));
    }

    [Fact]
    public void Save_FileIsTooLarge_StartsAgain()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("home"));
        using (var file = File.Create(CatalogOf(folder)))
        {
            file.Seek(64 * 1024 * 1024, SeekOrigin.Begin);
            file.WriteByte((byte)'\n');
        }

        var clip = folder.Write("a.mp4", 1000);
        File.SetLastWriteTimeUtc(clip, JobService.OldTime);
        var catalog = Catalog(folder);
        catalog.HashOf(MediaFile.Check(clip), TestService.Ending);
        catalog.Save();

        Assert.InRange(new FileInfo(CatalogOf(folder)).Length, 1, 1000);
    }

    private static string CatalogOf(TemporaryFolder folder) => folder.PathOf("home", "catalog.jsonl");

    private static JobCatalog Catalog(TemporaryFolder folder, bool useCache = true, TimeProvider? time = null) => new(new NemoClientOptions
    {
        DataDirectory = folder.PathOf("home"),
        UseCache = useCache,
        TimeProvider = time ?? TimeProvider.System,
    });

    private static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static string Damaged(string lines, string damage) => damage switch
    {
        "empty" => "",
        "torn" => lines[..(lines.IndexOf('\n', StringComparison.Ordinal) / 2)],
        "zeros" => new string('\0', lines.Length),
        "short keys" => "{\"key\":\"1\"}\n{\"key\":\"2\"}\n",
        "another version" => lines.Replace("\"key\"", "\"id\"", StringComparison.Ordinal),
        _ => lines.Replace("\"hash\":\"", "\"hash\":[\"", StringComparison.Ordinal).Replace("\"log\":", "\"log\":x", StringComparison.Ordinal),
    };

    /// <summary>Changes a byte, without a change of the length and the time.</summary>
    private static void Damage(string path, int position, DateTime? time = null)
    {
        var (bytes, before) = (File.ReadAllBytes(path), time ?? File.GetLastWriteTimeUtc(path));
        bytes[position]++;
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, before);
    }
}
