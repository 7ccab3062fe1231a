using NemoVideo.Client.Errors;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>The names of videos: no job replaces a file that it didn't write, unless the caller allows it.</summary>
public sealed class JobOutputTests
{
    [Fact]
    public async Task Run_VideoChangedByUser_IsKept()
    {
        await using var service = await JobService.StartAsync();
        var first = await service.RunAsync(service.Job());
        var content = await File.ReadAllBytesAsync(first.OutputPath!, TestService.Ending);
        content[^1]++;
        await File.WriteAllBytesAsync(first.OutputPath!, content, TestService.Ending);

        var second = await service.RunAsync(service.Job());
        var third = await service.RunAsync(service.Job());

        Assert.Equal((JobStatus.Succeeded, service.OutputOf("beach (2).mp4")), (second.Status, second.OutputPath));
        Assert.Equal((JobStatus.AlreadyDone, second.OutputPath), (third.Status, third.OutputPath));
        Assert.Equal(content, await File.ReadAllBytesAsync(first.OutputPath!, TestService.Ending));
        Assert.Equal((1, 1), (service.MessageCount, service.Work.Host.RenderCount));
    }

    /// <summary>Each has its name, in whatever order the next table has the rows.</summary>
    [Fact]
    public async Task Run_TwoQualitiesInAnotherOrder_KeepTheirNames()
    {
        await using var service = await JobService.StartAsync();
        VideoJob[] jobs = [service.Job(), service.Job() with { Quality = "low" }];
        var first = await service.RunAsync(jobs);

        foreach (var table in new[] { jobs, [.. jobs.Reverse()] })
        {
            var again = await service.RunAsync(table);

            Assert.All(again, static result => Assert.Equal(JobStatus.AlreadyDone, result.Status));
            Assert.Equal(PathsOf(first), PathsOf(again));
        }

        Assert.Equal(2, Directory.GetFiles(service.Destination).Length);
        static IEnumerable<(string, string?)> PathsOf(IEnumerable<JobResult> results) =>
            results.Select(static result => (result.Job.Quality, result.OutputPath)).Order();
    }

    /// <summary>Another program has the names, the user deletes the videos, and the next run doesn't use a name that became free.</summary>
    [Fact]
    public async Task Run_NameHasANumber_KeepsIt()
    {
        await using var service = await JobService.StartAsync();
        Directory.CreateDirectory(service.Destination);
        string[] others = [service.OutputOf("beach.mp4"), service.OutputOf("beach (2).mp4")];
        Array.ForEach(others, static path => File.WriteAllText(path, "of the user"));
        var first = await service.RunAsync(service.Job());
        File.Delete(first.OutputPath!);
        File.Delete(others[1]);

        var second = await service.RunAsync(service.Job());

        Assert.Equal((service.OutputOf("beach (3).mp4"), first.OutputPath), (first.OutputPath, second.OutputPath));
        Assert.Equal((JobStatus.Succeeded, 1), (second.Status, service.MessageCount));
    }

    [Fact]
    public async Task Run_DestinationIsFile_FailsBeforeAnythingIsCharged()
    {
        await using var service = await JobService.StartAsync();
        var file = service.Work.Folder.Write("file", 10);

        var result = await service.RunAsync(service.Job() with { Destination = file });

        Assert.Equal((JobStatus.Failed, NemoErrorKind.FileAccess), (result.Status, result.Error!.Kind));
        Assert.EndsWith("run the same job again.", result.Error.NextStep, StringComparison.Ordinal);
        Assert.Empty(service.Work.Host.Sessions);
    }

    [Fact]
    public async Task Run_RenderFails_IsRenderedAgainInTheNextRun()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /api/render/proxy/lambda: fail render \"no\"");

        var first = await service.RunAsync(service.Job());
        var second = await service.RunAsync(service.Job());

        Assert.Equal((JobStatus.Failed, NemoErrorKind.RenderFailed), (first.Status, first.Error!.Kind));
        Assert.Equal(JobStatus.Succeeded, second.Status);
        Assert.Equal((1, 2), (service.MessageCount, service.Work.Host.RenderCount));
    }

    [Theory]
    [InlineData("GET /api/render/proxy/lambda/*: answer 200 {\"status\":\"processing\",\"progress\":50} x*", NemoErrorKind.Timeout)]
    [InlineData("GET /api/render/proxy/lambda/*: status 403 x*", NemoErrorKind.ServiceFailure)]
    [InlineData(
        "GET /output/*: drop after 100 bytes x*|GET /api/render/proxy/*/download: drop after 100 bytes x*", NemoErrorKind.ConnectionLost)]
    public async Task Run_RenderOfPreviousRunIsUnusable_RendersAgainWithoutCharge(string fault, NemoErrorKind kind)
    {
        await using var service = await JobService.StartAsync();
        var limits = QuickLimits.Value with { RenderTimeout = TimeSpan.FromMilliseconds(200) };

        // Only the first render is unusable.
        var adding = JobService.At("Render", () => Array.ForEach(fault.Split('|'), service.Work.Host.AddFault));
        var first = await service.RunAsync([service.Job()], null, adding, limits);
        Assert.Equal((JobStatus.Failed, kind), (first[0].Status, first[0].Error!.Kind));
        Assert.Equal(1, service.Work.Host.RenderCount);
        var second = await service.RunAsync([service.Job()], null, JobService.At("Render", service.Work.Host.ClearFaults), limits);

        Assert.Null(second[0].Error);
        Assert.Equal(JobStatus.Succeeded, second[0].Status);
        Assert.Equal((1, 2), (service.MessageCount, service.Work.Host.RenderCount));
    }

    [Fact]
    public async Task Run_NameTakenDuringDownload_GetsNextNameAndKeepsOtherFile()
    {
        await using var service = await JobService.StartAsync();
        using var other = await service.ConnectAsync(home: service.Work.Folder.PathOf("home2"));
        IReadOnlyList<JobResult>? others = null;

        // The same job in another data folder, which has the same identity, takes the name at the last moment.
        var result = await service.RunAsync(service.Job(), recording: JobService.At(
            "File", () => others ??= JobService.ResultsAsync(other, [service.Job()]).GetAwaiter().GetResult()));

        Assert.Equal(service.OutputOf("beach.mp4"), others![0].OutputPath);
        Assert.Equal(service.OutputOf("beach (2).mp4"), result.OutputPath);
        Assert.Equal(2, Directory.GetFileSystemEntries(service.Destination).Length);
        Assert.Equal(JobStatus.AlreadyDone, (await service.RunAsync(service.Job())).Status);
        Assert.Equal(JobStatus.AlreadyDone, (await JobService.ResultsAsync(other, [service.Job()]))[0].Status);
    }

    /// <summary>The user moved the videos, and runs the job with the new folder.</summary>
    [Fact]
    public async Task Run_VideoMoved_IsFoundAndLoggedOnce()
    {
        await using var service = await JobService.StartAsync();
        var first = await service.RunAsync(service.Job());
        var job = service.Job() with { Destination = service.Work.Folder.PathOf("moved") };
        Directory.CreateDirectory(job.Destination);
        File.Move(first.OutputPath!, job.GetOutputPath());

        foreach (var run in new[] { 1, 2 })
        {
            var result = await service.RunAsync(job);

            Assert.Equal((JobStatus.AlreadyDone, job.GetOutputPath()), (result.Status, result.OutputPath));
            Assert.Equal(2, File.ReadLines(service.RecordPath).Count(static line => line.Contains("\"File\"", StringComparison.Ordinal)));
        }

        Assert.Equal(JobStatus.Succeeded, (await service.RunAsync(job, new JobOptions { Restart = true })).Status);
        Assert.Equal(2, service.MessageCount);
    }

    /// <summary>A moved video isn't another one: neither of another quality, nor under another name.</summary>
    [Theory]
    [InlineData("high", "other")]
    [InlineData("low", null)]
    public async Task Run_OtherVideoMoved_IsNotFound(string quality, string? name)
    {
        await using var service = await JobService.StartAsync();
        var first = await service.RunAsync(service.Job());
        var job = service.Job() with { Destination = service.Work.Folder.PathOf("moved"), Quality = quality, OutputName = name };
        Directory.CreateDirectory(job.Destination);
        File.Move(first.OutputPath!, Path.Combine(job.Destination, "beach.mp4"));

        var result = await service.RunAsync(job);

        Assert.Equal((JobStatus.Succeeded, quality), (result.Status, result.Job.Quality));
        Assert.Equal(name is null ? "beach (2).mp4" : "other.mp4", Path.GetFileName(result.OutputPath));
        Assert.Equal((1, 2), (service.MessageCount, Directory.GetFiles(job.Destination).Length));
    }

    [Fact]
    public async Task Run_NameIsTaken_TellsOnlyOfFilesOfOthers()
    {
        await using var service = await JobService.StartAsync();
        var own = await service.RunAsync(service.Job());
        var replaced = await service.RunAsync(service.Job() with { Quality = "low" });
        var requested = service.Job() with { Destination = service.Work.Folder.PathOf("other"), Quality = "medium" };
        Directory.CreateDirectory(requested.Destination);
        await File.WriteAllTextAsync(requested.GetOutputPath(), "of the user", TestService.Ending);

        var kept = await service.RunAsync(requested);
        var overwritten = await service.RunAsync(requested with { Messages = ["add music"] }, new JobOptions { Overwrite = true });
        var same = await service.RunAsync([service.Job("a.mp4") with { OutputName = "x" }, service.Job("b.mp4") with { OutputName = "x" }]);

        Assert.Equal((own.OutputPath, null), (replaced.OutputPath, replaced.TakenPath));
        Assert.Equal(requested.GetOutputPath().Replace(".mp4", " (2).mp4", StringComparison.Ordinal), kept.OutputPath);
        Assert.Equal((null, requested.GetOutputPath()), (own.TakenPath, kept.TakenPath));
        Assert.Equal((requested.GetOutputPath(), null), (overwritten.OutputPath, overwritten.TakenPath));
        Assert.All(same, static result => Assert.Null(result.TakenPath));
    }

    /// <summary>The folder can't be used, and the render is still good.</summary>
    [Fact]
    public async Task Run_FolderUnusableAfterTheRender_KeepsTheRender()
    {
        await using var service = await JobService.StartAsync();
        await service.RunAsync(service.Job(), recording: JobService.KilledAt("File", isWritten: false));

        var result = await service.RunAsync(service.Job() with { Destination = service.Work.Folder.Write("file", 10) });

        Assert.Equal((JobStatus.Failed, NemoErrorKind.FileAccess), (result.Status, result.Error!.Kind));
        Assert.EndsWith("run the same job again.", result.Error.NextStep, StringComparison.Ordinal);
        Assert.Equal(1, service.Work.Host.RenderCount);
    }

    [Fact]
    public async Task Run_OwnVideoIsInputOfAnotherJob_IsNotReplaced()
    {
        await using var service = await JobService.StartAsync();
        var own = (await service.RunAsync(service.Job())).OutputPath!;
        var content = await File.ReadAllBytesAsync(own, TestService.Ending);

        var results = await service.RunAsync([service.Job() with { Inputs = [own], OutputName = "next" }, service.Job() with { Quality = "low" }]);

        Assert.Equal(
            [service.OutputOf("beach (2).mp4"), service.OutputOf("next.mp4")],
            results.Select(static result => result.OutputPath).Order(StringComparer.Ordinal));
        Assert.Equal(content, await File.ReadAllBytesAsync(own, TestService.Ending));
    }
}
