using NemoVideo.Client.Errors;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>The names of videos: no job replaces a file that it didn't write, unless the caller allows it.</summary>
public sealed class JobOutputTests
{
    [Fact]
    public async Task Run_FileOfAnotherProgram_GetsFreeName()
    {
        await using var bench = await JobBench.StartAsync();
        var other = WriteOther(bench);

        var first = await bench.RunAsync(bench.Job());
        var second = await bench.RunAsync(bench.Job() with { Quality = "low" });

        Assert.Equal((bench.OutputOf("beach (2).mp4"), bench.OutputOf("beach (2).mp4")), (first.OutputPath, second.OutputPath));
        Assert.Equal("other", await File.ReadAllTextAsync(other, Workbench.Ending));
        Assert.Equal(2, Directory.GetFiles(bench.Destination).Length);
    }

    [Fact]
    public async Task Run_VideoChangedByUser_IsKept()
    {
        await using var bench = await JobBench.StartAsync();
        var first = await bench.RunAsync(bench.Job());
        var content = await File.ReadAllBytesAsync(first.OutputPath!, Workbench.Ending);
        content[^1]++;
        await File.WriteAllBytesAsync(first.OutputPath!, content, Workbench.Ending);

        var second = await bench.RunAsync(bench.Job());

        Assert.Equal((JobStatus.Succeeded, bench.OutputOf("beach (2).mp4")), (second.Status, second.OutputPath));
        Assert.Equal(content, await File.ReadAllBytesAsync(first.OutputPath!, Workbench.Ending));
        Assert.Equal((1, 1), (bench.MessageCount, bench.Work.Host.RenderCount));
    }

    [Fact]
    public async Task Run_VideoTouched_IsAlreadyDone()
    {
        await using var bench = await JobBench.StartAsync();
        var first = await bench.RunAsync(bench.Job());
        File.SetLastWriteTimeUtc(first.OutputPath!, DateTime.UtcNow.AddYears(-1));

        Assert.Equal(JobStatus.AlreadyDone, (await bench.RunAsync(bench.Job())).Status);
    }

    [Fact]
    public async Task Run_Overwrite_ReplacesFileButNotInputOrVideoOfThisRun()
    {
        await using var bench = await JobBench.StartAsync();
        var other = WriteOther(bench);
        var options = new JobOptions { Overwrite = true, ThrottleLimit = 1 };

        var replaced = await bench.RunAsync([bench.Job(), bench.Job("sea.mp4") with { OutputName = "beach" }], options);
        var beside = await bench.RunAsync(bench.Job("sky.mp4") with { Destination = bench.Work.Folder.FullName }, options);

        Assert.Equal(
            [other, bench.OutputOf("beach (2).mp4")], replaced.Select(static result => result.OutputPath).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(bench.Work.Folder.PathOf("sky (2).mp4"), beside.OutputPath);
    }

    [Fact]
    public async Task Run_OverwriteOfInputOfAnotherJob_GetsFreeName()
    {
        await using var bench = await JobBench.StartAsync();
        var clips = Directory.CreateDirectory(bench.Work.Folder.PathOf("clips")).FullName;
        var clip = Path.Combine(clips, "beach.mp4");
        File.Copy(bench.Clip("sea.mp4"), clip);
        var content = await File.ReadAllBytesAsync(clip, Workbench.Ending);
        var results = await bench.RunAsync(
            [bench.Job() with { Destination = clips }, bench.Job() with { Inputs = [clip] }], new JobOptions { Overwrite = true });

        Assert.Equal(content, await File.ReadAllBytesAsync(clip, Workbench.Ending));
        Assert.Equal(
            new[] { Path.Combine(clips, "beach (2).mp4"), bench.OutputOf("beach.mp4") }.Order(StringComparer.Ordinal),
            results.Select(static result => result.OutputPath).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("day.mp4", "day.mp4")]
    [InlineData("day.MP4", "day.mp4")]
    [InlineData("day.mov", "day.mov.mp4")]
    [InlineData(".mp4", ".mp4.mp4")]
    public async Task Run_NameWithExtension_HasItOnce(string name, string expected)
    {
        await using var bench = await JobBench.StartAsync();

        Assert.Equal(bench.OutputOf(expected), (await bench.RunAsync(bench.Job() with { OutputName = name })).OutputPath);
    }

    [Fact]
    public async Task Run_DestinationIsFile_FailsBeforeAnythingIsCharged()
    {
        await using var bench = await JobBench.StartAsync();
        var file = bench.Work.Folder.Write("file", 10);

        var result = await bench.RunAsync(bench.Job() with { Destination = file });

        Assert.Equal((JobStatus.Failed, NemoErrorKind.FileAccess), (result.Status, result.Error!.Kind));
        Assert.Empty(bench.Work.Host.Sessions);
    }

    [Fact]
    public async Task Run_NoInputAndNoGeneratedClip_RecommendsAnInput()
    {
        await using var bench = await JobBench.StartAsync();

        var result = await bench.RunAsync(bench.Job() with { Inputs = [], Messages = ["make it square"] }, new JobOptions { AcceptTimeline = true });

        Assert.Equal((JobStatus.Failed, NemoErrorKind.NotReady, NemoAction.None), (result.Status, result.Error!.Kind, result.Error.Action));
        Assert.StartsWith("Specify an input", result.Error.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_RenderFails_IsRenderedAgainInTheNextRun()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault("POST /api/render/proxy/lambda: fail render \"no\"");

        var first = await bench.RunAsync(bench.Job());
        var second = await bench.RunAsync(bench.Job());

        Assert.Equal((JobStatus.Failed, NemoErrorKind.RenderFailed), (first.Status, first.Error!.Kind));
        Assert.Equal(JobStatus.Succeeded, second.Status);
        Assert.Equal((1, 2), (bench.MessageCount, bench.Work.Host.RenderCount));
    }

    [Theory]
    [InlineData("GET /api/render/proxy/lambda/*: answer 200 {\"status\":\"processing\",\"progress\":50} x*", NemoErrorKind.Timeout)]
    [InlineData("GET /api/render/proxy/lambda/*: status 403 x*", NemoErrorKind.ServiceFailure)]
    [InlineData("GET /api/render/proxy/lambda/*: answer 200 text/html <html> x*", NemoErrorKind.Timeout)]
    [InlineData(
        "GET /output/*: drop after 100 bytes x*|GET /api/render/proxy/*/download: drop after 100 bytes x*", NemoErrorKind.ConnectionLost)]
    public async Task Run_RenderOfPreviousRunIsUnusable_RendersAgainWithoutCharge(string fault, NemoErrorKind kind)
    {
        await using var bench = await JobBench.StartAsync();
        var limits = QuickLimits.Value with { RenderTimeout = TimeSpan.FromSeconds(1) };

        // Only the first render is unusable.
        var adding = AtRender(() => Array.ForEach(fault.Split('|'), bench.Work.Host.AddFault));
        var first = await bench.RunAsync([bench.Job()], null, adding, limits);
        Assert.Equal((JobStatus.Failed, kind), (first[0].Status, first[0].Error!.Kind));
        Assert.Equal(1, bench.Work.Host.RenderCount);
        var second = await bench.RunAsync([bench.Job()], null, AtRender(bench.Work.Host.ClearFaults), limits);

        Assert.Null(second[0].Error);
        Assert.Equal(JobStatus.Succeeded, second[0].Status);
        Assert.Equal((1, 2), (bench.MessageCount, bench.Work.Host.RenderCount));
    }

    [Fact]
    public async Task Run_NameTakenDuringDownload_GetsNextNameAndKeepsOtherFile()
    {
        await using var bench = await JobBench.StartAsync();
        using var other = await bench.ConnectAsync(home: bench.Work.Folder.PathOf("home2"));
        IReadOnlyList<JobResult>? others = null;

        // The same job in another data folder, which has the same identity, takes the name at the last moment.
        var result = await bench.RunAsync(bench.Job(), recording: (name, isWritten) =>
        {
            if (name == "File" && isWritten)
            {
                others ??= JobBench.ResultsAsync(other, [bench.Job()]).GetAwaiter().GetResult();
            }
        });

        Assert.Equal(bench.OutputOf("beach.mp4"), others![0].OutputPath);
        Assert.Equal(bench.OutputOf("beach (2).mp4"), result.OutputPath);
        Assert.Equal(2, Directory.GetFileSystemEntries(bench.Destination).Length);
        Assert.Equal(JobStatus.AlreadyDone, (await bench.RunAsync(bench.Job())).Status);
        Assert.Equal(JobStatus.AlreadyDone, (await JobBench.ResultsAsync(other, [bench.Job()]))[0].Status);
    }

    [Fact]
    public async Task Run_OwnVideoIsInputOfAnotherJob_IsNotReplaced()
    {
        await using var bench = await JobBench.StartAsync();
        var own = (await bench.RunAsync(bench.Job())).OutputPath!;
        var content = await File.ReadAllBytesAsync(own, Workbench.Ending);

        var results = await bench.RunAsync([bench.Job() with { Inputs = [own], OutputName = "next" }, bench.Job() with { Quality = "low" }]);

        Assert.Equal(
            [bench.OutputOf("beach (2).mp4"), bench.OutputOf("next.mp4")],
            results.Select(static result => result.OutputPath).Order(StringComparer.Ordinal));
        Assert.Equal(content, await File.ReadAllBytesAsync(own, Workbench.Ending));
    }

    [Fact]
    public async Task Run_SeveralVideosOfOneName_ContinueAfterTheLastNumber()
    {
        await using var bench = await JobBench.StartAsync();
        WriteOther(bench, "day (2).mp4");
        using var client = await bench.ConnectAsync();
        var jobs = Enumerable.Range(1, 3).Select(number => bench.Job($"{number}.mp4") with { OutputName = "day" }).ToList();

        var paths = new List<string?>();
        await foreach (var update in client.RunJobsAsync(jobs.ToAsyncEnumerable(), new JobOptions { ThrottleLimit = 1 }, Workbench.Ending))
        {
            if (update is JobFinishedUpdate { Result.OutputPath: var path })
            {
                paths.Add(path);
                File.Delete(paths.Count == 2 ? bench.OutputOf("day (2).mp4") : bench.Work.Folder.PathOf("none"));
            }
        }

        Assert.Equal([bench.OutputOf("day.mp4"), bench.OutputOf("day (3).mp4"), bench.OutputOf("day (4).mp4")], paths);
    }

    [Fact]
    public async Task Run_OwnVideoHasNumber_IsReplacedAlthoughAnotherNumberIsFree()
    {
        await using var bench = await JobBench.StartAsync();
        var others = new[] { WriteOther(bench), WriteOther(bench, "beach (2).mp4") };
        var first = await bench.RunAsync(bench.Job());
        File.Delete(others[1]);

        var second = await bench.RunAsync(bench.Job() with { Quality = "low" });

        Assert.Equal((bench.OutputOf("beach (3).mp4"), bench.OutputOf("beach (3).mp4")), (first.OutputPath, second.OutputPath));
    }

    private static Action<string, bool> AtRender(Action act) => (name, isWritten) =>
    {
        if (name == "Render" && isWritten)
        {
            act();
        }
    };

    private static string WriteOther(JobBench bench, string name = "beach.mp4")
    {
        Directory.CreateDirectory(bench.Destination);
        var other = bench.OutputOf(name);
        File.WriteAllText(other, "other");
        return other;
    }
}
