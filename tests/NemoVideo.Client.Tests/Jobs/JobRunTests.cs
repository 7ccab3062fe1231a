using NemoVideo.Client.Edits;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Skills;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>Jobs from their inputs to their video, and what a second run does.</summary>
public sealed class JobRunTests
{
    [Fact]
    public async Task Run_Clip_ReportsStagesAndWritesVideo()
    {
        await using var bench = await JobBench.StartAsync();
        using var client = await bench.ConnectAsync();
        var job = bench.Job() with { Tag = "row 1" };

        var updates = await client.RunJobsAsync(new[] { job }.ToAsyncEnumerable(), new JobOptions { IncludeEvents = true }, Workbench.Ending)
            .ToListAsync(Workbench.Ending);

        Assert.Equal(Enum.GetValues<JobStage>(), updates.OfType<JobStageUpdate>().Select(static update => update.Stage));
        Assert.IsType<EditResult>(updates.OfType<JobEventUpdate>().Last().Event);
        var result = Assert.IsType<JobFinishedUpdate>(updates[^1]).Result;
        Assert.Equal((JobStatus.Succeeded, bench.OutputOf("beach.mp4")), (result.Status, result.OutputPath));
        Assert.Equal(new FileInfo(result.OutputPath!).Length, result.Length);
        Assert.Equal("row 1", result.Job.Tag);
        Assert.NotEmpty(result.AgentText);
        Assert.Equal(["Title added: \"Hi\" (0-3s)"], result.Changes);
        Assert.Equal((1, 2), (result.Timelines.Before!.Count, result.Timelines.After!.Count));
        Assert.NotNull(result.StartTime);
        Assert.Equal(Enum.GetValues<JobStage>(), result.StageTimes.Keys);
        Assert.Equal(Assert.Single(bench.Work.Host.Sessions).Id, result.SessionId);
    }

    [Fact]
    public async Task Run_VideoMissing_DownloadsItAgain()
    {
        await using var bench = await JobBench.StartAsync();
        var first = await bench.RunAsync(bench.Job());
        File.Delete(first.OutputPath!);

        var second = await bench.RunAsync(bench.Job());

        Assert.Equal((JobStatus.Succeeded, first.OutputPath), (second.Status, second.OutputPath));
        Assert.Equal((1, 1), (bench.MessageCount, bench.Work.Host.RenderCount));
    }

    [Fact]
    public async Task Run_VideoAndRenderMissing_RendersAgain()
    {
        await using var bench = await JobBench.StartAsync();
        var first = await bench.RunAsync(bench.Job());
        File.Delete(first.OutputPath!);
        bench.Work.Host.AddFault("GET /api/render/proxy/lambda/*: status 404");

        var second = await bench.RunAsync(bench.Job());

        Assert.Equal(JobStatus.Succeeded, second.Status);
        Assert.Equal((1, 2), (bench.MessageCount, bench.Work.Host.RenderCount));
    }

    [Fact]
    public async Task Run_OtherQualityThenOtherNameThenOtherFolder_IsNotChargedAgain()
    {
        await using var bench = await JobBench.StartAsync();
        await bench.RunAsync(bench.Job());

        var quality = await bench.RunAsync(bench.Job() with { Quality = "low" });
        var name = await bench.RunAsync(bench.Job() with { Quality = "low", OutputName = "sea" });
        var folder = await bench.RunAsync(bench.Job() with { Quality = "low", OutputName = "sea", Destination = bench.Work.Folder.PathOf("other") });

        // The record proves that the job wrote the file of the first quality.
        Assert.Equal(bench.OutputOf("beach.mp4"), quality.OutputPath);
        Assert.Equal(bench.OutputOf("sea.mp4"), name.OutputPath);
        Assert.Equal(Path.Combine(bench.Work.Folder.PathOf("other"), "sea.mp4"), folder.OutputPath);
        Assert.Equal((1, 2), (bench.MessageCount, bench.Work.Host.RenderCount));
    }

    [Fact]
    public async Task Run_SessionGone_FailsAndNamesRestart()
    {
        await using var bench = await JobBench.StartAsync();
        var first = await bench.RunAsync(bench.Job());
        File.Delete(first.OutputPath!);
        bench.Work.Host.AddFault("GET /api/render/proxy/lambda/*: status 404");
        bench.Work.Host.AddFault("GET /api/state/*: status 404");

        var second = await bench.RunAsync(bench.Job());

        Assert.Equal((JobStatus.Failed, NemoErrorKind.SessionNotFound, NemoAction.RestartJob), (second.Status, second.Error!.Kind, second.Error.Action));
        Assert.Equal(1, bench.MessageCount);
    }

    [Fact]
    public async Task Run_RestartWithoutCredits_KeepsWhatWasDone()
    {
        await using var bench = await JobBench.StartAsync();
        await bench.RunAsync(bench.Job());

        var second = await bench.RunAsync(bench.Job(), new JobOptions { Restart = true, MaximumCredit = 49 });

        Assert.Equal(JobStatus.NotStarted, second.Status);
        Assert.Equal(JobStatus.AlreadyDone, (await bench.RunAsync(bench.Job())).Status);
    }

    [Fact]
    public async Task Run_TimelineChangedAfterMessageEnded_CreatesVideo()
    {
        await using var bench = await JobBench.StartAsync();
        var job = bench.Job("beach.mp4", "hello");
        var first = await bench.RunAsync(job);
        using (var client = await bench.ConnectAsync())
        {
            await client.EditAsync(first.SessionId!, JobBench.Title, cancellationToken: Workbench.Ending).ToListAsync(Workbench.Ending);
        }

        var second = await bench.RunAsync(job);
        var third = await bench.RunAsync(job);

        Assert.Equal((NemoErrorKind.Unchanged, JobStatus.Succeeded), (first.Error!.Kind, second.Status));
        Assert.Contains(second.Timelines.After!, static track => track.ToString().Contains("Hi", StringComparison.Ordinal));
        Assert.Equal(JobStatus.AlreadyDone, third.Status);
        Assert.Equal(2, bench.MessageCount);
    }

    [Fact]
    public async Task Run_UploadOutcomeUnknown_UsesNewSession()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault("POST /api/upload-video/*: status 500 after work");
        bench.Work.Host.AddFault("GET /api/state/*: status 400 x2");

        var first = await bench.RunAsync(bench.Job());
        bench.Work.Host.ClearFaults();
        var second = await bench.RunAsync(bench.Job());

        Assert.Equal((JobStatus.Failed, JobStatus.Succeeded), (first.Status, second.Status));
        Assert.Equal(1, bench.MessageCount);
        Assert.All(bench.Work.Host.Sessions, static session => Assert.InRange(session.UploadCount, 0, 1));
    }

    [Fact]
    public async Task Run_ClipChangedBeforeItsUpload_IsNotSentUnderTheOldRecord()
    {
        await using var bench = await JobBench.StartAsync();
        var job = bench.Job();
        var clip = job.Inputs[0];
        var original = await File.ReadAllBytesAsync(clip, Workbench.Ending);

        var changed = await bench.RunAsync(job, recording: (name, isWritten) =>
        {
            if (name == "Session" && isWritten)
            {
                File.WriteAllBytes(clip, [.. original, 0]);
            }
        });

        Assert.Equal((JobStatus.Failed, NemoErrorKind.FileInUse), (changed.Status, changed.Error!.Kind));
        Assert.Empty(bench.Work.RequestsTo("POST", "/api/upload-video"));
        Assert.Contains("Refused", await File.ReadAllTextAsync(bench.RecordPath, Workbench.Ending), StringComparison.Ordinal);

        // Each content is charged once, under its own record.
        Assert.Equal(JobStatus.Succeeded, (await bench.RunAsync(job)).Status);
        Assert.Equal(JobStatus.AlreadyDone, (await bench.RunAsync(job)).Status);
        await File.WriteAllBytesAsync(clip, original, Workbench.Ending);
        Assert.Equal(JobStatus.Succeeded, (await bench.RunAsync(job)).Status);
        Assert.Equal(2, bench.MessageCount);
    }

    [Fact]
    public async Task Run_JobsWithSkills_EachAttributesAllItsRequestsToItsSkill()
    {
        await using var bench = await JobBench.StartAsync();
        var skills = new[] { "maker-free-best", "video-generation-4k", "for-video-free" };
        VideoJob[] jobs = [.. skills.Select((skill, number) => bench.Job($"{number}.mp4") with
        {
            Skill = number == 2 ? null : SkillProfile.BuiltIn(skill) with { Language = "de" },
        })];

        var results = await bench.RunAsync(jobs);

        Assert.All(results, static result => Assert.Equal(JobStatus.Succeeded, result.Status));
        foreach (var result in results)
        {
            var skill = skills[Array.IndexOf(jobs, result.Job)];
            var requests = bench.Work.Requests.Where(request => $"{request.Path} {request.Body}".Contains(result.SessionId!, StringComparison.Ordinal));
            Assert.Contains(requests, static request => request.Path == "/run_sse");
            Assert.Contains(requests, static request => request.Path.Contains("/render/", StringComparison.Ordinal));
            Assert.All(requests, request => Assert.Equal(skill, request.Headers["X-Skill-Source"]));
        }

        Assert.Equal(2, bench.Work.RequestsTo("POST", "/api/tasks").Count(static request => request.Body!.Contains("\"de\"", StringComparison.Ordinal)));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(bench.Work.Home, "jobs"), "*.jsonl", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Run_SkillOfTheConnection_IsTheSameJobAsWithoutSkill()
    {
        await using var bench = await JobBench.StartAsync();
        await bench.RunAsync(bench.Job());

        Assert.Equal(JobStatus.AlreadyDone, (await bench.RunAsync(bench.Job() with { Skill = SkillProfile.Default })).Status);
        Assert.Equal(JobStatus.Succeeded, (await bench.RunAsync(bench.Job() with { Skill = SkillProfile.BuiltIn("maker-free-best") })).Status);
    }

    [Fact]
    public async Task Run_InvalidJobs_FailWithoutRequests()
    {
        await using var bench = await JobBench.StartAsync();
        VideoJob[] jobs =
        [
            bench.Job() with { Messages = [] },
            bench.Job() with { Messages = [" "] },
            bench.Job() with { Inputs = [bench.Work.Folder.PathOf("missing.mp4")] },
            bench.Job() with { Inputs = [bench.Work.Folder.Write("notes.txt", 10)] },
        ];

        var results = await bench.RunAsync(jobs);

        Assert.All(results, static result => Assert.Equal(JobStatus.Failed, result.Status));
        Assert.All(results, static result => Assert.NotEqual(NemoErrorKind.Unexpected, result.Error!.Kind));
        Assert.Empty(bench.Work.RequestsTo("POST", "/api/tasks"));
    }

    [Fact]
    public async Task Run_WithoutCache_LeavesNoFileAndKnowsTheJobInTheConnection()
    {
        await using var bench = await JobBench.StartAsync();
        using var client = await bench.ConnectAsync(useCache: false);

        var first = await JobBench.ResultsAsync(client, [bench.Job()]);
        var second = await JobBench.ResultsAsync(client, [bench.Job()]);

        Assert.Equal((JobStatus.Succeeded, JobStatus.AlreadyDone), (first[0].Status, second[0].Status));
        Assert.False(Directory.Exists(bench.Work.Home));
    }
}
