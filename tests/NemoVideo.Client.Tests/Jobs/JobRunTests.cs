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
        await using var service = await JobService.StartAsync();
        using var client = await service.ConnectAsync();
        var job = service.Job() with { Tag = "row 1" };

        var updates = await client.RunJobsAsync(new[] { job }.ToAsyncEnumerable(), new JobOptions { IncludeEvents = true }, TestService.Ending)
            .ToListAsync(TestService.Ending);

        Assert.Equal(Enum.GetValues<JobStage>(), updates.OfType<JobStageUpdate>().Select(static update => update.Stage));
        Assert.IsType<EditResult>(updates.OfType<JobEventUpdate>().Last().Event);
        var result = Assert.IsType<JobFinishedUpdate>(updates[^1]).Result;
        Assert.Equal((JobStatus.Succeeded, service.OutputOf("beach.mp4")), (result.Status, result.OutputPath));
        Assert.Equal(new FileInfo(result.OutputPath!).Length, result.Length);
        Assert.Equal("row 1", result.Job.Tag);
        Assert.NotEmpty(result.AgentText);
        Assert.Equal(["Title added: \"Hi\" (0-3s)"], result.Changes);
        Assert.Equal((1, 2), (result.Timelines.Before!.Count, result.Timelines.After!.Count));
        Assert.NotNull(result.StartTime);
        Assert.Equal(Enum.GetValues<JobStage>(), result.StageTimes.Keys);
        Assert.Equal(Assert.Single(service.Work.Host.Sessions).Id, result.SessionId);
    }

    [Fact]
    public async Task Run_VideoMissing_DownloadsItAgain()
    {
        await using var service = await JobService.StartAsync();
        var first = await service.RunAsync(service.Job());
        File.Delete(first.OutputPath!);

        var second = await service.RunAsync(service.Job());

        Assert.Equal((JobStatus.Succeeded, first.OutputPath), (second.Status, second.OutputPath));
        Assert.Equal((1, 1), (service.MessageCount, service.Work.Host.RenderCount));
    }

    [Fact]
    public async Task Run_VideoAndRenderMissing_RendersAgain()
    {
        await using var service = await JobService.StartAsync();
        var first = await service.RunAsync(service.Job());
        File.Delete(first.OutputPath!);
        service.Work.Host.AddFault("GET /api/render/proxy/lambda/*: status 404");

        var second = await service.RunAsync(service.Job());

        Assert.Equal(JobStatus.Succeeded, second.Status);
        Assert.Equal((1, 2), (service.MessageCount, service.Work.Host.RenderCount));
    }

    [Fact]
    public async Task Run_OtherQualityThenOtherNameThenOtherFolder_IsNotChargedAgain()
    {
        await using var service = await JobService.StartAsync();
        await service.RunAsync(service.Job());

        var quality = await service.RunAsync(service.Job() with { Quality = "low" });
        var name = await service.RunAsync(service.Job() with { Quality = "low", OutputName = "sea" });
        var folder = await service.RunAsync(service.Job() with { Quality = "low", OutputName = "sea", Destination = service.Work.Folder.PathOf("other") });

        // The record proves that the job wrote the file of the first quality.
        Assert.Equal(service.OutputOf("beach.mp4"), quality.OutputPath);
        Assert.Equal(service.OutputOf("sea.mp4"), name.OutputPath);
        Assert.Equal(Path.Combine(service.Work.Folder.PathOf("other"), "sea.mp4"), folder.OutputPath);
        Assert.Equal((1, 2), (service.MessageCount, service.Work.Host.RenderCount));
    }

    [Fact]
    public async Task Run_SessionGone_FailsAndNamesRestart()
    {
        await using var service = await JobService.StartAsync();
        var first = await service.RunAsync(service.Job());
        File.Delete(first.OutputPath!);
        service.Work.Host.AddFault("GET /api/render/proxy/lambda/*: status 404");
        service.Work.Host.AddFault("GET /api/state/*: status 404");

        var second = await service.RunAsync(service.Job());

        Assert.Equal((JobStatus.Failed, NemoErrorKind.SessionNotFound, NemoAction.RestartJob), (second.Status, second.Error!.Kind, second.Error.Action));
        Assert.Equal(1, service.MessageCount);
    }

    [Fact]
    public async Task Run_RestartWithoutCredits_KeepsWhatWasDone()
    {
        await using var service = await JobService.StartAsync();
        await service.RunAsync(service.Job());

        var second = await service.RunAsync(service.Job(), new JobOptions { Restart = true, MaximumCredit = 49 });

        Assert.Equal(JobStatus.NotStarted, second.Status);
        Assert.Equal(JobStatus.AlreadyDone, (await service.RunAsync(service.Job())).Status);
    }

    [Fact]
    public async Task Run_TimelineChangedAfterMessageEnded_CreatesVideo()
    {
        await using var service = await JobService.StartAsync();
        var job = service.Job("beach.mp4", "hello");
        var first = await service.RunAsync(job);
        using (var client = await service.ConnectAsync())
        {
            await client.EditAsync(first.SessionId!, JobService.Title, cancellationToken: TestService.Ending).ToListAsync(TestService.Ending);
        }

        var second = await service.RunAsync(job);
        var third = await service.RunAsync(job);

        Assert.Equal((NemoErrorKind.Unchanged, JobStatus.Succeeded), (first.Error!.Kind, second.Status));
        Assert.Contains(second.Timelines.After!, static track => track.ToString().Contains("Hi", StringComparison.Ordinal));
        Assert.Equal(JobStatus.AlreadyDone, third.Status);
        Assert.Equal(2, service.MessageCount);
    }

    /// <summary>A session, an upload, a message with a state before and two after it, an export with two polls, a comparison, a download.</summary>
    [Fact]
    public async Task Run_OneVideo_TakesElevenRequests()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("GET /api/render/proxy/lambda/*: answer 200 {\"status\":\"processing\",\"progress\":50}");

        await service.RunAsync(service.Job());

        var requests = service.Work.Requests.Where(static request =>
            !request.Path.StartsWith("/api/auth/", StringComparison.Ordinal) && !request.Path.StartsWith("/api/credits/", StringComparison.Ordinal));
        Assert.Equal(11, requests.Count());
    }

    [Fact]
    public async Task Run_UploadOutcomeUnknown_UsesNewSession()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /api/upload-video/*: status 500 after work");
        service.Work.Host.AddFault("GET /api/state/*: status 400 x*");

        var first = await service.RunAsync(service.Job());
        service.Work.Host.ClearFaults();
        var second = await service.RunAsync(service.Job());

        Assert.Equal((JobStatus.Failed, JobStatus.Succeeded), (first.Status, second.Status));
        Assert.Equal(1, service.MessageCount);
        Assert.All(service.Work.Host.Sessions, static session => Assert.InRange(session.UploadCount, 0, 1));
    }

    [Fact]
    public async Task Run_ClipChangedBeforeItsUpload_IsNotSentUnderTheOldRecord()
    {
        await using var service = await JobService.StartAsync();
        var job = service.Job();
        var clip = job.Inputs[0];
        var original = await File.ReadAllBytesAsync(clip, TestService.Ending);

        var changed = await service.RunAsync(job, recording: (name, isWritten) =>
        {
            if (name == "Session" && isWritten)
            {
                File.WriteAllBytes(clip, [.. original, 0]);
            }
        });

        Assert.Equal((JobStatus.Failed, NemoErrorKind.FileInUse), (changed.Status, changed.Error!.Kind));
        Assert.Empty(service.Work.RequestsTo("POST", "/api/upload-video"));
        Assert.Contains("Refused", await File.ReadAllTextAsync(service.RecordPath, TestService.Ending), StringComparison.Ordinal);

        // Each content is charged once, under its own record.
        Assert.Equal(JobStatus.Succeeded, (await service.RunAsync(job)).Status);
        Assert.Equal(JobStatus.AlreadyDone, (await service.RunAsync(job)).Status);
        await File.WriteAllBytesAsync(clip, original, TestService.Ending);
        Assert.Equal(JobStatus.Succeeded, (await service.RunAsync(job)).Status);
        Assert.Equal(2, service.MessageCount);
    }

    [Fact]
    public async Task Run_JobsWithSkills_EachAttributesAllItsRequestsToItsSkill()
    {
        await using var service = await JobService.StartAsync();
        var skills = new[] { "maker-free-best", "video-generation-4k", "for-video-free" };
        VideoJob[] jobs = [.. skills.Select((skill, number) => service.Job($"{number}.mp4") with
        {
            Skill = number == 2 ? null : SkillProfile.BuiltIn(skill) with { Language = "de" },
        })];

        var results = await service.RunAsync(jobs);

        Assert.All(results, static result => Assert.Equal(JobStatus.Succeeded, result.Status));
        foreach (var result in results)
        {
            var skill = skills[Array.IndexOf(jobs, result.Job)];
            var requests = service.Work.Requests.Where(request => $"{request.Path} {request.Body}".Contains(result.SessionId!, StringComparison.Ordinal));
            Assert.Contains(requests, static request => request.Path == "/run_sse");
            Assert.Contains(requests, static request => request.Path.Contains("/render/", StringComparison.Ordinal));
            Assert.All(requests, request => Assert.Equal(skill, request.Headers["X-Skill-Source"]));
        }

        Assert.Equal(2, service.Work.RequestsTo("POST", "/api/tasks").Count(static request => request.Body!.Contains("\"de\"", StringComparison.Ordinal)));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(service.Work.Home, "jobs"), "*.jsonl", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Run_SkillOfTheConnection_IsTheSameJobAsWithoutSkill()
    {
        await using var service = await JobService.StartAsync();
        await service.RunAsync(service.Job());

        Assert.Equal(JobStatus.AlreadyDone, (await service.RunAsync(service.Job() with { Skill = SkillProfile.Default })).Status);
        Assert.Equal(JobStatus.Succeeded, (await service.RunAsync(service.Job() with { Skill = SkillProfile.BuiltIn("maker-free-best") })).Status);
    }

    [Fact]
    public async Task Run_InvalidJobs_FailWithoutRequests()
    {
        await using var service = await JobService.StartAsync();
        VideoJob[] jobs =
        [
            service.Job() with { Messages = [] },
            service.Job() with { Messages = [" "] },
            service.Job() with { Inputs = [service.Work.Folder.PathOf("missing.mp4")] },
            service.Job() with { Inputs = [service.Work.Folder.Write("notes.txt", 10)] },
        ];

        var results = await service.RunAsync(jobs);

        Assert.All(results, static result => Assert.Equal(JobStatus.Failed, result.Status));
        Assert.All(results, static result => Assert.NotEqual(NemoErrorKind.Unexpected, result.Error!.Kind));
        Assert.Empty(service.Work.RequestsTo("POST", "/api/tasks"));
    }

    [Fact]
    public async Task Run_WithoutCache_LeavesNoFileAndKnowsTheJobInTheConnection()
    {
        await using var service = await JobService.StartAsync();
        using var client = await service.ConnectAsync(useCache: false);

        var first = await JobService.ResultsAsync(client, [service.Job()]);
        var second = await JobService.ResultsAsync(client, [service.Job()]);

        Assert.Equal((JobStatus.Succeeded, JobStatus.AlreadyDone), (first[0].Status, second[0].Status));
        Assert.False(Directory.Exists(service.Work.Home));
    }
}
