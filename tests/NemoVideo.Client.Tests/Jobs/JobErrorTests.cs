using NemoVideo.Client.Errors;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>Messages that end with an error in their stream, or after which the timeline can't be read: they aren't sent again.</summary>
public sealed class JobErrorTests
{
    private const string NoState = """GET /api/state/*: flood 200 1 application/json {"code":0,"data":null}""";

    [Theory]
    [InlineData("""data: {"code":2001,"message":"no credits"}\n\n""")]
    [InlineData("""event: error\ndata: {"error":{"code":2001,"message":"no credits","status":"FAILED"}}\n\n""")]
    [InlineData("""event: heartbeat\ndata:\n\ndata: {"errorCode":"2001","errorMessage":"no credits"}\n\n""")]
    [InlineData("""data: {"errorCode":"2001","content":"Trimmed the clip to 5 s."}\n\n""")]
    public async Task Run_OutOfCreditsInStream_IsNeverSentAgain(string stream)
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault($"POST /run_sse: flood 200 1 text/event-stream {stream}");

        var first = await bench.RunAsync(bench.Job());
        var second = await bench.RunAsync(bench.Job());

        Assert.Equal(
            (JobStatus.Failed, NemoErrorKind.ServiceFailure, NemoAction.AcceptTimeline),
            (first.Status, first.Error!.Kind, first.Error.Action));
        Assert.Equal((JobStatus.Failed, first.Error.Message), (second.Status, second.Error!.Message));
        Assert.Single(bench.Work.RequestsTo("POST", "/run_sse"));
    }

    [Fact]
    public async Task Run_SecondOfTwoMessagesChangesNothing_ErrorContainsIt()
    {
        await using var bench = await JobBench.StartAsync();

        var result = await bench.RunAsync(bench.Job("a.mp4", JobBench.Title, "hello https://cdn.example/a.mp3?sig=SECRET"));

        Assert.StartsWith(
            "The message 'hello https://cdn.example/a.mp3?…' hasn't changed the timeline, so no video was created. The agent replied: '",
            result.Error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""data: {"code":2001,"message":"no credits"}\n\n""")]
    [InlineData("""data: {"type":"tool_call","name":"t","args":{}}\n\ndata: {"code":2001,"message":"no credits."}\n\n""")]
    [InlineData("""data: {"code":5000,"message":"the tool failed"}\n\ndata: {"code":2001,"message":"no credits"}\n\n""")]
    public async Task Run_OutOfCreditsInStream_StartsNoOtherJob(string stream)
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault($"POST /run_sse: flood 200 1 text/event-stream {stream}");

        var results = await bench.RunAsync([bench.Job("a.mp4"), bench.Job("b.mp4"), bench.Job("c.mp4")], new JobOptions { ThrottleLimit = 1 });

        Assert.Equal([JobStatus.Failed, JobStatus.NotStarted, JobStatus.NotStarted], results.Select(static result => result.Status));
        Assert.Equal(NemoErrorKind.ServiceFailure, results[0].Error!.Kind);
        Assert.EndsWith(". The account doesn't have enough credits. The timeline didn't change.", results[0].Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", results[0].Error!.Message, StringComparison.Ordinal);
        Assert.Single(bench.Work.RequestsTo("POST", "/run_sse"));
    }

    /// <summary>Without the state, it is unknown whether there is an edit to accept.</summary>
    [Fact]
    public async Task Run_NoStateWhenAcceptingAFailedEdit_RecommendsNoOtherMessage()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault("""POST /run_sse: answer 200 text/event-stream data: {"type":"error","message":"the tool failed"}""");
        await bench.RunAsync(bench.Job());
        await EditAsync(bench);
        bench.Work.Host.AddFault($"{NoState} x3");
        var accepting = new JobOptions { AcceptTimeline = true };

        var second = await bench.RunAsync([bench.Job()], accepting);
        var third = await bench.RunAsync([bench.Job()], accepting);

        Assert.Equal(NemoAction.ReadState, second[0].Error!.Action);
        Assert.Equal(JobStatus.Succeeded, third[0].Status);
        Assert.Equal(2, bench.Work.RequestsTo("POST", "/run_sse").Count);
    }

    [Fact]
    public async Task Run_NoStateInRunAfterLostMessage_IsNoChange()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault("POST /run_sse: reset");
        await bench.RunAsync(bench.Job());
        bench.Work.Host.AddFault($"{NoState} x3");

        var second = await bench.RunAsync(bench.Job());
        var third = await bench.RunAsync(bench.Job());

        Assert.Equal((NemoErrorKind.InvalidResponse, NemoAction.ReadState), (second.Error!.Kind, second.Error.Action));
        Assert.Equal(NemoErrorKind.ConnectionLost, third.Error!.Kind);
        Assert.Single(bench.Work.RequestsTo("POST", "/run_sse"));
    }

    [Fact]
    public async Task Run_OneResponseWithoutAStateBeforeLostMessage_IsNoChange()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault(NoState);
        bench.Work.Host.AddFault("POST /run_sse: reset");

        var result = await bench.RunAsync(bench.Job());

        Assert.Equal(NemoErrorKind.ConnectionLost, result.Error!.Kind);
        Assert.Single(bench.Work.RequestsTo("POST", "/run_sse"));
    }

    /// <summary>Changes the timeline, as an edit does that the state shows late.</summary>
    private static async Task EditAsync(JobBench bench)
    {
        using var client = await bench.ConnectAsync();
        await client.EditAsync(Assert.Single(bench.Work.Host.Sessions).Id, "add music", cancellationToken: Workbench.Ending)
            .ToListAsync(Workbench.Ending);
    }
}
