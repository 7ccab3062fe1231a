using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Emulator.Recording;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>How many jobs run at once, and what they may spend.</summary>
public sealed class JobLimitTests
{
    private int _readCount;

    [Fact]
    public async Task Run_BrokenStream_DelaysNoOtherJob()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /run_sse: drop after 0 events");
        using var client = await service.ConnectAsync(limits: QuickLimits.Value with { RecoveryDelay = TimeSpan.FromHours(1) });
        var finished = new List<JobResult>();

        await foreach (var update in client.RunJobsAsync(JobsAsync(service, 6), new JobOptions { ThrottleLimit = 2 }, TestService.Ending))
        {
            if (update is JobFinishedUpdate { Result: var result })
            {
                finished.Add(result);
                if (finished.Count == 5)
                {
                    break;
                }
            }
        }

        Assert.All(finished, static result => Assert.Equal(JobStatus.Succeeded, result.Status));
    }

    [Fact]
    public async Task Run_ThrottleLimit_LimitsStreamsAndReadsOneJobAhead()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /run_sse: hold after 1 events x2");
        using var client = await service.ConnectAsync();
        var running = RunAsync(client, JobsAsync(service, 6), new JobOptions { ThrottleLimit = 2 });
        await service.Work.Host.WaitForRequestAsync(static request => IsStreaming(request), TestService.Ending);
        var first = service.Work.Requests.First(IsStreaming).Id;
        await service.Work.Host.WaitForRequestAsync(request => IsStreaming(request) && request.Id != first, TestService.Ending);

        Assert.InRange(_readCount, 2, 3);
        Assert.Equal(2, service.Work.Host.Sessions.Count);
        service.Work.Host.ReleaseHeld();

        Assert.All(await running, static result => Assert.Equal(JobStatus.Succeeded, result.Status));
        Assert.Equal(6, service.MessageCount);
    }

    [Fact]
    public async Task Run_EndlessRenders_EightJobsPerSlotWait()
    {
        await using var service = await JobService.StartAsync(TestService.Plain with { RenderTime = TimeSpan.FromHours(1) });
        using var client = await service.ConnectAsync(limits: QuickLimits.Value with { RenderPollInterval = TimeSpan.FromSeconds(1) });
        var (editing, rendering) = (0, 0);

        await foreach (var update in client.RunJobsAsync(JobsAsync(service, 20), new JobOptions { ThrottleLimit = 1 }, TestService.Ending))
        {
            editing += update is JobStageUpdate { Stage: JobStage.Edit } ? 1 : 0;
            rendering += update is JobStageUpdate { Stage: JobStage.Render } ? 1 : 0;
            if (editing == 9 && rendering == 8)
            {
                await service.Work.Host.WaitForRequestAsync(_ => service.MessageCount == 9, TestService.Ending);

                // Time for a ninth render, which must not begin.
                await Task.Delay(TimeSpan.FromMilliseconds(300), TestService.Ending);
                break;
            }
        }

        // When the enumeration ends, the canceled job frees its slot, and one more input can be read.
        Assert.InRange(_readCount, 9, 11);
        Assert.Equal((9, 8), (service.MessageCount, service.Work.Host.RenderCount));
    }

    [Fact]
    public async Task Run_InputFails_CompletesStartedJobsThenThrows()
    {
        await using var service = await JobService.StartAsync();
        using var client = await service.ConnectAsync();
        var updates = new List<JobUpdate>();

        await Assert.ThrowsAsync<FormatException>(async () =>
        {
            await foreach (var update in client.RunJobsAsync(FailAfterAsync(JobsAsync(service, 2)), cancellationToken: TestService.Ending))
            {
                updates.Add(update);
            }
        });

        Assert.Equal(2, updates.OfType<JobFinishedUpdate>().Count(static update => update.Result.Status == JobStatus.Succeeded));
    }

    [Fact]
    public async Task Run_CanceledWhileInputBlocks_Ends()
    {
        await using var service = await JobService.StartAsync();
        using var client = await service.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        using var release = new ManualResetEventSlim();
        var job = service.Job();

        async IAsyncEnumerable<VideoJob> BlockAsync()
        {
            await cancel.CancelAsync();
            release.Wait(TestService.Ending);
            yield return job;
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.RunJobsAsync(BlockAsync(), cancellationToken: cancel.Token).ToListAsync(TestService.Ending).AsTask());
        release.Set();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Run_BalanceForTwoJobs_StartsTwo(int throttleLimit)
    {
        await using var service = await JobService.StartAsync(TestService.Plain with { Credits = 149 });
        using var client = await service.ConnectAsync();

        var results = await RunAsync(client, JobsAsync(service, 4), new JobOptions { ThrottleLimit = throttleLimit });

        Assert.Equal(2, results.Count(static result => result.Status == JobStatus.Succeeded));
        Assert.Equal(2, results.Count(static result => result is { Status: JobStatus.NotStarted, Error.Kind: NemoErrorKind.OutOfCredits }));
        Assert.Equal(2, service.MessageCount);
        Assert.Equal(2, service.Work.Host.Sessions.Count);
    }

    [Fact]
    public async Task Run_RateLimitLastsLonger_FailsAndResumesLater()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /run_sse: status 429 retry-after 3600 x*");

        var first = await service.RunAsync(service.Job());
        service.Work.Host.ClearFaults();
        var second = await service.RunAsync(service.Job());

        Assert.Equal(NemoErrorKind.RateLimited, first.Error!.Kind);
        Assert.Equal(JobStatus.Succeeded, second.Status);
        Assert.Equal(1, service.MessageCount);
    }

    /// <summary>A gateway rejected the message after the service had processed it, so its credits are used.</summary>
    [Fact]
    public async Task Run_RejectedMessageWasProcessed_CountsItsCredits()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /run_sse: status 429 after work");
        using var client = await service.ConnectAsync();

        var results = await RunAsync(client, JobsAsync(service, 2), new JobOptions { ThrottleLimit = 1, MaximumCredit = 50 });

        Assert.Equal([JobStatus.Succeeded, JobStatus.NotStarted], StatusesOf(results));
        Assert.Equal(1, service.MessageCount);
    }

    /// <summary>The run waits up to 30 minutes at a time, not in all.</summary>
    [Theory]
    [InlineData("x2", JobStatus.Succeeded, 2)]
    [InlineData("x*", JobStatus.Failed, 0)]
    public async Task Run_RateLimits_WaitsUpTo30MinutesAtATime(string times, JobStatus expected, int messageCount)
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /run_sse: status 429 retry-after 1200 " + times);
        var day = TimeSpan.FromDays(1);
        var limits = QuickLimits.Value with
        {
            RequestTimeout = day,
            TransferIdleTimeout = day,
            StreamTimeout = day,
            StreamIdleTimeout = day,
            RenderTimeout = day,
        };
        using var client = await service.ConnectAsync(LimitingSecondMessage, limits, time: new SkippingTime());

        var result = Assert.Single(await JobService.ResultsAsync(client, [service.Job("a.mp4", JobService.Title, "add music")]));

        Assert.Equal((expected, messageCount), (result.Status, service.MessageCount));

        void LimitingSecondMessage(string name, bool isWritten)
        {
            if (name == "Message Done" && isWritten && service.MessageCount == 1)
            {
                service.Work.Host.AddFault("POST /run_sse: status 429 retry-after 1200 x2");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Run_StopAfterFailure_StartsNoFurtherJob(int throttleLimit)
    {
        await using var service = await JobService.StartAsync();
        using var client = await service.ConnectAsync();
        VideoJob[] jobs = throttleLimit == 1 ? [service.Job("a.mp4", "hello"), service.Job("b.mp4"), service.Job("c.mp4")]
            : [service.Job("a.mp4", "hello"), service.Job("a.mp4", "hello")];

        var results = await RunAsync(
            client, jobs.ToAsyncEnumerable(), new JobOptions { ThrottleLimit = throttleLimit, StopAfterFailure = true });

        Assert.Equal(JobStatus.Failed, Assert.Single(results).Status);
        Assert.Equal(1, service.MessageCount);
    }

    [Fact]
    public async Task Run_StopAfterFailure_JobsWithoutCreditsAreNoFailure()
    {
        await using var service = await JobService.StartAsync();
        using var client = await service.ConnectAsync();

        var results = await RunAsync(
            client, JobsAsync(service, 3), new JobOptions { ThrottleLimit = 1, StopAfterFailure = true, MaximumCredit = 0 });

        Assert.Equal(3, results.Count(static result => result.Status == JobStatus.NotStarted));
    }

    [Fact]
    public async Task Run_JobFailsBeforeItsMessage_ReturnsItsCredits()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /api/upload-video/*: code 4002");
        using var client = await service.ConnectAsync();

        var results = await RunAsync(client, JobsAsync(service, 2), new JobOptions { ThrottleLimit = 1, MaximumCredit = 50 });

        Assert.Equal([JobStatus.Failed, JobStatus.Succeeded], StatusesOf(results));
    }

    [Fact]
    public async Task Run_EqualJobWaits_LeavesItsSlotToOthers()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /run_sse: hold after 1 events");
        using var client = await service.ConnectAsync();
        var finished = new List<string>();

        async IAsyncEnumerable<VideoJob> ReadAsync()
        {
            yield return service.Job("a.mp4");
            yield return service.Job("a.mp4");
            await service.Work.Host.WaitForRequestAsync(IsStreaming, TestService.Ending);
            yield return service.Job("b.mp4");
        }

        await foreach (var update in client.RunJobsAsync(ReadAsync(), new JobOptions { ThrottleLimit = 2 }, TestService.Ending))
        {
            if (update is JobFinishedUpdate { Result: var result })
            {
                finished.Add($"{result.Job.Name} {result.Status}");
                service.Work.Host.ReleaseHeld();
            }
        }

        Assert.Equal(["b Succeeded", "a Succeeded", "a Succeeded"], finished);
        Assert.Equal(2, service.MessageCount);
    }

    [Fact]
    public async Task Run_Ends_ReleasesTheInput()
    {
        await using var service = await JobService.StartAsync();
        using var client = await service.ConnectAsync();
        var job = service.Job();
        var isReleased = false;

        async IAsyncEnumerable<VideoJob> ReadAsync()
        {
            try
            {
                await Task.Yield();
                yield return job;
            }
            finally
            {
                isReleased = true;
            }
        }

        await RunAsync(client, ReadAsync(), new JobOptions());

        Assert.True(isReleased);
    }

    /// <summary>The connection's interval would take an hour.</summary>
    [Fact]
    public async Task Run_PollInterval_IsThatOfTheRun()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("GET /api/render/proxy/lambda/*: answer 200 {\"status\":\"processing\",\"progress\":50}");
        using var client = await service.ConnectAsync(limits: QuickLimits.Value with { RenderPollInterval = TimeSpan.FromHours(1) });

        var results = await RunAsync(client, JobsAsync(service, 1), new JobOptions { PollInterval = TimeSpan.FromMilliseconds(1) });

        Assert.Equal(JobStatus.Succeeded, Assert.Single(results).Status);
    }

    private static bool IsStreaming(RequestRecord request) => request is { Path: "/run_sse", EventsSent: 1, State: RequestState.Open };

    private static IEnumerable<JobStatus> StatusesOf(IEnumerable<JobResult> results) =>
        results.OrderBy(static result => result.Job.Tag).Select(static result => result.Status);

    private static async Task<IReadOnlyList<JobResult>> RunAsync(NemoClient client, IAsyncEnumerable<VideoJob> jobs, JobOptions options) =>
        await client.RunJobsAsync(jobs, options, TestService.Ending)
            .OfType<JobFinishedUpdate>().Select(static update => update.Result).ToListAsync(TestService.Ending);

    private async IAsyncEnumerable<VideoJob> JobsAsync(JobService service, int count)
    {
        for (var number = 0; number < count; number++)
        {
            await Task.Yield();
            _readCount++;
            yield return service.Job($"clip{number}.mp4") with { Tag = number };
        }
    }

    private static async IAsyncEnumerable<VideoJob> FailAfterAsync(IAsyncEnumerable<VideoJob> jobs)
    {
        await foreach (var job in jobs)
        {
            yield return job;
        }

        throw new FormatException("The list of jobs is damaged.");
    }
}
