using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Exports;

public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] Video = TinyVideo.Of(1, 2, 3);
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _notices = [];

    private string Target => _folder.PathOf("v.mp4");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SaveRender_Finished_LeavesOnlyTheCompleteFile()
    {
        await using var service = await TestService.StartAsync();
        var (client, job) = await RenderedAsync(service);
        var progress = new ProgressLog<TransferProgress>();

        await client.SaveRenderAsync(job, _folder.PathOf("out", "film.mp4"), progress: progress, cancellationToken: TestService.Ending);

        Assert.Equal([Path.Combine("out", "film.mp4")], _folder.Files());
        Assert.Equal(job.ByteCount, new FileInfo(_folder.PathOf("out", "film.mp4")).Length);
        Assert.Equal(new TransferProgress(job.ByteCount!.Value, job.ByteCount), progress.Reports[^1]);
    }

    [Theory]
    [InlineData("an unrelated file", "film.mp4", "film.mp4")]
    [InlineData("a kept file", "film.mp4", "film (4).mp4")]
    [InlineData("a file of a numbered name", "film (2).mp4", "film (4).mp4")]
    public async Task SaveRender_NameIsTakenAfterItWasReserved_ReplacesOnlyRequestedName(string file, string taken, string expected)
    {
        await using var server = Serve(Video);
        using var client = await server.ConnectAsync();
        var names = new OutputFileNames(_folder.FullName, overwrite: true);
        string[] reserved = [.. Enumerable.Range(1, 3).Select(_ => names.Reserve("film", "mp4"))];
        _folder.Write(taken, [9]);
        if (file == "a kept file")
        {
            names.Kept.Add(_folder.PathOf(taken));
        }

        var path = await client.SaveRenderAsync(
            Job(null), names, reserved.First(one => Path.GetFileName(one) == taken), progress: null, TestService.Ending);

        Assert.Equal(expected, Path.GetFileName(path));
        Assert.Equal(Video, Read(path));
        Assert.Equal(taken == expected ? Video : [9], Read(_folder.PathOf(taken)));
    }

    [Theory]
    [InlineData(404, """{"detail":"The session has expired."}""", "HTTP 404")]
    [InlineData(429, "{}", "HTTP 429")]
    [InlineData(200, """{"code":1002}""", "code 1002")]
    [InlineData(200, "{}", "HTTP 200")]
    [InlineData(0, "", "no connection")]
    public async Task SaveRender_RedirectToFailingUrl_ReportsOnlyFailedRedirect(int status, string body, string detail)
    {
        await using var elsewhere = RawServer.Start(_ => RawReply.Json(body, status));

        // Port 1 refuses connections.
        await using var server = Redirect($"{(status == 0 ? new Uri("http://127.0.0.1:1/") : elsewhere.Url)}v.mp4");
        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.ServiceFailure, () => SaveAsync(server));

        Assert.Contains($"another URL, but the video couldn't be downloaded from that URL ({detail})", error.Message, StringComparison.Ordinal);
        Assert.Equal(("Try again later.", NemoAction.None), (error.NextStep, error.Action));
    }

    /// <summary>The sign-in page of a network that redirects downloads to it is reported as a page.</summary>
    [Fact]
    public async Task SaveRender_RedirectToPage_ReportsThePage()
    {
        await using var elsewhere = RawServer.Start(_ => RawReply.Of(200, "text/html", "<html>Sign in</html>"u8.ToArray()));
        await using var server = Redirect($"{elsewhere.Url}sign-in");

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => SaveAsync(server));

        Assert.StartsWith("The video was not downloaded, because the service returned", error.Message, StringComparison.Ordinal);
        Assert.Contains("sign-in page", error.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SaveRender_RedirectBackToApi_SendsNoToken(bool beginsAtTheApi)
    {
        Uri? api = null;
        await using var elsewhere = RawServer.Start(_ => RawReply.Of(302, null, [], $"Location: {api}steered"));
        await using var server = RawServer.Start(request => request.Path == "/steered"
            ? RawReply.Of(200, "video/mp4", Video)
            : RawReply.Of(302, null, [], $"Location: {elsewhere.Url}v.mp4"));
        api = server.Url;

        await SaveAsync(server, Job(beginsAtTheApi ? null : elsewhere.Url));

        Assert.Equal(beginsAtTheApi ? 2 : 1, server.Requests.Count);
        Assert.Null(Assert.Single(elsewhere.Requests).Header("Authorization"));
        Assert.Null(Assert.Single(server.Requests, request => request.Path == "/steered").Header("Authorization"));
    }

    [Theory]
    [InlineData("http://example.org/v.mp4?key=sesame", "http://example.org/v.mp4", "in transit")]
    [InlineData("file:///etc/hostname", "file:///etc/hostname", "not a valid http or https URL")]
    public async Task SaveRender_UnsafeOutputUrl_DownloadsFromApiAndReportsNotice(string address, string shown, string why)
    {
        await using var server = RawServer.Start(request => request.Path.EndsWith("/download", StringComparison.Ordinal)
            ? RawReply.Of(200, "video/mp4", Video)
            : RawReply.Json("{\"id\":\"r\",\"status\":\"completed\",\"output\":{\"url\":\"" + address + "\"}}"));
        using var client = await NemoClient.ConnectAsync(server.Options(notice: _notices.Add), TestService.Ending);

        await client.SaveRenderAsync(await client.GetRenderAsync("r", TestService.Ending), Target, cancellationToken: TestService.Ending);

        Assert.Equal(Video, Read(Target));
        var notice = Assert.Single(_notices);
        Assert.Contains($" {shown} ", notice, StringComparison.Ordinal);
        Assert.Contains(why, notice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.org/v.mp4")]
    [InlineData("file:///etc/hostname")]
    [InlineData("")]
    public async Task SaveRender_RedirectToUnsafeUrl_ThrowsInvalidResponse(string location)
    {
        await using var server = Redirect(location);

        await FailAsync(server, NemoErrorKind.InvalidResponse);
    }

    [Theory]
    [InlineData("//")]
    [InlineData("https://[")]
    [InlineData("\\\\host")]
    public async Task SaveRender_RedirectToInvalidUrl_DownloadsFromApi(string location)
    {
        await using var server = RawServer.Start(request => request.Path == "/v.mp4"
            ? RawReply.Of(302, null, [], $"Location: {location}")
            : RawReply.Of(200, "video/mp4", Video));

        await SaveAsync(server, Job(new Uri(server.Url, "v.mp4")));

        Assert.Equal(Video, Read(Target));
        Assert.Equal("/api/render/proxy/r/download", server.Requests[^1].Path);
        Assert.Matches("redirect without a valid target|didn't follow the redirect, because it is ", Assert.Single(_notices));
    }

    [Fact]
    public async Task SaveRender_ConnectionLost_ContinuesFromLastByte()
    {
        await using var service = await TestService.StartAsync();
        var (client, job) = await RenderedAsync(service);
        service.Host.AddFault("GET /output/*: drop after 1000 bytes");

        await client.SaveRenderAsync(job, Target, cancellationToken: TestService.Ending);

        var requests = service.Requests.Where(request => request.Origin == "cdn").ToList();
        Assert.Equal([200, 206], requests.Select(request => request.Status));
        Assert.Equal("bytes=1000-", requests[1].Headers["Range"]);
        using var http = new HttpClient();
        Assert.Equal(await http.GetByteArrayAsync(job.OutputAddress!, TestService.Ending), Read(Target));
    }

    [Theory]
    [InlineData("one", "two", "\"one\"")]
    [InlineData("\u00e9", "\u00e9", null)] // A header can't contain this version.
    public async Task SaveRender_SecondResponseIsWholeFile_StartsFromFirstByte(string first, string second, string? condition)
    {
        await using var server = Serve(
            RawReply.Cut("video/mp4", [1, 1, 1], contentLength: 6, $"ETag: \"{first}\""), RawReply.Of(200, "video/mp4", Video, $"ETag: \"{second}\""));

        await SaveAsync(server, Job(server.Url));

        Assert.Equal(condition, server.Requests[1].Header("If-Range"));
        Assert.Equal(condition is null, server.Requests[1].Header("Range") is null);
        Assert.Equal(Video, Read(Target));
    }

    [Theory]
    [InlineData("ETag: \"one\"", "Content-Range: bytes 0-2/6")]
    [InlineData("ETag: \"two\"", "Content-Range: bytes 3-5/6")]
    [InlineData("X-Other: 1", "Content-Range: bytes 3-5/6")]
    [InlineData("ETag: \"one\"", "Content-Range: bytes */6")]
    [InlineData("ETag: \"one\"", "X-Other: 1")]
    public async Task SaveRender_ServerSendsWrongRange_StartsFromFirstByte(string version, string range)
    {
        await using var server = Serve(
            RawReply.Cut("video/mp4", [1, 2, 3], contentLength: 6, "ETag: \"one\""),
            RawReply.Of(206, "video/mp4", TinyVideo.Of(7, 8, 9), version, range),
            RawReply.Of(200, "video/mp4", Video, "ETag: \"one\""));

        await SaveAsync(server, Job(server.Url));

        Assert.Equal(Video, Read(Target));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SaveRender_StatusHasALargerSize_SavesTheVideoOfTheApi(bool hasOutputUrl)
    {
        await using var server = Serve(Video);
        await using var other = Serve(Video);

        await SaveAsync(server, Job(hasOutputUrl ? other.Url : null) with { ByteCount = Video.Length + 1 });

        Assert.Equal(Video, Read(Target));
    }

    /// <summary>S3 returns this encoding for objects that a program uploaded in parts.</summary>
    /// <summary>The signature of the URL has expired, and the API doesn't serve the file (pachyderm 2437).</summary>
    [Fact]
    public async Task SaveRender_UrlHasExpired_ErrorSaysSo()
    {
        await using var server = RawServer.Start(request => request.Path.StartsWith("/api/", StringComparison.Ordinal)
            ? RawReply.Json("""{"detail":"Not Found"}""", 404)
            : RawReply.Of(403, "application/xml", "<?xml version=\"1.0\"?>\n<Error><Message>Request has expired</Message></Error>"u8.ToArray()));

        var error = await FailAsync(server, NemoErrorKind.ServiceFailure, Job(server.Url));

        Assert.Contains("Request has expired", error.Message, StringComparison.Ordinal);
        Assert.Equal(NemoAction.DownloadAgain, error.Action);
    }

    [Fact]
    public async Task SaveRender_EncodingIsNoCompression_IsSaved()
    {
        await using var server = Serve(RawReply.Of(200, "video/mp4", Video, "Content-Encoding: aws-chunked"));

        await SaveAsync(server);

        Assert.Equal(Video, Read(Target));
    }

    [Theory]
    [InlineData("Content-Length: 6", null)]
    [InlineData("X-Other: 1", 6L)]
    public async Task SaveRender_AlwaysShorterThanReported_ThrowsConnectionLost(string header, long? byteCount)
    {
        await using var server = Serve(RawReply.Bytes([.. RawReply.Head(200, "video/mp4", "Connection: close", header), 1, 2, 3], RawReplyEnd.Close));

        await FailAsync(server, NemoErrorKind.ConnectionLost, Job(server.Url) with { ByteCount = byteCount });
    }

    [Fact]
    public async Task SaveRender_EndlessBody_StopsAtLimit()
    {
        await using var server = Serve(new RawReply(static async (wire, stop) =>
        {
            await wire.WriteAsync(RawReply.Head(200, "video/mp4", "Connection: close"), stop);
            while (true)
            {
                await wire.WriteAsync(TinyVideo.Of(new byte[10_000]), stop);
            }
        }));

        var error = await FailAsync(server, NemoErrorKind.InvalidResponse, limits: QuickLimits.Value with { MaxDownloadBytes = 1_000_000 });

        Assert.Contains("1000000", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxDownloadBytes", error.NextStep, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task SaveRender_ContentLengthOverLimit_DoesNotStart()
    {
        await using var server = Serve(RawReply.Cut("video/mp4", [1], contentLength: long.MaxValue));

        var error = await FailAsync(server, NemoErrorKind.InvalidResponse);

        Assert.Contains("4294967296", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html", "<!DOCTYPE html>\n<title>Sign in to the guest network</title>", null)]
    [InlineData("text/plain", "Please sign in", null)]
    [InlineData(null, "<title>Sign in</title>", null)]
    [InlineData("video/mp4", "{\"code\":0}", 10L)]
    public async Task SaveRender_ApiServesNoVideo_ThrowsInvalidResponse(string? type, string body, long? byteCount)
    {
        await using var server = Serve(RawReply.Of(200, type, Encoding.UTF8.GetBytes(body)));

        var error = await FailAsync(server, NemoErrorKind.InvalidResponse, Job(null) with { ByteCount = byteCount });

        Assert.Equal((NemoAction.DownloadAgain, "r"), (error.Action, error.ActionTarget));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(404, null, "")]
    [InlineData(200, null, "<h1>Expired</h1>")]
    [InlineData(200, "text/plain; charset=utf-8", "upstream connect error")]
    [InlineData(200, "application/octet-stream", """{"error":"expired"}""")]
    [InlineData(200, "video/mp4", "\0\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData(200, "video/mp4", "<\0h\0t\0m\0l\0>\0")]
    [InlineData(200, "video/mp4", "PK\u0003\u0004")]
    public async Task SaveRender_OutputUrlServesNoVideo_DownloadsFromApi(int status, string? type, string body)
    {
        await using var cdn = Serve(RawReply.Of(status, type, Encoding.UTF8.GetBytes(body)));
        await using var server = Serve(Video);

        await SaveAsync(server, Job(cdn.Url));

        Assert.Equal(Video, Read(Target));
        Assert.Null(cdn.Requests[0].Header("Authorization"));
    }

    [Fact]
    public async Task SaveRender_OutputUrlUsedAllAttempts_RetriesTheApi()
    {
        var cut = RawReply.Cut("video/mp4", [1], contentLength: 9);
        await using var cdn = Serve(cut);
        await using var server = Serve(cut, cut, cut, RawReply.Of(200, "video/mp4", Video));

        await SaveAsync(server, Job(cdn.Url));

        Assert.Equal((4, 4), (cdn.Requests.Count, server.Requests.Count));
    }

    [Fact]
    public async Task SaveRender_Canceled_LeavesNoFile()
    {
        await using var server = Serve(new RawReply(static async (wire, stop) =>
        {
            await wire.WriteAsync(RawReply.Head(200, "video/mp4", "Content-Length: 6"), stop);
            await wire.WriteAsync(new byte[3], stop);
            await Task.Delay(Timeout.Infinite, stop);
        }));
        using var client = await server.ConnectAsync();
        using var stop = new CancellationTokenSource();
        var progress = new ProgressLog<TransferProgress>(_ =>
        {
            Assert.Matches(@"^v\.mp4\.[0-9a-f]{8}\.part$", Assert.Single(_folder.Files()));
            stop.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.SaveRenderAsync(Job(server.Url), Target, progress: progress, cancellationToken: stop.Token));

        Assert.Single(progress.Reports);
        Assert.Empty(_folder.Files());
    }

    [Fact]
    public async Task SaveRender_BelowMinimumRate_TimesOut()
    {
        await using var server = Serve(new RawReply(static async (wire, stop) =>
        {
            await wire.WriteAsync(RawReply.Head(200, "video/mp4", "Content-Length: 1000000"), stop);
            while (true)
            {
                await wire.WriteAsync(new byte[1], stop);
                await Task.Delay(10, stop);
            }
        }));

        var limits = QuickLimits.Value with { TransferIdleTimeout = TimeSpan.FromMilliseconds(100), RetryCount = 0 };
        var error = Assert.IsType<NemoTimeoutException>(await FailAsync(server, NemoErrorKind.Timeout, limits: limits));

        Assert.True(error.IsIdle);
        Assert.Matches(@"\d+ bytes", error.Message);
    }

    [Theory]
    [InlineData(false, "v (3).mp4")]
    [InlineData(true, "v.mp4")]
    public async Task SaveRender_FileExists_IsReplacedOnlyIfAllowed(bool overwrite, string expected)
    {
        _folder.Write("v.mp4", [9]);
        _folder.Write("v (2).mp4", [8]);
        await using var server = Serve(Video);

        Assert.Equal(_folder.PathOf(expected), await SaveAsync(server, overwrite: overwrite));

        Assert.Equal(Video, Read(_folder.PathOf(expected)));
        Assert.Equal(overwrite ? 2 : 3, _folder.Files().Count);
    }

    [Fact]
    public async Task SaveRender_ReplaceAndDownloadFails_KeepsExistingFile()
    {
        _folder.Write("v.mp4", [9]);
        await using var server = Serve(RawReply.Of(404, null, []));

        await Assert.ThrowsAsync<NemoException>(() => SaveAsync(server, overwrite: true));

        Assert.Equal([9], Read(Target));
    }

    [Fact]
    public async Task SaveRender_FileAppearsDuringDownload_IsKeptAndVideoGetsFreeName()
    {
        await using var server = RawServer.Start(_ =>
        {
            _folder.Write("v.mp4", [9]);
            return RawReply.Of(200, "video/mp4", Video);
        });

        Assert.Equal(_folder.PathOf("v (2).mp4"), await SaveAsync(server));

        Assert.Equal([9], Read(Target));
        Assert.Equal(Video, Read(_folder.PathOf("v (2).mp4")));
    }

    [Fact]
    public async Task SaveRender_FolderNotWritable_ThrowsFileAccess()
    {
        await using var server = Serve(Video);
        _folder.Write("file", [1]);
        using var client = await server.ConnectAsync();

        await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess,
            () => client.SaveRenderAsync(Job(server.Url), _folder.PathOf("file", "v.mp4"), cancellationToken: TestService.Ending));

        Assert.Empty(server.Requests);
    }

    /// <summary>A server with one response after the other. It repeats the last one.</summary>
    private static RawServer Serve(params RawReply[] replies)
    {
        var count = 0;
        return RawServer.Start(_ => replies[Math.Min(count++, replies.Length - 1)]);
    }

    private static RawServer Serve(byte[] video) => Serve(RawReply.Of(200, "video/mp4", video));

    private static RawServer Redirect(string location) => Serve(RawReply.Of(302, null, [], $"Location: {location}"));

    /// <summary>Downloads a render to the target file.</summary>
    private async Task<string> SaveAsync(RawServer server, RenderJob? job = null, bool overwrite = false, NemoLimits? limits = null)
    {
        using var client = await NemoClient.ConnectAsync(server.Options(limits, notice: _notices.Add), TestService.Ending);
        return await client.SaveRenderAsync(job ?? Job(null), Target, overwrite, cancellationToken: TestService.Ending);
    }

    /// <summary>Checks that a download fails and leaves no file.</summary>
    private async Task<NemoException> FailAsync(RawServer server, NemoErrorKind kind, RenderJob? job = null, NemoLimits? limits = null)
    {
        var error = await Assert.ThrowsAnyAsync<NemoException>(() => SaveAsync(server, job, limits: limits));
        Assert.Equal(kind, error.Kind);
        Assert.Empty(_folder.Files());
        return error;
    }

    private static async Task<(NemoClient Client, RenderJob Job)> RenderedAsync(TestService service)
    {
        var (client, session) = await service.ConnectWithClipAsync();
        var job = await client.SubmitRenderAsync(await client.GetStateAsync(session, TestService.Ending), cancellationToken: TestService.Ending);
        return (client, await client.WaitForRenderAsync(job.Id, cancellationToken: TestService.Ending));
    }

    private static RenderJob Job(Uri? address) => new("r", RenderStatus.Completed, 100, address, null, null, null);

    private static byte[] Read(string path) => File.ReadAllBytes(path);
}
