using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Tests.Journal;

/// <summary>The records of calls that were rejected or have an unknown outcome.</summary>
public sealed class JournalOutcomeTests
{
    private static readonly RawReply Busy = RawReply.Json("""{"code":500,"message":"busy"}""", 500);

    [Theory]
    [InlineData(401, "failed")]
    [InlineData(429, "failed")]
    [InlineData(402, "failed")]
    [InlineData(503, "unknown")]
    [InlineData(0, "unknown")]
    public async Task CreateSession_Error_IsFailedOnlyIfRejected(int status, string step)
    {
        await using var service = JournalService.Start(_ => status == 0 ? RawReply.Reset : RawReply.Json($$"""{"code":{{status}}}""", status));
        var client = await service.ConnectAsync();

        await Assert.ThrowsAsync<NemoException>(() => client.CreateSessionAsync("Summer", cancellationToken: Workbench.Ending));

        Assert.Equal(["session begun", "session " + step], service.Steps);
    }

    [Fact]
    public async Task CreateSession_ServiceUnreachable_IsFailed()
    {
        await using var service = JournalService.Start();
        using var nobody = await NemoClient.ConnectAsync(
            new NemoClientOptions { ApiUrl = new Uri("http://127.0.0.1:9/"), Token = RawServer.Token, DataDirectory = service.Home, Limits = QuickLimits.Value }, Workbench.Ending);

        await Assert.ThrowsAsync<NemoException>(() => nobody.CreateSessionAsync("Summer", cancellationToken: Workbench.Ending));

        Assert.Equal(["session begun", "session failed"], service.Steps);
    }

    [Theory]
    [InlineData(false, 429, "failed")]
    [InlineData(false, 401, "failed")]
    [InlineData(false, 504, "unknown")]
    [InlineData(true, 429, "failed")]
    [InlineData(true, 401, "failed")]
    public async Task Send_ResponseIsNoStream_IsFailedOnlyIfRejected(bool isEdit, int status, string step)
    {
        await using var service = JournalService.Start(request =>
            request.Path == JournalService.Message ? RawReply.Json($$"""{"code":{{status}}}""", status) : null);
        var client = await service.ConnectAsync();

        await Assert.ThrowsAsync<NemoException>(() => (isEdit ? client.EditAsync("s", "m", cancellationToken: Workbench.Ending) : client.SendAsync("s", "m", Workbench.Ending)).ToListAsync());

        Assert.Equal(["message begun", "message " + step], service.Steps);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_ErrorEvent_IsDoneAndFailed(bool isEdit)
    {
        await using var service = JournalService.Start(request =>
            request.Path == JournalService.Message ? RawReply.Stream("data: {\"type\":\"error\",\"code\":\"E9\",\"message\":\"no\"}\n\n") : null);
        var client = await service.ConnectAsync();

        await (isEdit ? client.EditAsync("s", "m", cancellationToken: Workbench.Ending) : client.SendAsync("s", "m", Workbench.Ending)).ToListAsync();

        Assert.Equal(["message begun", "message done failed"], service.Steps);
    }

    [Theory]
    [InlineData(false, "message unknown")]
    [InlineData(true, "message done succeeded")]
    public async Task Edit_ResponseLost_IsUnknownUnlessTimelineChanged(bool isDone, string end)
    {
        var polls = 0;
        await using var service = JournalService.Start(request =>
            request.Path == JournalService.Message ? RawReply.Reset
            : request.Path == JournalService.State && polls++ > 0 && isDone ? EditServer.State("\"draft\":{\"t\":[]}") : null);
        var client = await service.ConnectAsync();

        var events = await client.EditAsync("s", "m", cancellationToken: Workbench.Ending).ToListAsync();

        Assert.Equal(isDone ? EditStatus.Succeeded : EditStatus.Failed, Assert.IsType<EditResult>(events[^1]).Status);
        Assert.Equal(["message begun", end], service.Steps);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_EnumerationAbandoned_IsUnknown(bool isEdit)
    {
        await using var service = JournalService.Start(request => request.Path == JournalService.Message ? SilentStream() : null);
        var client = await service.ConnectAsync();

        await foreach (var _ in isEdit ? client.EditAsync("s", "m", cancellationToken: Workbench.Ending) : client.SendAsync("s", "m", Workbench.Ending))
        {
            break;
        }

        Assert.Equal(["message begun", "message unknown"], service.Steps);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_CanceledDuringRequest_IsUnknown(bool isEdit)
    {
        await using var service = JournalService.Start(request => request.Path == JournalService.Message ? RawReply.Silence : null);
        var client = await service.ConnectAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Workbench.Ending);
        var sending = (isEdit ? client.EditAsync("s", "m", cancellationToken: cancel.Token) : client.SendAsync("s", "m", cancel.Token)).ToListAsync();
        await service.Server.WaitForAsync(request => request.Path == JournalService.Message, Workbench.Ending);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(["message begun", "message unknown"], service.Steps);
    }

    [Fact]
    public async Task Edit_ResultNotAwaited_IsDoneOnceTimelineIsKnown()
    {
        var polls = 0;
        await using var service = JournalService.Start(request =>
            request.Path == JournalService.State && polls++ > 0 ? EditServer.State("\"draft\":{\"t\":[]}") : null);
        var client = await service.ConnectAsync();

        await foreach (var one in client.EditAsync("s", "m", cancellationToken: Workbench.Ending))
        {
            if (one is NemoVideo.Client.Streaming.TimelineEvent)
            {
                break;
            }
        }

        Assert.Equal(["message begun", "message done succeeded"], service.Steps);
    }

    [Fact]
    public async Task Edit_StateRequestRejected_WritesNoRecord()
    {
        await using var service = JournalService.Start(_ => RawReply.Json("""{"code":1002}"""));
        var client = await service.ConnectAsync();

        await Assert.ThrowsAsync<NemoException>(() => client.EditAsync("s", "m", cancellationToken: Workbench.Ending).ToListAsync());

        Assert.Empty(service.Steps);
    }

    [Fact]
    public async Task Upload_InvalidFile_WritesNoRecord()
    {
        await using var service = JournalService.Start();
        var client = await service.ConnectAsync();

        await Assert.ThrowsAsync<NemoException>(() => client.UploadFileAsync("s", service.Folder.Write("a.txt", 10), cancellationToken: Workbench.Ending));

        Assert.Empty(service.Steps);
        Assert.Empty(service.Server.Requests);
    }

    [Theory]
    [InlineData(504, "unknown")]
    [InlineData(413, "failed")]
    public async Task Upload_Error_IsFailedOnlyIfRejected(int status, string step)
    {
        await using var service = JournalService.Start(request => request.Method == "POST" ? RawReply.Of(status, "text/html", []) : null);
        var client = await service.ConnectAsync();

        await Assert.ThrowsAsync<NemoException>(() => client.UploadFileAsync("s", service.Folder.Write("a.mp4", 10), cancellationToken: Workbench.Ending));

        Assert.Equal(["upload begun", "upload " + step], service.Steps);
    }

    [Fact]
    public async Task SubmitRender_RetriedWithNewId_IsSeparateOperation()
    {
        var submits = 0;
        await using var service = JournalService.Start(request =>
            request.Path == JournalService.Render ? ++submits == 1 ? Busy : null
            : request.Path.StartsWith(JournalService.Render, StringComparison.Ordinal) ? RawReply.Json("""{"detail":"none"}""", 404) : null);
        var client = await service.ConnectAsync();
        var state = await client.GetStateAsync("s", Workbench.Ending);

        var job = await client.SubmitRenderAsync(state, cancellationToken: Workbench.Ending);

        Assert.Equal(["render begun", "render failed", "render begun", "render done pending"], service.Steps);
        Assert.Equal(2, service.Lines.Select(static line => (string)line["id"]!).Distinct().Count());
        Assert.Equal(job.Id, Assert.Single((await client.ReadJournalAsync(Workbench.Ending)).OutstandingRenders).RenderId);
    }

    [Fact]
    public async Task SubmitRender_UnknownOutcome_IsOutstandingUntilOldAndUnknownToService()
    {
        var isKnown = true;
        await using var service = JournalService.Start(request =>
            request.Path == JournalService.Render ? RawReply.Reset
            : request.Path.StartsWith(JournalService.Render, StringComparison.Ordinal) ? isKnown ? Busy : RawReply.Json("""{"detail":"none"}""", 404) : null);
        var time = new ManualTime();
        var client = await service.ConnectAsync(time);
        var state = await client.GetStateAsync("s", Workbench.Ending);
        await Assert.ThrowsAsync<NemoException>(() => client.SubmitRenderAsync(state, cancellationToken: Workbench.Ending));
        var id = Assert.Single((await client.ReadJournalAsync(Workbench.Ending)).OutstandingRenders).RenderId;
        isKnown = false;

        await Assert.ThrowsAsync<NemoException>(() => client.GetRenderAsync(id, Workbench.Ending));
        Assert.Equal(["render begun", "render unknown"], service.Steps);
        time.Advance(TimeSpan.FromMinutes(16));
        await Assert.ThrowsAsync<NemoException>(() => client.GetRenderAsync(id, Workbench.Ending));

        Assert.Equal(["render begun", "render unknown", "render failed"], service.Steps);
        Assert.Empty((await client.ReadJournalAsync(Workbench.Ending)).OutstandingRenders);
    }

    [Fact]
    public async Task SaveRender_Error_LeavesRenderOutstanding()
    {
        var isThere = false;
        await using var service = JournalService.Start(request =>
            request.Path == JournalService.Download && !isThere ? RawReply.Json("""{"detail":"gone"}""", 404) : null);
        var client = await service.ConnectAsync();
        var state = await client.GetStateAsync("s", Workbench.Ending);
        var job = await client.SubmitRenderAsync(state, cancellationToken: Workbench.Ending);
        job = await client.WaitForRenderAsync(job.Id, cancellationToken: Workbench.Ending);
        var path = service.Folder.PathOf("out.mp4");

        await Assert.ThrowsAsync<NemoException>(() => client.SaveRenderAsync(job, path, cancellationToken: Workbench.Ending));
        Assert.Equal("download failed", service.Steps[^1]);
        Assert.Single((await client.ReadJournalAsync(Workbench.Ending)).OutstandingRenders);

        isThere = true;
        await client.SaveRenderAsync(job, path, cancellationToken: Workbench.Ending);
        var history = await client.ReadJournalAsync(Workbench.Ending);
        Assert.Empty(history.OutstandingRenders);
        var download = Assert.Single(history.FindDownloads(history.FindRender(job.Id)!));
        Assert.Equal((path, 1234L), (download.Path, download.ByteCount));
    }

    [Fact]
    public async Task SaveRender_FileExists_RecordsPathOfVideo()
    {
        await using var service = JournalService.Start();
        var client = await service.ConnectAsync();
        var state = await client.GetStateAsync("s", Workbench.Ending);
        var job = await client.SubmitRenderAsync(state, cancellationToken: Workbench.Ending);
        job = await client.WaitForRenderAsync(job.Id, cancellationToken: Workbench.Ending);

        var saved = await client.SaveRenderAsync(job, service.Folder.Write("out.mp4", 10), cancellationToken: Workbench.Ending);

        var history = await client.ReadJournalAsync(Workbench.Ending);
        var download = Assert.Single(history.FindDownloads(history.FindRender(job.Id)!));
        Assert.Equal((service.Folder.PathOf("out (2).mp4"), saved), (saved, download.Path));
    }

    [Fact]
    public async Task Read_BegunWithoutEnd_IsUnfinished()
    {
        using var folder = new JournalFolder();
        await folder.AppendAsync(folder.Line("1"), folder.Line("1", JournalStep.Done), folder.Line("2"));

        Assert.Equal(["1 Done", "2 Begun"], await folder.ReadAsync());
    }

    /// <summary>A stream that starts and then stays silent.</summary>
    private static RawReply SilentStream() => new(async (wire, stop) =>
    {
        await wire.WriteAsync((byte[])[.. RawReply.StreamHead, .. System.Text.Encoding.UTF8.GetBytes(EditServer.TextA)], stop);
        await Task.Delay(Timeout.Infinite, stop);
    });
}
