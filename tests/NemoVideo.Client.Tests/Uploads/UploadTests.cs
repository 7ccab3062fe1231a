using System.Security.Cryptography;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Uploads;

namespace NemoVideo.Client.Tests.Uploads;

public sealed class UploadTests
{
    private const string UploadPath = "/api/upload-video/nemo_agent/me/";

    [Fact]
    public async Task UploadFile_SeveralChunks_ArrivesByteForByte()
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithSessionAsync();
        var path = service.Folder.Write("beach.mp4", 1_000_003);

        var media = await client.UploadFileAsync(session.Id, path, cancellationToken: TestService.Ending);

        Assert.Equal("beach.mp4", media.FileName);
        Assert.Equal("video", media.MediaKind);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path, TestService.Ending))), media.Hash);
    }

    [Fact]
    public async Task UploadFile_Progress_ReportsEachStepUpToTotal()
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithSessionAsync();
        var progress = new ProgressLog<TransferProgress>();

        await client.UploadFileAsync(session.Id, service.Folder.Write("beach.mp4", 1_000_000), progress, cancellationToken: TestService.Ending);

        Assert.True(progress.Reports.Count > 2);
        Assert.Equal(progress.Reports.Select(report => report.Bytes).Order(), progress.Reports.Select(report => report.Bytes));
        Assert.Equal(new TransferProgress(1_000_000, 1_000_000), progress.Reports[^1]);
    }

    [Fact]
    public async Task UploadUrl_Clip_HasNameFromUrl()
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithSessionAsync();

        var media = await client.UploadUrlAsync(session.Id, new Uri("https://example.org/clips/my%20beach.mp4"), cancellationToken: TestService.Ending);

        Assert.Equal("my beach.mp4", media.FileName);
        Assert.Equal(
            """{"urls":["https://example.org/clips/my%20beach.mp4"],"source_type":"url"}""",
            Assert.Single(service.RequestsTo("POST", UploadPath)).Body);
        Assert.True((await client.GetStateAsync(session.Id, TestService.Ending)).IsReady);
    }

    [Theory]
    [InlineData("""{"success":false,"error":"virus found"}""")]
    [InlineData("""{"code":0,"data":{"success":false,"error":"virus found"}}""")]
    public async Task UploadFile_ResponseReportsAFailure_IsAnError(string response)
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithSessionAsync();
        service.Host.AddFault($"POST {UploadPath}*: answer 200 {response} x*");

        var error = await NemoAssert.ThrowsAsync(
            NemoErrorKind.ServiceFailure,
            () => client.UploadFileAsync(session.Id, service.Folder.Write("beach.mp4", 100), cancellationToken: TestService.Ending));

        Assert.Equal(response.Contains("virus found", StringComparison.Ordinal), error.Message.Contains("virus found", StringComparison.Ordinal));
        Assert.Equal(Outcome.NotDone, error.Outcome);
    }

    [Theory]
    [InlineData("""{"filename":"beach.mp4","code":"h264","errors":{},"detail":{"fps":30}}""")]
    [InlineData("""{"filename":"beach.mp4","error_code":"00000","error_message":"No error","errors":[""]}""")]
    [InlineData("""{"filename":"beach.mp4","errorCode":0,"errorMessage":"fine"}""")]
    [InlineData("""{"filename":"beach.mp4","id":"u1","status":"ok","code":"OK","success":true,"error":null}""")]
    public async Task UploadFile_ResponseReportsSuccess_IsNoError(string file)
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithSessionAsync();
        service.Host.AddFault($"POST {UploadPath}*: answer 200 {{\"code\":0,\"data\":{{\"files\":[{file.Insert(1, "\"hash\":\"h\",")}]}}}} x*");

        Assert.Equal(
            "beach.mp4",
            (await client.UploadFileAsync(session.Id, service.Folder.Write("beach.mp4", 100), cancellationToken: TestService.Ending)).FileName);
    }

    [Fact]
    public async Task UploadFile_OverFiveHundredMegabytes_SendsNothing()
    {
        await using var service = await TestService.StartAsync();
        var client = await service.ConnectAsync();
        var path = service.Folder.WriteSparse("long.mp4", 501L * 1024 * 1024);

        await NemoAssert.ThrowsAsync(NemoErrorKind.FileTooLarge, () => client.UploadFileAsync("s", path, cancellationToken: TestService.Ending));

        Assert.Single(service.Requests);
    }

    [Theory]
    [InlineData("mp4 mov avi webm mkv")]
    [InlineData("jpg jpeg png gif webp")]
    [InlineData("mp3 wav m4a aac")]
    [InlineData("MP4 JpG")]
    public void CheckFile_EachSupportedType_IsAccepted(string extensions)
    {
        using var folder = new TemporaryFolder();

        Assert.All(extensions.Split(' '), extension => MediaFile.Check(folder.Write("a." + extension, 16)));
    }

    [Fact]
    public async Task UploadFile_ResponseLostForSecondOfSameName_IsNotMistakenForFirst()
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithSessionAsync();
        var first = await client.UploadFileAsync(session.Id, service.Folder.Write("beach.mp4", 100), cancellationToken: TestService.Ending);
        service.Host.AddFault($"POST {UploadPath}*: drop before answer");

        var second = await client.UploadFileAsync(session.Id, service.Folder.Write("beach.mp4", 200), cancellationToken: TestService.Ending);

        Assert.NotEqual(first.Hash, second.Hash);
        Assert.Equal(2, service.RequestsTo("POST", UploadPath).Count);
    }

    /// <summary>A session that was just created is empty, so its state isn't read. What was lost is found all the same.</summary>
    [Theory]
    [InlineData(null, 1)]
    [InlineData("drop before answer", 1)]
    [InlineData("reset", 2)]
    public async Task UploadFile_NewSession_ReadsItsStateOnlyAfterALostResponse(string? fault, int uploads)
    {
        await using var service = await TestService.StartAsync();
        var client = await service.ConnectAsync();
        var session = await client.CreateSessionAsync("clip", cancellationToken: TestService.Ending);
        if (fault is not null)
        {
            service.Host.AddFault($"POST {UploadPath}*: {fault}");
        }

        var media = await client.UploadFileAsync(
            session.Id, MediaFile.Check(service.Folder.Write("beach.mp4", 1000)), progress: null, isNewSession: true, TestService.Ending);

        Assert.Equal("beach.mp4", media.FileName);
        Assert.Equal(uploads, service.RequestsTo("POST", UploadPath).Count);
        Assert.Equal(fault is null, service.RequestsTo("GET", "/api/state").Count == 0);
        Assert.Single((await client.GetStateAsync(session.Id, TestService.Ending)).Uploads);
    }

    /// <summary>The network is gone in the middle of an upload (reflector 371): the service can't have the file, so it is sent again.</summary>
    [Fact]
    public async Task UploadFile_NetworkIsGoneInTheMiddle_IsSentAgainWhenItIsBack()
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithSessionAsync();
        service.Host.AddFault($"POST {UploadPath}*: reset");
        var isGone = 0;
        var progress = new ProgressLog<TransferProgress>(_ =>
        {
            if (Interlocked.Exchange(ref isGone, 1) == 0)
            {
                service.Host.AddFault("GET /api/state/*: status 503 x6");
            }
        });

        var media = await client.UploadFileAsync(session.Id, service.Folder.Write("beach.mp4", 20_000_000), progress, TestService.Ending);

        // The reset can come before the first progress.
        service.Host.ClearFaults();
        Assert.Equal("beach.mp4", media.FileName);
        Assert.Single((await client.GetStateAsync(session.Id, TestService.Ending)).Uploads);
        Assert.Equal(2, service.RequestsTo("POST", UploadPath).Count);
    }

    [Fact]
    public async Task UploadFile_Canceled_EndsRequest()
    {
        await using var service = await TestService.StartAsync();
        var (client, session) = await service.ConnectWithSessionAsync();
        using var stop = new CancellationTokenSource();
        var progress = new ProgressLog<TransferProgress>(_ => stop.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.UploadFileAsync(session.Id, service.Folder.Write("beach.mp4", 5_000_000), progress, cancellationToken: stop.Token));

        await service.Host.WaitForRequestAsync(
            request => request.Path.StartsWith(UploadPath, StringComparison.Ordinal) && request.State == Emulator.Recording.RequestState.Aborted,
            TestService.Ending);
        Assert.False((await client.GetStateAsync(session.Id, TestService.Ending)).IsReady);
    }
}
