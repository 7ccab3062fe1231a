using NemoVideo.Client.Errors;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Operations;
using NemoVideo.Client.Protocol;
using NemoVideo.Client.Streaming;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Transport;

namespace NemoVideo.Client.Tests.Resuming;

/// <summary>Two consecutive connections, like two processes: the second one resumes the work of the first.</summary>
public sealed class ResumeTests : IAsyncDisposable
{
    private const string Before = "\"draft\":{\"t\":[{\"tt\":0,\"sg\":[{\"d\":1000}]}]}";
    private const string After = "\"draft\":{\"t\":[{\"tt\":0,\"sg\":[{\"d\":1000}]},{\"tt\":7,\"sg\":[{\"d\":1000,\"text\":\"x\"}]}]}";
    private const string Later = "\"draft\":{\"t\":[{\"tt\":0,\"sg\":[{\"d\":1000}]},{\"tt\":7,\"sg\":[{\"d\":2000,\"text\":\"x\"}]}]}";

    private readonly ManualTime _time = new();
    private readonly JournalService _service;
    private readonly List<NemoClient> _clients = [];
    private string _state = Before;
    private bool _isStateUnavailable;
    private RawReply? _message;
    private RawReply? _render;
    private Action? _stateRead;

    public ResumeTests() => _service = JournalService.Start(request =>
        request.Path == JournalService.State ? _isStateUnavailable ? RawReply.Reset : ReadState()
        : request.Path == JournalService.Message ? _message
        : request.Method == "GET" ? _render
        : null);

    [Fact]
    public async Task Edit_SentByPreviousProcess_ReturnsResultWithoutSending()
    {
        await (await ConnectAsync()).EditAsync("s", "m", cancellationToken: Workbench.Ending).ToListAsync();

        var result = Assert.IsType<EditResult>(Assert.Single(await ResumeAsync()));

        Assert.True(result.IsResumed);
        Assert.Equal((EditStatus.Succeeded, false, false), (result.Status, result.IsSilent, result.IsChanged));
        Assert.Equal(1, Messages);
    }

    [Fact]
    public async Task FindUpload_JournalFullBeforeEndIsRecorded_ThrowsInsteadOfUploadingAgain()
    {
        var clip = _service.Folder.Write("a.mp4", 100);
        using (var run = (await ConnectAsync()).Earlier.OpenFiles())
        {
            await _clients[^1].UploadFileAsync("s", clip, run: run, cancellationToken: Workbench.Ending);
        }

        var journal = Assert.Single(Directory.GetFiles(Path.Combine(_service.Home, "journal"), "*.jsonl"));
        await File.WriteAllLinesAsync(journal, (await File.ReadAllLinesAsync(journal, Workbench.Ending))[..^1], Workbench.Ending);
        Assert.Equal("upload begun", _service.Steps[^1]);
        _stateRead = () =>
        {
            using var file = new FileStream(journal, FileMode.Append);
            file.Write(new byte[FileJournal.MaxBytes - file.Position - 1]);
            file.WriteByte((byte)'\n');
        };

        using var next = (await ConnectAsync()).Earlier.OpenFiles();
        await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess, () => next.FindUploadAsync(clip, Workbench.Ending));
    }

    [Fact]
    public async Task Edit_DifferentMessage_IsSent()
    {
        var client = await ConnectAsync();
        await client.UploadFileAsync("s", _service.Folder.Write("a.mp4", 100), cancellationToken: Workbench.Ending);
        await client.EditAsync("s", "something else", cancellationToken: Workbench.Ending).ToListAsync();

        var events = await ResumeAsync();

        Assert.False(Assert.IsType<EditResult>(events[^1]).IsResumed);
        Assert.Equal(2, Messages);
    }

    [Fact]
    public async Task Edit_SessionMissingInJournal_ThrowsAndIsNotSent()
    {
        var events = await ResumeAsync();

        var error = Assert.IsType<ErrorEvent>(events[0]);
        Assert.Contains("session", error.Message, StringComparison.Ordinal);
        Assert.Equal(EditStatus.Failed, Assert.IsType<EditResult>(events[1]).Status);
        Assert.Equal((2, 0), (events.Count, Messages));
    }

    [Fact]
    public async Task Edit_SessionIdWithQuotes_RecommendedCommandQuotesIt()
    {
        var events = await (await ConnectAsync()).Earlier.EditAsync("s1'; Write-Host \u2019x", "m", cancellationToken: Workbench.Ending).ToListAsync();

        var error = Assert.IsType<ErrorEvent>(events[0]);
        Assert.Contains("-Session 's1''; Write-Host \u2019\u2019x'", error.Exception!.NextStep, StringComparison.Ordinal);
        Assert.Equal(0, Messages);
    }

    [Theory]
    [InlineData(16, 60)]
    [InlineData(2, 1)]
    public async Task Edit_InterruptedRecently_IsPolledTwice(int minutesAgo, int minutes)
    {
        await LeaveAsync();
        _time.Advance(TimeSpan.FromMinutes(minutesAgo));
        _state = After;
        var running = ResumeAsync(TimeSpan.FromMinutes(minutes));

        await PassAsync(TimeSpan.FromSeconds(30), Later);
        await PassAsync(TimeSpan.FromSeconds(60), Later);

        Assert.Equal(EditStatus.Succeeded, Assert.IsType<EditResult>(Assert.Single(await running)).Status);
    }

    [Fact]
    public async Task Edit_ServiceError_IsSentAgain()
    {
        await FailAsync();
        _message = null;

        var result = Assert.IsType<EditResult>((await ResumeAsync())[^1]);

        Assert.Equal((EditStatus.Succeeded, false, 2), (result.Status, result.IsResumed, Messages));
    }

    [Fact]
    public async Task Edit_ServiceErrorTwice_ThrowsAndIsNotSentAgain()
    {
        await FailAsync();
        await ResumeAsync();

        var error = Assert.IsType<ErrorEvent>((await ResumeAsync())[0]);

        Assert.Contains("2 times", error.Message, StringComparison.Ordinal);
        Assert.Contains("not sent again", error.Exception!.NextStep, StringComparison.Ordinal);
        Assert.Equal(2, Messages);
    }

    [Theory]
    [InlineData("""{"error":"upstream timeout"}""", 200)]
    [InlineData("""{"detail":"upstream timeout"}""", 200)]
    [InlineData("""{"success":false}""", 200)]
    [InlineData("""{"code":9001,"message":"late"}""", 200)]
    [InlineData("""{"code":408,"message":"late"}""", 200)]
    [InlineData("""{"error":{"code":429,"message":"The model is busy."}}""", 500)]
    [InlineData("""{"detail":{"code":401}}""", 500)]
    [InlineData("""{"code":2001,"message":"late"}""", 503)]
    [InlineData("""{"code":404,"message":"late"}""", 500)]
    public async Task Edit_AmbiguousFailureAndLateChange_IsNotSentAgain(string failure, int status)
    {
        _message = RawReply.Json(failure, status);
        var client = await ConnectAsync();
        await client.UploadFileAsync("s", _service.Folder.Write("a.mp4", 100), cancellationToken: Workbench.Ending);
        await client.EditAsync("s", "m", cancellationToken: Workbench.Ending).ToListAsync();
        Assert.Equal("message unknown", _service.Steps[^1]);
        _time.Advance(TimeSpan.FromMinutes(16));
        _state = After;

        await ResumeAsync();
        var result = Assert.IsType<EditResult>((await ResumeAsync())[^1]);

        Assert.Equal((EditStatus.Succeeded, true, 1), (result.Status, result.IsResumed, Messages));
    }

    [Fact]
    public async Task Edit_RejectedForCredits_IsSentAgainEachTime()
    {
        await FailAsync("""{"type":"error","code":2001,"message":"no credits"}""");
        for (var run = 0; run < 3; run++)
        {
            await ResumeAsync();
        }

        Assert.Equal(4, Messages);
        _state = After;
        Assert.Equal(NemoErrorKind.ServiceFailure, Assert.IsType<ErrorEvent>((await ResumeAsync())[0]).Exception!.Kind);
        Assert.Equal(4, Messages);
    }

    [Fact]
    public async Task Edit_ServiceErrorAndStateLags_IsNotSentAgain()
    {
        await FailAsync();
        _message = null;
        var running = (await ConnectAsync(polls: 3)).Earlier.EditAsync("s", "m", cancellationToken: Workbench.Ending).ToListAsync();

        await PassAsync(new NemoLimits().StatePollInterval, After);

        Assert.Equal(NemoErrorKind.ServiceFailure, Assert.IsType<ErrorEvent>((await running)[0]).Exception!.Kind);
        Assert.Equal(1, Messages);
    }

    [Fact]
    public async Task Edit_ServiceErrorAndStateUnreadable_Fails()
    {
        _message = RawReply.Stream("data: {\"errorCode\":\"overloaded\",\"errorMessage\":\"too much\"}\n\n");
        var client = await ConnectAsync();
        await foreach (var _ in client.EditAsync("s", "m", cancellationToken: Workbench.Ending))
        {
            _isStateUnavailable = true;
        }

        Assert.Equal("message done failed", _service.Steps[^1]);
    }

    [Fact]
    public async Task Edit_InterruptedAfterErrorEvent_IsSentAgain()
    {
        _message = RawReply.Stream("data: {\"type\":\"error\",\"message\":\"no\"}\n\ndata: {\"type\":\"text\",\"content\":\"x\"}\n\n");
        var client = await ConnectAsync();
        await client.UploadFileAsync("s", _service.Folder.Write("a.mp4", 100), cancellationToken: Workbench.Ending);
        await foreach (var _ in client.EditAsync("s", "m", cancellationToken: Workbench.Ending))
        {
            break;
        }

        Assert.Equal("message done failed", _service.Steps[^1]);
        _message = null;
        Assert.Equal(EditStatus.Succeeded, Assert.IsType<EditResult>((await ResumeAsync())[^1]).Status);
        Assert.Equal(2, Messages);
    }

    [Fact]
    public async Task Edit_ServiceErrorAfterTimelineChange_ThrowsAndIsNotSentAgain()
    {
        await FailAsync();
        _message = null;
        _state = After;

        var events = await ResumeAsync();

        Assert.Equal(NemoErrorKind.ServiceFailure, Assert.IsType<ErrorEvent>(events[0]).Exception!.Kind);
        Assert.Equal(EditStatus.Failed, Assert.IsType<EditResult>(events[1]).Status);
        Assert.Equal((2, 1), (events.Count, Messages));
    }

    [Fact]
    public async Task Edit_InterruptedAndTimelineChanged_IsDoneOnceTwoPollsAgree()
    {
        await LeaveAsync();
        var running = ResumeAsync();

        await PassAsync(TimeSpan.FromSeconds(30), After);
        await PassAsync(TimeSpan.FromSeconds(60), Later);
        await PassAsync(TimeSpan.FromSeconds(60), Later);

        var result = Assert.IsType<EditResult>(Assert.Single(await running));
        Assert.Equal((EditStatus.Succeeded, true, 1), (result.Status, result.IsResumed, Messages));
        Assert.Equal("message done succeeded", _service.Steps[^1]);
        Assert.Single(await ResumeAsync());
    }

    [Fact]
    public async Task Edit_InterruptedAndTimelineUnchanged_WaitsThirtySecondsAndPollsSixtyFiveTimes()
    {
        await LeaveAsync();
        var running = ResumeAsync();

        await PassAsync(TimeSpan.FromSeconds(30), Before);
        for (var poll = 0; poll < 5; poll++)
        {
            await PassAsync(TimeSpan.FromSeconds(60), Before);
        }

        var events = await running;
        var error = Assert.IsType<ErrorEvent>(events[0]);
        Assert.Equal(NemoErrorKind.ConnectionLost, error.Exception!.Kind);
        Assert.Equal(EditStatus.Failed, Assert.IsType<EditResult>(events[1]).Status);
        Assert.Equal((2, 1), (events.Count, Messages));
    }

    [Theory]
    [InlineData(Before, EditStatus.Failed)]
    [InlineData(After, EditStatus.Succeeded)]
    public async Task Edit_InterruptedLongAgo_IsDecidedByOnePoll(string state, EditStatus expected)
    {
        await LeaveAsync();
        _time.Advance(TimeSpan.FromMinutes(16));
        _state = state;

        var result = Assert.IsType<EditResult>((await ResumeAsync())[^1]);

        Assert.Equal((expected, true, 1), (result.Status, result.IsResumed, Messages));
    }

    [Fact]
    public async Task FindRender_SubmittedAfterLastMessage_ReturnsIt()
    {
        await RenderAsync(await ConnectAsync());

        Assert.Equal("theirs", (await FindAsync())!.Id);
        Assert.Null(await FindAsync(quality: "low"));
    }

    [Fact]
    public async Task FindRender_SubmittedBeforeLastMessage_ReturnsNull()
    {
        var client = await ConnectAsync();
        await RenderAsync(client);
        await client.EditAsync("s", "m", cancellationToken: Workbench.Ending).ToListAsync();

        Assert.Null(await FindAsync());
    }

    [Theory]
    [InlineData("""{"id":"theirs","status":"failed"}""", 200)]
    [InlineData("""{"detail":"no such render"}""", 404)]
    public async Task FindRender_FailedOrUnknownToService_ReturnsNull(string response, int status)
    {
        await RenderAsync(await ConnectAsync());
        _render = RawReply.Json(response, status);
        var finding = FindAsync();
        if (status == 404)
        {
            await PassAsync(new NemoLimits().StatePollInterval, Before);
        }

        Assert.Null(await finding);
    }

    [Fact]
    public async Task FindRender_NotFoundOnce_ChecksAgain()
    {
        await RenderAsync(await ConnectAsync());
        _render = RawReply.Json("{}", 404);
        var finding = FindAsync();
        await _time.WaitForTimerAsync(new NemoLimits().StatePollInterval, Workbench.Ending);
        _render = null;
        _time.Advance(new NemoLimits().StatePollInterval);

        Assert.Equal("theirs", (await finding)!.Id);
    }

    [Fact]
    public async Task FindRender_OtherTokenAndVideoDownloaded_ReturnsCompletedRender()
    {
        var client = await ConnectAsync();
        var path = _service.Folder.PathOf("v.mp4");
        await client.SaveRenderAsync(await RenderAsync(client) with { OutputAddress = null }, path, cancellationToken: Workbench.Ending);
        _render = RawReply.Json("{}", 404);
        var finding = FindAsync();
        await PassAsync(new NemoLimits().StatePollInterval, Before);

        var found = await finding;

        Assert.Equal(("theirs", RenderStatus.Completed, true), (found!.Id, found.Status, found.IsForgotten));
    }

    [Fact]
    public async Task WaitForRender_GoneAtService_CompletesIfVideoWasFoundElseThrowsWithPath()
    {
        var client = await ConnectAsync();
        var path = _service.Folder.PathOf("v.mp4");
        await client.SaveRenderAsync(await RenderAsync(client) with { OutputAddress = null }, path, cancellationToken: Workbench.Ending);
        _render = RawReply.Json("{}", 404);
        var earlier = (await ConnectAsync()).Earlier;
        var waiting = earlier.WaitForRenderAsync("theirs", path, cancellationToken: Workbench.Ending);
        await PassAsync(new NemoLimits().StatePollInterval, Before);

        Assert.True((await waiting).IsForgotten);
        _render = RawReply.Reset;
        Assert.True((await earlier.WaitForRenderAsync("theirs", path, cancellationToken: Workbench.Ending)).IsForgotten);
        _render = RawReply.Json("{}", 404);
        var elsewhere = await Assert.ThrowsAsync<NemoException>(() => earlier.WaitForRenderAsync("theirs", null, cancellationToken: Workbench.Ending));
        Assert.Equal(NemoErrorKind.RenderNotFound, elsewhere.Kind);
        Assert.Contains(path, elsewhere.Message, StringComparison.Ordinal);
        File.Delete(path);
        var missing = await Assert.ThrowsAsync<NemoException>(() => earlier.WaitForRenderAsync("theirs", null, cancellationToken: Workbench.Ending));
        Assert.DoesNotContain(path, missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindRender_NoResponse_Throws()
    {
        await RenderAsync(await ConnectAsync());
        _render = RawReply.Reset;

        await Assert.ThrowsAsync<NemoException>(() => FindAsync());
    }

    [Fact]
    public async Task FindVideo_OtherSizeFolderOrRender_ReturnsNull()
    {
        var client = await ConnectAsync();
        var job = await RenderAsync(client);
        var path = _service.Folder.PathOf("v.mp4");
        await client.SaveRenderAsync(job with { OutputAddress = null }, path, cancellationToken: Workbench.Ending);
        var earlier = (await ConnectAsync()).Earlier;

        Assert.Equal(path, await earlier.FindVideoAsync("theirs", FolderOf(path), Workbench.Ending));
        Assert.Null(await earlier.FindVideoAsync("other", FolderOf(path), Workbench.Ending));
        Assert.Null(await earlier.FindVideoAsync("theirs", _service.Home, Workbench.Ending));
        await File.AppendAllTextAsync(path, "more", Workbench.Ending);
        Assert.Null(await earlier.FindVideoAsync("theirs", FolderOf(path), Workbench.Ending));
    }

    [Fact]
    public async Task FindVideo_FileOfAnotherUser_ReturnsNull()
    {
        using var other = new SecondAccount();
        other.Require();
        var client = await ConnectAsync();
        var job = await RenderAsync(client);
        var path = _service.Folder.PathOf("v.mp4");
        await client.SaveRenderAsync(job with { OutputAddress = null }, path, cancellationToken: Workbench.Ending);
        other.Own(path);

        Assert.Null(await (await ConnectAsync()).Earlier.FindVideoAsync("theirs", FolderOf(path), Workbench.Ending));
    }

    [Fact]
    public async Task FindVideo_ProcessEndedAfterRename_ReturnsFileAndRecordsIt()
    {
        var path = await DownloadAndDieAsync();
        var client = await ConnectAsync();

        Assert.Equal(path, await client.Earlier.FindVideoAsync("theirs", FolderOf(path), Workbench.Ending));
        Assert.Equal("download done", _service.Steps[^1]);
        Assert.Empty((await client.ReadJournalAsync(Workbench.Ending)).OutstandingRenders);
    }

    [Fact]
    public async Task FindVideo_ProcessEndedBeforeRename_ReturnsNull()
    {
        var path = await DownloadAndDieAsync();
        var client = await ConnectAsync();

        // An older video was to be replaced: it is still at its path, with the complete new file next to it.
        File.Copy(path, (await client.ReadJournalAsync(Workbench.Ending)).Entries.OfType<DownloadEntry>().Single().PartialPath!);

        Assert.Null(await client.Earlier.FindVideoAsync("theirs", FolderOf(path), Workbench.Ending));
    }

    [Fact]
    public async Task FindVideo_ProcessEndedDuringDownload_ReturnsNull()
    {
        var path = await DownloadAndDieAsync(linesLost: 2);

        Assert.Null(await (await ConnectAsync()).Earlier.FindVideoAsync("theirs", FolderOf(path), Workbench.Ending));
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(static client => client.Dispose());
        await _service.DisposeAsync();
    }

    private RawReply ReadState()
    {
        _stateRead?.Invoke();
        return EditServer.State(_state);
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(path)!;

    private int Messages => _service.Server.Requests.Count(static request => request.Path == JournalService.Message);

    private async Task<NemoClient> ConnectAsync(int polls = 1)
    {
        var client = await NemoClient.ConnectAsync(
            new NemoClientOptions
            {
                ApiUrl = _service.Server.Url,
                Token = RawServer.Token,
                DataDirectory = _service.Home,
                Limits = new NemoLimits { RetryCount = 0, StatePollCount = polls },
                TimeProvider = _time,
            },
            Workbench.Ending);
        _clients.Add(client);
        return client;
    }

    private async Task<IReadOnlyList<AgentEvent>> ResumeAsync(TimeSpan? timeout = null) =>
        await (await ConnectAsync()).Earlier.EditAsync("s", "m", timeout, cancellationToken: Workbench.Ending).ToListAsync();

    private async Task<RenderJob?> FindAsync(string quality = "high") =>
        await (await ConnectAsync()).Earlier.FindRenderAsync("s", "mp4", quality, Workbench.Ending);

    private static async Task<RenderJob> RenderAsync(NemoClient client) =>
        await client.SubmitRenderAsync(await client.GetStateAsync("s", Workbench.Ending), cancellationToken: Workbench.Ending);

    /// <summary>A process that downloads and ends before it writes the last records of its journal.</summary>
    private async Task<string> DownloadAndDieAsync(int linesLost = 1)
    {
        var client = await ConnectAsync();
        var job = await RenderAsync(client);
        var path = _service.Folder.PathOf("v.mp4");
        await client.SaveRenderAsync(job with { OutputAddress = null }, path, cancellationToken: Workbench.Ending);
        var journal = Assert.Single(Directory.GetFiles(Path.Combine(_service.Home, "journal"), "*.jsonl"));
        var lines = await File.ReadAllLinesAsync(journal, Workbench.Ending);
        await File.WriteAllLinesAsync(journal, lines[..^linesLost], Workbench.Ending);
        return path;
    }

    /// <summary>A process whose message ends with an error event.</summary>
    private async Task FailAsync(string errorEvent = """{"errorCode":"overloaded","errorMessage":"too much"}""")
    {
        _message = RawReply.Stream($"data: {errorEvent}\n\n");
        var client = await ConnectAsync();
        await client.UploadFileAsync("s", _service.Folder.Write("a.mp4", 100), cancellationToken: Workbench.Ending);
        await client.EditAsync("s", "m", cancellationToken: Workbench.Ending).ToListAsync();
    }

    /// <summary>A process that ends while the agent works.</summary>
    private async Task LeaveAsync()
    {
        _message = new RawReply(async (wire, stop) =>
        {
            await wire.WriteAsync(RawReply.Head(200, "text/event-stream"), stop);
            await wire.WriteAsync("data: {\"type\":\"tool_call\",\"name\":\"t\",\"args\":{}}\n\n"u8.ToArray(), stop);
            await Task.Delay(Timeout.Infinite, stop);
        });
        await foreach (var _ in (await ConnectAsync()).EditAsync("s", "m", cancellationToken: Workbench.Ending))
        {
            break;
        }

        Assert.Equal("message unknown", _service.Steps[^1]);
    }

    private async Task PassAsync(TimeSpan pause, string state)
    {
        await _time.WaitForTimerAsync(pause, Workbench.Ending);
        _state = state;
        _time.Advance(pause);
    }
}
