using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Journal;

/// <summary>The records that are written before a request and after its response.</summary>
public sealed class JournalRecordTests
{
    [Fact]
    public async Task Request_SessionUploadRenderOrDownload_IsRecordedBeforeItIsSent()
    {
        await using var service = JournalService.Start();
        var client = await service.ConnectAsync();

        await RunWorkflowAsync(client, service.Folder);

        Assert.Equal(
            [
                ("POST " + JournalService.Session, "session begun"),
                ("POST " + JournalService.Upload, "source done"),
                ("POST " + JournalService.Message, "source done"),
                ("POST " + JournalService.Message, "source done"),
                ("POST " + JournalService.Render, "render begun"),
                ("GET " + JournalService.Download, "download begun"),
            ],
            service.Seen.Where(static one => one.Request.StartsWith("POST", StringComparison.Ordinal) || one.Request.EndsWith("/download", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Workflow_Successful_RecordsEachEndOnce()
    {
        await using var service = JournalService.Start();
        var client = await service.ConnectAsync();

        await RunWorkflowAsync(client, service.Folder);

        Assert.Equal(
            [
                "session begun", "session done",
                "source done",
                "render begun", "render done pending", "render done completed",
                "download begun", "download done",
            ],
            service.Steps);
        Assert.Empty(service.Notices);
    }

    [Fact]
    public async Task Workflow_WithEmulator_IsReadByNextProcess()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, session) = await bench.ConnectWithClipAsync();
        await client.EditAsync(session, "add a title \"Hi\"", cancellationToken: Workbench.Ending).ToListAsync();
        var job = await client.SubmitRenderAsync(await client.GetStateAsync(session, Workbench.Ending), cancellationToken: Workbench.Ending);
        client.Dispose();

        var next = await bench.ConnectAsync();
        var history = await next.ReadJournalAsync(Workbench.Ending);

        Assert.Equal(3, history.Entries.Count);
        Assert.All(history.Entries, entry => Assert.Equal(session, entry.SessionId));
        var render = Assert.Single(history.OutstandingRenders);
        Assert.Equal(job.Id, render.RenderId);
        Assert.Equal((await next.GetStateAsync(session, Workbench.Ending)).Fingerprint, render.Fingerprint);
    }

    [Fact]
    public async Task GetRender_Repeated_RecordsCompletionOnce()
    {
        await using var service = JournalService.Start();
        var client = await service.ConnectAsync();
        var state = await client.GetStateAsync("s", Workbench.Ending);
        await client.SubmitRenderAsync(state, cancellationToken: Workbench.Ending);

        // By this process, and by a later one that reads it from the file.
        var later = await service.ConnectAsync();
        await client.GetRenderAsync("theirs", Workbench.Ending);
        await client.GetRenderAsync("theirs", Workbench.Ending);
        await later.WaitForRenderAsync("theirs", cancellationToken: Workbench.Ending);

        Assert.Equal(["render begun", "render done pending", "render done completed"], service.Steps);
    }

    [Fact]
    public async Task GetRender_SubmittedByPreviousProcess_RecordsCompletion()
    {
        await using var service = JournalService.Start();
        var earlier = await service.ConnectAsync();
        var state = await earlier.GetStateAsync("s", Workbench.Ending);
        await earlier.SubmitRenderAsync(state, cancellationToken: Workbench.Ending);
        earlier.Dispose();
        var client = await service.ConnectAsync();

        await client.GetRenderAsync("theirs", Workbench.Ending);

        var entry = (await client.ReadJournalAsync(Workbench.Ending)).FindRender("theirs");
        Assert.Equal(RenderStatus.Completed, entry!.Status);
        Assert.Single(service.Steps, "render done completed");
    }

    [Fact]
    public async Task GetRender_NotSubmittedHere_WritesNoRecord()
    {
        await using var service = JournalService.Start();
        var client = await service.ConnectAsync();

        await client.GetRenderAsync("theirs", Workbench.Ending);
        await client.CancelRenderAsync("theirs", Workbench.Ending);

        Assert.Empty(service.Steps);
        Assert.Empty(service.Folder.Files());
    }

    [Fact]
    public async Task CancelRender_SubmittedHere_IsNoLongerOutstanding()
    {
        await using var service = JournalService.Start();
        var client = await service.ConnectAsync();
        var state = await client.GetStateAsync("s", Workbench.Ending);
        await client.SubmitRenderAsync(state, cancellationToken: Workbench.Ending);

        await client.CancelRenderAsync("theirs", Workbench.Ending);

        Assert.Equal("render done cancelled", service.Steps[^1]);
        Assert.Empty((await client.ReadJournalAsync(Workbench.Ending)).OutstandingRenders);
    }

    [Fact]
    public async Task Journal_CacheDisabled_IsInMemoryOfConnection()
    {
        await using var service = JournalService.Start();
        var client = await service.ConnectAsync(useCache: false);

        await client.CreateSessionAsync("Summer", cancellationToken: Workbench.Ending);

        Assert.Single((await client.ReadJournalAsync(Workbench.Ending)).Entries);
        Assert.Empty(service.Folder.Files());
        Assert.Empty((await (await service.ConnectAsync(useCache: false)).ReadJournalAsync(Workbench.Ending)).Entries);
    }

    [Fact]
    public async Task Journal_AnotherUser_IsSeparateFile()
    {
        await using var service = JournalService.Start();
        var mine = await service.ConnectAsync();
        await mine.CreateSessionAsync("Summer", cancellationToken: Workbench.Ending);
        using var theirs = await NemoClient.ConnectAsync(
            new NemoClientOptions { ApiUrl = service.Server.Url, Token = "nmv_usr_theirs", DataDirectory = service.Home }, Workbench.Ending);

        Assert.Empty((await theirs.ReadJournalAsync(Workbench.Ending)).Entries);
        Assert.Equal(mine.Identity + ".jsonl", Path.GetFileName(Assert.Single(Directory.GetFiles(Path.Combine(service.Home, "journal"), "*.jsonl"))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SubmitRender_ServiceAssignsIdOfOtherRender_KeepsSubmittedId(bool isConcurrent)
    {
        await using var service = JournalService.Start();
        var client = await service.ConnectAsync();
        var state = await client.GetStateAsync("s", Workbench.Ending);

        var submits = new List<Task<RenderJob>>();
        for (var i = 0; i < 3; i++)
        {
            submits.Add(client.SubmitRenderAsync(state, cancellationToken: Workbench.Ending));
            await (isConcurrent ? Task.CompletedTask : submits[i]);
        }

        var ids = (await Task.WhenAll(submits)).Select(static job => job.Id).ToList();
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Single(ids, static id => id == "theirs");
        Assert.Equal(ids.Order(), (await client.ReadJournalAsync(Workbench.Ending)).Entries.Cast<RenderEntry>().Select(static entry => entry.RenderId).Order());
    }

    private static async Task RunWorkflowAsync(NemoClient client, TemporaryFolder folder)
    {
        await client.CreateSessionAsync("Summer", "en", Workbench.Ending);
        await client.UploadFileAsync("s", folder.Write("a.mp4", 1000), cancellationToken: Workbench.Ending);
        await client.SendAsync("s", "add a title", Workbench.Ending).ToListAsync();
        await client.EditAsync("s", "add a title", cancellationToken: Workbench.Ending).ToListAsync();
        var state = await client.GetStateAsync("s", Workbench.Ending);
        var job = await client.SubmitRenderAsync(state, cancellationToken: Workbench.Ending);
        job = await client.WaitForRenderAsync(job.Id, cancellationToken: Workbench.Ending);
        await client.SaveRenderAsync(job, folder.PathOf("out.mp4"), cancellationToken: Workbench.Ending);
    }
}
