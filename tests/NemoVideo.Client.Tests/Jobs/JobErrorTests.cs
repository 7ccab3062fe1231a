using NemoVideo.Client.Errors;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>Messages that end with an error in their stream, or after which the timeline can't be read: they aren't sent again.</summary>
public sealed class JobErrorTests
{
    [Fact]
    public async Task Run_OutOfCreditsInStream_StartsNoOtherJob()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("""POST /run_sse: flood 200 1 text/event-stream data: {"code":2001,"message":"no credits"}\n\n""");

        var results = await service.RunAsync([service.Job("a.mp4"), service.Job("b.mp4"), service.Job("c.mp4")], new JobOptions { ThrottleLimit = 1 });

        Assert.Equal([JobStatus.Failed, JobStatus.NotStarted, JobStatus.NotStarted], results.Select(static result => result.Status));
        Assert.EndsWith(" The timeline didn't change.", results[0].Error!.Message, StringComparison.Ordinal);
        Assert.Single(service.Work.RequestsTo("POST", "/run_sse"));
    }

    [Fact]
    public async Task Run_OutOfCreditsAtTheFirstMessage_StartsNoOtherJob()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /run_sse: code 2001");

        var results = await service.RunAsync([service.Job("a.mp4"), service.Job("b.mp4")], new JobOptions { ThrottleLimit = 1 });

        Assert.Equal([JobStatus.Failed, JobStatus.NotStarted], results.Select(static result => result.Status));
        Assert.All(results, static result => Assert.Equal(NemoErrorKind.OutOfCredits, result.Error!.Kind));
        Assert.Equal((0, 1), (service.MessageCount, service.Work.RequestsTo("POST", "/run_sse").Count));
    }

    [Fact]
    public async Task Run_TimelineOfASentMessageUnreadable_SendsNothing()
    {
        await using var service = await JobService.StartAsync();
        await KillWhileSendingAsync(service);
        service.Work.Host.AddFault("GET /api/state/*: answer 200 {} x*");

        var result = await service.RunAsync(service.Job());

        Assert.Equal((JobStatus.Failed, NemoErrorKind.InvalidResponse), (result.Status, result.Error!.Kind));
        Assert.Contains("couldn't be read afterward", result.Error.Message, StringComparison.Ordinal);
        Assert.Empty(result.Changes);
        Assert.Equal(1, service.MessageCount);
    }

    [Fact]
    public async Task Run_ErrorAndTimelineUnreadable_DoesNotSayWhatTheTimelineIs()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /run_sse: error event \"no\"");

        var result = await service.RunAsync(service.Job(), recording: JobService.At(
            "Message Sending", () => service.Work.Host.AddFault("GET /api/state/*: status 500 x*")));

        Assert.Equal((JobStatus.Failed, NemoAction.AcceptTimeline), (result.Status, result.Error!.Action));
        Assert.DoesNotContain("The timeline", result.Error.Message, StringComparison.Ordinal);
    }

    /// <summary>Users need to know which of their messages had no effect.</summary>
    [Fact]
    public async Task Run_SecondMessageHasNoEffect_QuotesIt()
    {
        await using var service = await JobService.StartAsync();

        var several = await service.RunAsync(service.Job("a.mp4", JobService.Title, "hello"));
        var one = await service.RunAsync(service.Job("b.mp4", "hello"));

        Assert.Contains("The message 'hello' hasn't", several.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("The message hasn't", one.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ConnectionLostButEditMade_WarnsAndTellsOfTheCheck()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault("POST /run_sse: drop after 1 events");
        var warnings = new List<string>();
        using var client = await service.ConnectAsync(notice: warnings.Add);

        var result = Assert.Single(await JobService.ResultsAsync(client, [service.Job()]));

        Assert.Equal((JobStatus.Succeeded, 1), (result.Status, service.MessageCount));
        Assert.Contains(warnings, static warning => warning.StartsWith("beach: ", StringComparison.Ordinal)
            && warning.EndsWith("The timeline changed, so the video contains the edit.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_KilledWhileSending_TellsOfTheCheck()
    {
        await using var service = await JobService.StartAsync();
        await KillWhileSendingAsync(service);
        using var client = await service.ConnectAsync();

        var updates = await client.RunJobsAsync(new[] { service.Job() }.ToAsyncEnumerable(), cancellationToken: TestService.Ending)
            .ToListAsync(TestService.Ending);

        var check = Assert.Single(updates.OfType<JobCheckUpdate>());
        Assert.Equal(JobStatus.Succeeded, Assert.IsType<JobFinishedUpdate>(updates[^1]).Result.Status);
        Assert.Equal((Assert.Single(service.Work.Host.Sessions).Id, 1), (check.SessionId, service.MessageCount));
    }

    /// <summary>The answer is an ordinary message (protocol 5.30). The next run finds its edit, and the job's message isn't charged again.</summary>
    [Fact]
    public async Task Run_AgentAsks_QuotesTheQuestionAndContinuesAfterTheAnswer()
    {
        await using var service = await JobService.StartAsync();
        service.Work.Host.AddFault(
            """POST /run_sse: flood 200 1 text/event-stream data: {"type":"tool_call","name":"ask_question","args":{"questions":[{"prompt":"Which color?"}]}}\n\n""");

        var asked = await service.RunAsync(service.Job());
        var unanswered = await service.RunAsync(service.Job());
        using (var client = await service.ConnectAsync())
        {
            await client.EditAsync(asked.SessionId!, JobService.Title, cancellationToken: TestService.Ending).ToListAsync(TestService.Ending);
        }

        var answered = await service.RunAsync(service.Job());

        Assert.Equal((JobStatus.AwaitingInput, NemoAction.AnswerQuestion), (asked.Status, asked.Error!.Action));
        Assert.Contains("'Which color?'", asked.Error.Message, StringComparison.Ordinal);
        Assert.Equal(asked.SessionId, asked.Error.ActionTarget);
        Assert.Equal((JobStatus.AwaitingInput, asked.Error.Message), (unanswered.Status, unanswered.Error!.Message));
        Assert.Equal((JobStatus.Succeeded, asked.SessionId), (answered.Status, answered.SessionId));
        Assert.Equal(2, service.Work.RequestsTo("POST", "/run_sse").Count);
    }

    private static Task<JobResult> KillWhileSendingAsync(JobService service) =>
        service.RunAsync(service.Job(), recording: JobService.KilledAt("Message Done", isWritten: false));
}
