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
        Assert.Equal((1, 9_950), (result.MessageCount, result.CreditAfter));
        Assert.Equal(10_000, Assert.IsType<JobFinishedUpdate>(updates[^1]).AvailableBefore);
        Assert.All(result.StageTimes.Values, static time => Assert.True(time >= TimeSpan.Zero));
        Assert.True(result.StageTimes.Values.Sum(static time => time.Ticks) > 0);
        var progress = updates.OfType<JobProgressUpdate>()
            .Where(static update => update.Stage == JobStage.Upload).Select(static update => update.Percent);
        Assert.Equal(100, progress.Last());
        Assert.Equal(progress.Distinct(), progress);
        Assert.DoesNotContain(updates, static update => update is JobCheckUpdate);
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
        Assert.Equal(
            await File.ReadAllBytesAsync(quality.OutputPath!, TestService.Ending), await File.ReadAllBytesAsync(folder.OutputPath!, TestService.Ending));
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

        var changed = await service.RunAsync(job, recording: JobService.At(
            "Session", () => File.WriteAllBytes(clip, [.. original, 0])));

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

    /// <summary>Another program wrote to the clip until the upload was complete, so the clip in the session isn't complete.</summary>
    [Fact]
    public async Task Run_ClipChangesUntilTheFirstMessage_SendsNone()
    {
        await using var service = await JobService.StartAsync();
        var job = service.Job();

        var changed = await service.RunAsync(job, recording: JobService.At(
            "Upload Done", () => File.AppendAllText(job.Inputs[0], "more")));

        Assert.Equal((JobStatus.Failed, NemoErrorKind.FileInUse), (changed.Status, changed.Error!.Kind));
        Assert.Equal(0, service.MessageCount);
        Assert.Equal((null, null), (changed.Timelines.Before, changed.Timelines.After));
    }

    /// <summary>The second upload is compared with the session that has the first one.</summary>
    [Fact]
    public async Task Run_SecondUploadIsLost_FindsThatItIsMissing()
    {
        await using var service = await JobService.StartAsync();
        var job = service.Job() with { Inputs = [service.Clip("a.mp4"), service.Clip("b.mp4")] };

        var result = await service.RunAsync(job, recording: (name, isWritten) =>
        {
            if (name == "Upload Done" && isWritten && service.Work.RequestsTo("POST", "/api/upload-video").Count == 1)
            {
                service.Work.Host.AddFault("POST /api/upload-video/*: reset");
            }
        });

        Assert.Equal(JobStatus.Succeeded, result.Status);
        Assert.Equal(2, Assert.Single(service.Work.Host.Sessions).UploadCount);
    }

    [Theory]
    [InlineData("Upload Done", JobStatus.Succeeded, 2)]
    [InlineData("Message Done", JobStatus.Failed, 1)]
    public async Task Run_OtherOrderAfterAKill_NeverMixesTheOrders(string killedAt, JobStatus expected, int messageCount)
    {
        await using var service = await JobService.StartAsync();
        var inputs = new[] { service.Clip("a.mp4"), service.Clip("b.mp4") };
        var job = service.Job("a.mp4", JobService.Title, "add music") with { Inputs = inputs };
        await service.RunAsync(job, recording: JobService.KilledAt(killedAt));

        var result = await service.RunAsync(job with { Inputs = [inputs[1], inputs[0]] });

        Assert.Equal((expected, messageCount), (result.Status, service.MessageCount));
        Assert.Equal(expected == JobStatus.Failed ? NemoAction.RestartJob : null, result.Error?.Action);
        Assert.False(result.HasOtherOrder);
        Assert.Equal(messageCount, service.Work.Host.Sessions.Count);
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

    /// <summary>The session that an earlier run created is gone. Nothing was charged in it, so another one replaces it, once.</summary>
    [Theory]
    [InlineData("", JobStatus.Succeeded)]
    [InlineData(" x*", JobStatus.Failed)]
    public async Task Run_SessionGoneBeforeTheFirstMessage_UsesAnother(string times, JobStatus expected)
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /api/upload-video/*: status 404" + times);

        var result = await service.RunAsync(service.Job());

        Assert.Equal((expected, 2), (result.Status, service.Work.Host.Sessions.Count));
        Assert.Equal(expected == JobStatus.Failed ? NemoErrorKind.SessionNotFound : null, result.Error?.Kind);
    }

    /// <summary>Whoever says that the session is gone, a message may have been charged in it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Run_SessionGoneForAMessage_UsesNoOther(int number)
    {
        await using var service = await JobService.StartAsync();
        var job = service.Job("a.mp4", JobService.Title, "add music");
        var announced = 0;

        var result = await service.RunAsync(job, recording: (name, isWritten) =>
        {
            if (name == "Message Sending" && isWritten && ++announced == number)
            {
                service.Work.Host.AddFault("POST /run_sse: status 404");
            }
        });

        Assert.Equal((JobStatus.Failed, NemoErrorKind.SessionNotFound), (result.Status, result.Error!.Kind));
        Assert.Equal((1, number - 1), (service.Work.Host.Sessions.Count, service.MessageCount));
    }

    [Fact]
    public async Task Run_SessionGoneBetweenTwoMessages_UsesNoOther()
    {
        await using var service = await JobService.StartAsync();

        var losing = JobService.At("Message Done", () => service.Work.Host.AddFault("GET /api/state/*: status 404"));
        var result = await service.RunAsync(service.Job("a.mp4", JobService.Title, "add music"), recording: losing);

        Assert.Equal((NemoErrorKind.SessionNotFound, NemoAction.RestartJob), (result.Error!.Kind, result.Error.Action));
        Assert.Contains("At least one message was already sent", result.Error.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (service.Work.Host.Sessions.Count, service.MessageCount));
    }

    [Theory]
    [InlineData("sea", "sea.mp4")]
    [InlineData("sea.mp4", "sea.mp4")]
    [InlineData("sea.MP4", "sea.mp4")]
    [InlineData("mp4", "mp4.mp4")]
    public void GetOutputPath_Name_HasTheExtensionOnce(string name, string expected) =>
        Assert.Equal(Path.GetFullPath(expected), new VideoJob { OutputName = name }.GetOutputPath());

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
            service.Job() with { Inputs = ["https://h.example/a.mp4?…"] },
        ];

        var results = await service.RunAsync(jobs);

        Assert.All(results, static result => Assert.Equal(JobStatus.Failed, result.Status));
        Assert.Equal(
            [
                NemoErrorKind.InvalidArgument, NemoErrorKind.InvalidArgument, NemoErrorKind.FileAccess, NemoErrorKind.UnsupportedFile,
                NemoErrorKind.InvalidArgument,
            ],
            results.OrderBy(result => Array.IndexOf(jobs, result.Job)).Select(static result => result.Error!.Kind));
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
        Assert.Equal((0, null), (second[0].MessageCount, second[0].CreditAfter));
        Assert.False(Directory.Exists(service.Work.Home));
    }

    [Fact]
    public async Task Run_WithoutCache_DoesNotUseTheCatalog()
    {
        await using var service = await JobService.StartAsync();
        var job = service.OldJob();
        await service.RunAsync(job);
        using var client = await service.ConnectAsync(useCache: false);

        Assert.Equal(JobStatus.Succeeded, Assert.Single(await JobService.ResultsAsync(client, [job])).Status);
        Assert.Equal(2, service.MessageCount);
    }
}
