using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;
using NemoVideo.Client.Timeline;

namespace NemoVideo.Client.Tests.Uploads;

/// <summary>Uploads to a server with scripted responses: the bytes of the request, and responses that the emulator doesn't send.</summary>
public sealed class UploadWireTests
{
    private const string Empty = """{"code":0,"data":{"session_id":"s","state":{"video_infos":[]}}}""";
    private const string WithBeach = """{"code":0,"data":{"session_id":"s","state":{"video_infos":[{"filename":"beach.mp4","duration":30.5}]}}}""";
    private const string WithOther = """{"code":0,"data":{"session_id":"s","state":{"video_infos":[{"filename":"other.mp4"}]}}}""";
    private const string Taken = """{"code":0,"data":{"files":[{"filename":"beach.mp4","file_type":"video","cdn_url":"https://cdn.example/1","duration":30.5,"width":1920,"height":1080,"fps":29.97,"hash":"h"}]}}""";

    [Theory]
    [InlineData("beach.mp4", "beach.mp4")]
    [InlineData("größe.mp4", "größe.mp4")]
    [InlineData("🎬 海.mp4", "🎬 海.mp4")]
    [InlineData("[1] a;b=c.mp4", "[1] a;b=c.mp4")]
    [InlineData("say \"hi\".mp4", "say %22hi%22.mp4")]
    [InlineData("two\nlines.mp4", "two%0Alines.mp4")]
    public async Task UploadFile_FileName_IsEncodedLikeCurl(string name, string sent)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && name.IndexOfAny(['"', '\n']) >= 0, "Windows has no such file names.");
        await using var server = RawServer.Start(request => RawReply.Json(request.Method == "GET" ? Empty : Taken));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        await client.UploadFileAsync("s", folder.Write(name, "1234ftyp"u8.ToArray()), cancellationToken: Workbench.Ending);

        var request = server.Requests[^1];
        var boundary = request.Header("Content-Type")!.Split("boundary=")[1];
        Assert.Equal(
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{sent}\"\r\nContent-Type: video/mp4\r\n\r\n1234ftyp\r\n--{boundary}--\r\n",
            Encoding.UTF8.GetString(request.Body));
    }

    [Fact]
    public async Task UploadFile_Response_ReturnsAllFields()
    {
        await using var server = RawServer.Start(request => RawReply.Json(request.Method == "GET" ? Empty : Taken));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        var media = await client.UploadFileAsync("s", folder.Write("beach.mp4", 10), cancellationToken: Workbench.Ending);

        Assert.Equal(
            new UploadedMedia("beach.mp4", "video", new Uri("https://cdn.example/1"), TimeSpan.FromSeconds(30.5), 1920, 1080, 29.97, "h"),
            media);
    }

    [Theory]
    [InlineData("\"hash\":\"h\"", "true", 1)]
    [InlineData("\"hash\":\"h\"", "false", 3)]
    [InlineData("\"error_msg\":null", "true", 3)]
    public async Task UploadFile_NotYetInState_PollsStateUntilItIs(string field, string applied, int polls)
    {
        var requestCount = 0;
        await using var server = RawServer.Start(request => RawReply.Json(
            request.Method != "GET" ? $$$"""{"code":0,"data":{"files":[{"filename":"beach.mp4",{{{field}}}}],"session_state_applied":{{{applied}}}}}"""
            : ++requestCount < 3 ? Empty : WithBeach));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        var media = await client.UploadFileAsync("s", folder.Write("beach.mp4", 10), cancellationToken: Workbench.Ending);

        Assert.Equal(("beach.mp4", polls), (media.FileName, requestCount));
    }

    [Fact]
    public async Task UploadFile_NotInStateAndStateUnreadable_Throws()
    {
        var reads = 0;
        await using var server = RawServer.Start(request => request.Method != "GET"
            ? RawReply.Json("""{"code":0,"data":{"files":[{"filename":"beach.mp4"}],"session_state_applied":false}}""")
            : ++reads == 1 ? RawReply.Json(Empty) : RawReply.Json("""{"detail":"no"}""", 403));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        var error = await NemoAssert.ThrowsAsync(
            NemoErrorKind.InvalidResponse,
            () => client.UploadFileAsync("s", folder.Write("beach.mp4", 10), cancellationToken: Workbench.Ending));

        Assert.Equal(Outcome.Unknown, error.Outcome);
        Assert.Contains("It is unknown whether the service added 'beach.mp4' to the session.", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
    }

    [Theory]
    [InlineData("""{"code":0,"data":{"files":[{"filename":"beach.mp4"}],"session_state_applied":0.0}}""")]
    [InlineData("""{"code":0,"data":{"files":[{"filename":"beach.mp4"}],"session_state_applied":false}}""")]
    [InlineData("""{"code":0,"data":{"files":[{"filename":"beach.mp4"}],"session_state_applied":"false"}}""")]
    [InlineData("""{"code":0,"data":{"files":[{"filename":"beach.mp4"}],"session_state_applied":0}}""")]
    [InlineData("""{"code":0,"session_state_applied":false,"data":{"files":[{"filename":"beach.mp4"}]}}""")]
    [InlineData("""{"code":0,"data":{"files":[{"filename":"beach.mp4","ok":false,"error_msg":"virus found"}],"session_state_applied":true}}""")]
    [InlineData("""{"code":0,"data":{"files":[{"filename":"beach.mp4","status":"unsupported","message":"unsupported codec"}]}}""")]
    [InlineData("""{"code":0,"data":{"files":[{"filename":"beach.mp4"}],"failed_files":["beach.mp4"],"session_state_applied":true}}""")]
    public async Task UploadFile_NeverInState_Throws(string response)
    {
        await using var server = RawServer.Start(request => RawReply.Json(request.Method == "GET" ? Empty : response));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        var error = await NemoAssert.ThrowsAsync(
            NemoErrorKind.InvalidResponse,
            () => client.UploadFileAsync("s", folder.Write("beach.mp4", 10), cancellationToken: Workbench.Ending));

        Assert.Contains("didn't add the file to the session", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UploadFile_ResponseUrlIsNotHttp_IsNull()
    {
        await using var server = RawServer.Start(request =>
            RawReply.Json(request.Method == "GET" ? Empty : """{"code":0,"data":{"files":[{"filename":"beach.mp4","cdn_url":"/media/1.mp4"}]}}"""));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        var media = await client.UploadFileAsync("s", folder.Write("beach.mp4", 10), cancellationToken: Workbench.Ending);

        Assert.Null(media.Address);
    }

    [Fact]
    public async Task UploadFile_ResponseLostAndSessionChangedOtherwise_Throws()
    {
        var states = 0;
        await using var server = RawServer.Start(request =>
            request.Method == "POST" ? RawReply.Reset : RawReply.Json(states++ == 0 ? Empty : WithOther));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.ConnectionLost,
            () => client.UploadFileAsync("s", folder.Write("beach.mp4", 10), cancellationToken: Workbench.Ending));

        Assert.Contains("may have been uploaded", error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task UploadFile_GatewayErrorAfterAccepted_IsFoundInState()
    {
        var states = 0;
        await using var server = RawServer.Start(request => request.Method == "POST"
            ? RawReply.Of(502, "text/html", "<h1>Bad Gateway</h1>"u8.ToArray())
            : RawReply.Json(states++ == 0 ? Empty : WithBeach));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        var media = await client.UploadFileAsync("s", folder.Write("beach.mp4", 10), cancellationToken: Workbench.Ending);

        Assert.Equal(TimeSpan.FromSeconds(30.5), media.Duration);
        Assert.Single(server.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task UploadFile_ResponseLostAndStateLags_IsNotRetried()
    {
        var states = 0;
        await using var server = RawServer.Start(request =>
            request.Method == "POST" ? RawReply.Reset : RawReply.Json(states++ < 3 ? Empty : WithBeach));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        await client.UploadFileAsync("s", folder.Write("beach.mp4", 10), cancellationToken: Workbench.Ending);

        Assert.Single(server.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task UploadFile_ChangedDuringUpload_ThrowsFileAccess()
    {
        await using var server = RawServer.Start(request => RawReply.Json(request.Method == "GET" ? Empty : Taken));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();
        var path = folder.Write("beach.mp4", 1_000_000);
        var progress = new ProgressLog<TransferProgress>(_ =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(200_000);
        });

        await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess, () => client.UploadFileAsync("s", path, progress, cancellationToken: Workbench.Ending));

        Assert.DoesNotContain(server.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task UploadFile_DeletedBeforeUpload_ThrowsFileAccess()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("beach.mp4", 1000);
        await using var server = RawServer.Start(request =>
        {
            File.Delete(path);
            return RawReply.Json(Empty);
        });
        using var client = await server.ConnectAsync();

        await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess, () => client.UploadFileAsync("s", path, cancellationToken: Workbench.Ending));

        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task UploadFile_ServerReadsNothing_ThrowsIdleTimeout()
    {
        var time = new ManualTime();
        await using var server = RawServer.Start(request => request.Method == "GET" ? RawReply.Json(Empty) : RawReply.Silence);
        using var folder = new TemporaryFolder();
        using var client = await NemoClient.ConnectAsync(
            server.Options(QuickLimits.Value with { TransferIdleTimeout = TimeSpan.FromSeconds(77), StatePollCount = 1 }, time), Workbench.Ending);

        var uploading = client.UploadFileAsync("s", folder.Write("beach.mp4", 10), cancellationToken: Workbench.Ending);
        await server.WaitForAsync(request => request.Method == "POST", Workbench.Ending);
        time.Advance(TimeSpan.FromSeconds(78));

        // The service may still process the upload, so with an unknown outcome it isn't sent again.
        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.ConnectionLost, () => uploading);
        var timeout = Assert.IsType<NemoTimeoutException>(error.InnerException);
        Assert.True(timeout.IsIdle);
        Assert.Equal(TimeSpan.FromSeconds(77), timeout.Limit);
    }
}
