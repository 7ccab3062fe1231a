using NemoVideo.Client.Errors;
using NemoVideo.Client.Jobs;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Jobs;

/// <summary>Messages that the service refuses for missing credits in the stream: they are sent again only if nothing was done.</summary>
public sealed class JobRefusalTests
{
    private const string NoState = """GET /api/state/*: flood 200 1 application/json {"code":0,"data":null}""";
    private const string Refusal = """POST /run_sse: answer 200 text/event-stream data: {"code":2001,"message":"no credits"}""";

    [Fact]
    public async Task Run_TimelineChangedAfterRefusal_IsNotSentAgain()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault(Refusal);
        var first = await bench.RunAsync(bench.Job());
        await EditAsync(bench);

        var second = await bench.RunAsync(bench.Job());
        var third = await bench.RunAsync(bench.Job());

        Assert.Equal((JobStatus.Failed, NemoErrorKind.OutOfCredits), (first.Status, first.Error!.Kind));
        Assert.Equal((NemoErrorKind.ServiceFailure, NemoAction.AcceptFailedEdit), (second.Error!.Kind, second.Error.Action));
        Assert.Contains("no credits", second.Error.Message, StringComparison.Ordinal);
        Assert.Equal(second.Error.Message, third.Error!.Message);
        Assert.Equal(2, bench.Work.RequestsTo("POST", "/run_sse").Count);
    }

    [Fact]
    public async Task Run_TimelineChangedAfterRefusalAndRejection_IsNotSentAgain()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault(Refusal);
        await bench.RunAsync(bench.Job());
        bench.Work.Host.AddFault("POST /run_sse: code 2001");
        await bench.RunAsync(bench.Job());
        await EditAsync(bench);

        var third = await bench.RunAsync(bench.Job());

        Assert.Equal(NemoErrorKind.ServiceFailure, third.Error!.Kind);
        Assert.Equal(3, bench.Work.RequestsTo("POST", "/run_sse").Count);
    }

    [Theory]
    [InlineData("""data: {"code":2001,"message":"no credits","timestamp":1.5,"partial":false,"success":false,"data":null,"details":[]}\n\n""", 2)]
    [InlineData("""data: {"code":2001,"message":"no credits","error":"no credits"}\n\n""", 2)]
    [InlineData("""event: error\ndata: {"error":{"code":2001,"message":"no credits","status":"FAILED"}}\n\n""", 2)]
    [InlineData("""data: {"code":2001,"message":"no credits","required":80,"available":60,"balance":60,"retryable":false}\n\n""", 2)]
    [InlineData("""data: {"code":2001,"message":"no credits","request_id":"r-1","trace_id":"t"}\n\n""", 2)]
    [InlineData("""data: {"code":2001,"errorMessage":"no credits","turnComplete":true,"interrupted":false,"status":402}\n\n""", 2)]
    [InlineData("""data: {"code":2001,"message":"no credits","status":"partially_completed"}\n\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits","status":200}\n\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits","success":true}\n\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits","partial":true}\n\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits","turnComplete":false}\n\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits","interrupted":true}\n\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits","available":{"trim":1}}\n\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits","available":"the edit was applied"}\n\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits","available":"60"}\n\n""", 2)]
    [InlineData("""data: {"code":2001,"message":"no credits","actions":{"stateDelta":{},"artifactDelta":{}}}\n\n""", 2)]
    [InlineData("""data: {"code":2001,"message":"no credits","actions":{"stateDelta":{"draft":null}}}\n\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits","tool_result":{"trim":{"ok":{}}}}\n\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits","credits_charged":50}\n\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits","timeline_changed":true}\n\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits","content":"I trimmed the clip."}\n\n""", 1)]
    [InlineData("""data: {"error":{"code":2001,"message":"no credits","details":{"usage":{"credits":50}}}}\n\n""", 1)]
    [InlineData("""data: {"error":{"code":2001,"message":"no credits","completed_tools":["trim"]}}\n\n""", 1)]
    [InlineData("""data: {"error":{"code":2001,"message":"no credits","tools_run":3}}\n\n""", 1)]
    [InlineData("""data: {"message":"I trimmed the clip.","error":{"code":2001,"message":"no credits"}}\n\n""", 1)]
    [InlineData("""data: {"type":"text","content":"did it","type":"error","code":2001}\n\n""", 1)]
    [InlineData("""data: {"code":500,"code":2001,"message":"no credits"}\n\n""", 1)]
    [InlineData("""data: {"code":2001,"error":{"code":0,"message":"no credits"}}\n\n""", 1)]
    [InlineData("""event: tool_result\ndata: {"code":2001,"message":"no credits"}\n\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits"}\n\nevent: tool_call\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits"}\n\nevent: tool_call""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits"}\n\neve""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits"}\n\nid: 4\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits"}\n\nid""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits"}\n\nretry: 10\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits"}\n\n: keep-al""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits"}\n\n: keep-alive\n""", 2)]
    [InlineData("""data: {"code":2001,"error":{"code":5000,"message":"no credits"}}\n\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits","status":500}\n\n""", 1)]
    [InlineData("""data: {"code":2001,"message":"no credits"}\n\ndata:""", 1)]
    [InlineData("""event: tool_call\ndata:\n\ndata: {"code":2001,"message":"no credits"}\n\n""", 1)]
    [InlineData("""event: heartbeat\ndata:\n\ndata: {"code":2001,"message":"no credits"}\n\ndata: {"type":"heartbeat"}\n\n""", 2)]
    public async Task Run_OutOfCreditsInStream_IsSentAgainOnlyIfNothingElseIsKnown(string stream, int messages)
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault($"POST /run_sse: flood 200 1 text/event-stream {stream} x*");

        var first = await bench.RunAsync(bench.Job());
        var second = await bench.RunAsync(bench.Job());

        Assert.Equal((JobStatus.Failed, JobStatus.Failed), (first.Status, second.Status));
        Assert.Equal(messages, bench.Work.RequestsTo("POST", "/run_sse").Count);
    }

    [Theory]
    [InlineData("""data: {"code":2001,"message":"no credits","credits_charged":50}\n\n""")]
    [InlineData("""data: {"type":"tool_call","name":"t","args":{}}\n\ndata: {"code":2001,"message":"no credits."}\n\n""")]
    [InlineData("""data: {"code":5000,"message":"the tool failed"}\n\ndata: {"code":2001,"message":"no credits"}\n\n""")]
    public async Task Run_OutOfCreditsWithSignsOfWork_StartsNoOtherJob(string stream)
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault($"POST /run_sse: flood 200 1 text/event-stream {stream}");

        var results = await bench.RunAsync([bench.Job("a.mp4"), bench.Job("b.mp4"), bench.Job("c.mp4")], new JobOptions { ThrottleLimit = 1 });

        Assert.Equal([JobStatus.Failed, JobStatus.NotStarted, JobStatus.NotStarted], results.Select(static result => result.Status));
        Assert.Equal(NemoErrorKind.ServiceFailure, results[0].Error!.Kind);
        Assert.EndsWith(". The account doesn't have enough credits", results[0].Error!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", results[0].Error!.Message, StringComparison.Ordinal);
        Assert.Single(bench.Work.RequestsTo("POST", "/run_sse"));
    }

    [Fact]
    public async Task Run_TimelineUnchangedAfterRefusal_IsSentAgain()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault(Refusal);
        await bench.RunAsync(bench.Job());

        var second = await bench.RunAsync(bench.Job());

        Assert.Equal((JobStatus.Succeeded, 1), (second.Status, bench.MessageCount));
    }

    /// <summary>Without the session, it is unknown whether the service did some of the work.</summary>
    [Fact]
    public async Task Run_SessionNotFoundAfterRefusal_IsNotSentAgain()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault(Refusal);
        await bench.RunAsync(bench.Job());
        bench.Work.Host.AddFault("""GET /api/state/*: flood 404 1 application/json {"detail":"Not Found"}""");

        var second = await bench.RunAsync(bench.Job());

        Assert.Equal((NemoErrorKind.SessionNotFound, NemoAction.RestartJob), (second.Error!.Kind, second.Error.Action));
        Assert.Single(bench.Work.RequestsTo("POST", "/run_sse"));
    }

    [Fact]
    public async Task Run_NoStateInRunAfterRefusal_IsSentAgainInTheNextRun()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault(Refusal);
        await bench.RunAsync(bench.Job());
        bench.Work.Host.AddFault($"{NoState} x3");

        var second = await bench.RunAsync(bench.Job());
        var third = await bench.RunAsync(bench.Job());

        Assert.Equal((NemoErrorKind.InvalidResponse, NemoAction.None), (second.Error!.Kind, second.Error.Action));
        Assert.Equal((JobStatus.Succeeded, 2), (third.Status, bench.Work.RequestsTo("POST", "/run_sse").Count));
    }

    /// <summary>Without the state, it is unknown whether there is an edit to accept.</summary>
    [Fact]
    public async Task Run_NoStateWhenAcceptingAFailedEdit_RecommendsNoOtherMessage()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault("""POST /run_sse: answer 200 text/event-stream data: {"code":5000,"message":"the tool failed"}""");
        await bench.RunAsync(bench.Job());
        await EditAsync(bench);
        bench.Work.Host.AddFault($"{NoState} x3");
        var accepting = new JobOptions { AcceptFailedEdits = true };

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

    [Fact]
    public async Task Run_OneOfEqualJobsFailed_RecommendsAnotherMessageInsteadOfRestart()
    {
        await using var bench = await JobBench.StartAsync();
        bench.Work.Host.AddFault("POST /run_sse: reset x2");
        await bench.RunAsync([bench.Job(), bench.Job()], new JobOptions { ThrottleLimit = 1 });

        var both = await bench.RunAsync([bench.Job(), bench.Job()], new JobOptions { ThrottleLimit = 1 });
        var alone = await bench.RunAsync(bench.Job());

        Assert.Equal(
            [NemoAction.ChangeMessage, NemoAction.ChangeMessage, NemoAction.ChangeMessage],
            both.Append(alone).Select(static result => result.Error!.Action));
    }

    /// <summary>Changes the timeline, as an edit does that the state shows late.</summary>
    private static async Task EditAsync(JobBench bench)
    {
        using var client = await bench.ConnectAsync();
        await client.EditAsync(Assert.Single(bench.Work.Host.Sessions).Id, "add music", cancellationToken: Workbench.Ending)
            .ToListAsync(Workbench.Ending);
    }
}
