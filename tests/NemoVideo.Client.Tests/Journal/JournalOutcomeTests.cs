using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Tests.Support;

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
        Assert.Empty((await client.ReadJournalAsync(Workbench.Ending)).OutstandingRenders);
    }

    [Fact]
    public async Task Read_BegunWithoutEnd_IsUnfinished()
    {
        using var folder = new JournalFolder();
        await folder.AppendAsync(folder.Line("1"), folder.Line("1", JournalStep.Done), folder.Line("2"));

        Assert.Equal(["1 Done", "2 Begun"], await folder.ReadAsync());
    }
}
