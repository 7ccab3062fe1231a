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
}
