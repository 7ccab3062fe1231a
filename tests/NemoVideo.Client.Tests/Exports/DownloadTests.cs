using System.Globalization;
using System.Text;
using NemoVideo.Client.Errors;
using NemoVideo.Client.Exports;
using NemoVideo.Client.Http;
using NemoVideo.Client.Journal;
using NemoVideo.Client.Tests.Support;

namespace NemoVideo.Client.Tests.Exports;

public sealed class DownloadTests
{
    [Fact]
    public async Task SaveRender_Finished_LeavesOnlyTheCompleteFile()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, job) = await RenderedAsync(bench);
        var progress = new ProgressLog<TransferProgress>();

        await client.SaveRenderAsync(job, bench.Folder.PathOf("out", "film.mp4"), progress: progress, cancellationToken: Workbench.Ending);

        Assert.Equal(["film.mp4"], NamesIn(bench, "out"));
        Assert.Equal(job.ByteCount, new FileInfo(bench.Folder.PathOf("out", "film.mp4")).Length);
        Assert.Equal(new TransferProgress(job.ByteCount!.Value, job.ByteCount), progress.Reports[^1]);
    }

    [Theory]
    [InlineData("an unrelated file", "film.mp4", "film.mp4")]
    [InlineData("a kept file", "film.mp4", "film (4).mp4")]
    [InlineData("a file of a numbered name", "film (2).mp4", "film (4).mp4")]
    public async Task SaveRender_NameIsTakenAfterItWasReserved_ReplacesOnlyRequestedName(string file, string taken, string expected)
    {
        await using var bench = await Workbench.StartAsync();
        var (client, job) = await RenderedAsync(bench);
        var names = new OutputFileNames(bench.Folder.PathOf("out"), overwrite: true);
        string[] reserved = [.. Enumerable.Range(1, 3).Select(_ => names.Reserve("film", "mp4"))];
        await File.WriteAllBytesAsync(bench.Folder.PathOf("out", taken), [1, 2, 3], Workbench.Ending);
        if (file == "a kept file")
        {
            names.Keep(bench.Folder.PathOf("out", taken));
        }

        var path = await client.SaveRenderAsync(
            job, names, reserved.First(one => Path.GetFileName(one) == taken), progress: null, Workbench.Ending);

        Assert.Equal(expected, Path.GetFileName(path));
        Assert.Equal(job.ByteCount, new FileInfo(path).Length);
        Assert.Equal(taken == expected ? job.ByteCount : 3, new FileInfo(bench.Folder.PathOf("out", taken)).Length);
    }

    [Fact]
    public async Task SaveRender_FromContentNetwork_SendsNoToken()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, job) = await RenderedAsync(bench);

        await client.SaveRenderAsync(job, bench.Folder.PathOf("film.mp4"), cancellationToken: Workbench.Ending);

        var request = Assert.Single(bench.Requests, request => request.Origin == "cdn");
        Assert.False(request.HasAuthorization);
        Assert.DoesNotContain(request.Headers, header => header.Key.StartsWith("X-Skill", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task SaveRender_RedirectByApi_SendsNoToken()
    {
        await using var elsewhere = RawServer.Start(_ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)));
        await using var server = RawServer.Start(_ => RawReply.Of(302, null, [], $"Location: {elsewhere.Url}v.mp4"));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        await client.SaveRenderAsync(Job(null), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal("Bearer " + RawServer.Token, Assert.Single(server.Requests).Header("Authorization"));
        Assert.Null(Assert.Single(elsewhere.Requests).Header("Authorization"));
        Assert.Equal(TinyVideo.Of(1, 2, 3), await File.ReadAllBytesAsync(folder.PathOf("v.mp4"), Workbench.Ending));
    }

    [Theory]
    [InlineData(400, "{}", "HTTP 400")]
    [InlineData(401, "{}", "HTTP 401")]
    [InlineData(402, "{}", "HTTP 402")]
    [InlineData(403, "{}", "HTTP 403")]
    [InlineData(404, "{}", "HTTP 404")]
    [InlineData(404, """{"detail":"The session has expired."}""", "HTTP 404")]
    [InlineData(413, "{}", "HTTP 413")]
    [InlineData(415, "{}", "HTTP 415")]
    [InlineData(429, "{}", "HTTP 429")]
    [InlineData(503, "{}", "HTTP 503")]
    [InlineData(200, """{"code":1002}""", "code 1002")]
    [InlineData(200, """{"code":4002}""", "code 4002")]
    [InlineData(200, "{}", "HTTP 200")]
    [InlineData(0, "", "no connection")]
    public async Task SaveRender_RedirectToFailingUrl_ReportsOnlyFailedRedirect(int status, string body, string detail)
    {
        await using var elsewhere = RawServer.Start(_ => RawReply.Json(body, status));

        // Port 1 refuses connections.
        var error = await RedirectErrorAsync($"{(status == 0 ? new Uri("http://127.0.0.1:1/") : elsewhere.Url)}v.mp4");

        Assert.Contains($"another URL, but the video couldn't be downloaded from that URL ({detail})", error.Message, StringComparison.Ordinal);
        Assert.Equal(("Try again later.", NemoAction.None), (error.NextStep, error.Action));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(402)]
    [InlineData(404)]
    public async Task SaveRender_RedirectToFailingUrlOfApi_ReportsOnlyFailedRedirect(int status) =>
        Assert.Contains($"another URL, but the video couldn't be downloaded from that URL (HTTP {status})", (await RedirectErrorAsync($"/fail/{status}")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SaveRender_RedirectBackToApi_SendsNoToken(bool beginsAtTheApi)
    {
        Uri? api = null;
        await using var elsewhere = RawServer.Start(_ => RawReply.Of(302, null, [], $"Location: {api}steered"));
        await using var server = RawServer.Start(request => request.Path == "/steered"
            ? RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3))
            : RawReply.Of(302, null, [], $"Location: {elsewhere.Url}v.mp4"));
        api = server.Url;
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        await client.SaveRenderAsync(
            Job(beginsAtTheApi ? null : elsewhere.Url), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal(beginsAtTheApi ? 2 : 1, server.Requests.Count);
        Assert.Null(Assert.Single(server.Requests, request => request.Path == "/steered").Header("Authorization"));
    }

    [Theory]
    [InlineData("http://example.org/v.mp4?key=sesame", "http://example.org/v.mp4", "in transit")]
    [InlineData("file:///etc/hostname", "file:///etc/hostname", "not a valid http or https URL")]
    [InlineData("/etc/hostname", "/etc/hostname", "not a valid http or https URL")]
    public async Task SaveRender_UnsafeOutputUrl_DownloadsFromApiAndReportsNotice(string address, string shown, string why)
    {
        await using var server = RawServer.Start(request => request.Path.EndsWith("/download", StringComparison.Ordinal)
            ? RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3))
            : RawReply.Json("{\"id\":\"r\",\"status\":\"completed\",\"output\":{\"url\":\"" + address + "\"}}"));
        using var folder = new TemporaryFolder();
        var notices = new List<string>();
        using var client = await NemoClient.ConnectAsync(server.Options(notice: notices.Add), Workbench.Ending);

        await client.SaveRenderAsync(await client.GetRenderAsync("r", Workbench.Ending), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal(["v.mp4"], folder.Files());
        var notice = Assert.Single(notices);
        Assert.Contains($" {shown} ", notice, StringComparison.Ordinal);
        Assert.Contains(why, notice, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", notice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://example.org/v.mp4")]
    [InlineData("file:///etc/hostname")]
    [InlineData("")]
    public async Task SaveRender_RedirectToUnsafeUrl_ThrowsInvalidResponse(string location)
    {
        await using var server = RawServer.Start(_ => RawReply.Of(302, null, [], $"Location: {location}"));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse,
            () => client.SaveRenderAsync(Job(null), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending));

        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task SaveRender_ConnectionLost_ContinuesFromLastByte()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, job) = await RenderedAsync(bench);
        bench.Host.AddFault("GET /output/*: drop after 1000 bytes");

        await client.SaveRenderAsync(job, bench.Folder.PathOf("film.mp4"), cancellationToken: Workbench.Ending);

        var requests = bench.Requests.Where(request => request.Origin == "cdn").ToList();
        Assert.Equal([200, 206], requests.Select(request => request.Status));
        Assert.Equal("bytes=1000-", requests[1].Headers["Range"]);
        Assert.Equal(
            await DirectAsync(job.OutputAddress!),
            await File.ReadAllBytesAsync(bench.Folder.PathOf("film.mp4"), Workbench.Ending));
    }

    [Theory]
    [InlineData("one", "two", "\"one\"")]
    [InlineData("\u00e9", "\u00e9", null)] // A header can't contain this version.
    [InlineData(RawServer.Token, RawServer.Token, null)] // The next request can go to another host.
    public async Task SaveRender_SecondResponseIsWholeFile_StartsFromFirstByte(string first, string second, string? condition)
    {
        var requestCount = 0;
        await using var server = RawServer.Start(_ => requestCount++ == 0
            ? RawReply.Cut("video/mp4", [1, 1, 1], contentLength: 6, $"ETag: \"{first}\"")
            : RawReply.Of(200, "video/mp4", TinyVideo.Of(2, 2, 2, 2), $"ETag: \"{second}\""));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        await client.SaveRenderAsync(Job(server.Url), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal(condition, server.Requests[1].Header("If-Range"));
        Assert.Equal(condition is null, server.Requests[1].Header("Range") is null);
        Assert.Equal(TinyVideo.Of(2, 2, 2, 2), await File.ReadAllBytesAsync(folder.PathOf("v.mp4"), Workbench.Ending));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SaveRender_StatusHasALargerSize_SavesTheVideoOfTheApi(bool hasOutputUrl)
    {
        await using var server = RawServer.Start(_ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1)));
        await using var other = RawServer.Start(_ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1)));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();
        var job = Job(hasOutputUrl ? other.Url : null) with { ByteCount = TinyVideo.Of(1).Length + 1 };

        var path = await client.SaveRenderAsync(job, folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal(TinyVideo.Of(1), await File.ReadAllBytesAsync(path, Workbench.Ending));
    }

    /// <summary>S3 returns the first one for objects that a program uploaded in parts.</summary>
    [Theory]
    [InlineData("aws-chunked")]
    [InlineData("binary")]
    [InlineData("UTF-8")]
    public async Task SaveRender_EncodingIsNoCompression_IsSaved(string encoding)
    {
        await using var server = RawServer.Start(_ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1), $"Content-Encoding: {encoding}"));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        var path = await client.SaveRenderAsync(Job(null), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal(TinyVideo.Of(1), await File.ReadAllBytesAsync(path, Workbench.Ending));
    }

    [Fact]
    public async Task SaveRender_ChunkedVideoOfTheApiIsSmallerThanReported_IsSaved()
    {
        var video = TinyVideo.Of(1);
        byte[] chunks = [.. Encoding.ASCII.GetBytes($"{video.Length:x}\r\n"), .. video, .. "\r\n0\r\n\r\n"u8];
        await using var server = RawServer.Start(_ => RawReply.Bytes(
            [.. RawReply.Head(200, "video/mp4", "Transfer-Encoding: chunked"), .. chunks], RawReplyEnd.Close));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        var path = await client.SaveRenderAsync(
            Job(null) with { ByteCount = video.Length + 1 }, folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal(video, await File.ReadAllBytesAsync(path, Workbench.Ending));
    }

    [Fact]
    public async Task SaveRender_ManyFilesHaveTheName_TakesTheNextFreeOne()
    {
        await using var server = RawServer.Start(_ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1)));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();
        foreach (var number in Enumerable.Range(2, 120))
        {
            folder.Write($"v ({number}).mp4", 1);
        }

        folder.Write("v.mp4", 1);

        var path = await client.SaveRenderAsync(Job(server.Url), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal(folder.PathOf("v (122).mp4"), path);
    }

    [Fact]
    public async Task SaveRender_RangeStartsLikeJson_IsAccepted()
    {
        var requestCount = 0;
        byte[] rest = [.. "{<d"u8];
        await using var server = RawServer.Start(_ => requestCount++ == 0
            ? RawReply.Cut("application/octet-stream", TinyVideo.Of(), contentLength: 7, "ETag: \"one\"")
            : RawReply.Of(206, "application/octet-stream", rest, "ETag: \"one\"", "Content-Range: bytes 4-6/7"));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        await client.SaveRenderAsync(Job(server.Url), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal(TinyVideo.Of(rest), await File.ReadAllBytesAsync(folder.PathOf("v.mp4"), Workbench.Ending));
        Assert.Equal(2, requestCount);
    }

    [Theory]
    [InlineData("ETag: \"one\"", "Content-Range: bytes 0-2/6")]
    [InlineData("ETag: \"two\"", "Content-Range: bytes 3-5/6")]
    [InlineData("X-Other: 1", "Content-Range: bytes 3-5/6")]
    [InlineData("ETag: \"one\"", "Content-Range: bytes */6")]
    [InlineData("ETag: \"one\"", "X-Other: 1")]
    public async Task SaveRender_ServerSendsWrongRange_StartsFromFirstByte(string version, string range)
    {
        var requestCount = 0;
        await using var server = RawServer.Start(_ => requestCount++ switch
        {
            0 => RawReply.Cut("video/mp4", [1, 2, 3], contentLength: 6, "ETag: \"one\""),
            1 => RawReply.Of(206, "video/mp4", TinyVideo.Of(7, 8, 9), version, range),
            _ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3, 4, 5, 6), "ETag: \"one\""),
        });
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        await client.SaveRenderAsync(Job(server.Url), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal(TinyVideo.Of(1, 2, 3, 4, 5, 6), await File.ReadAllBytesAsync(folder.PathOf("v.mp4"), Workbench.Ending));
    }

    [Fact]
    public async Task SaveRender_AlwaysShorterThanContentLength_ThrowsConnectionLostAndLeavesNoFile()
    {
        await using var server = RawServer.Start(_ => RawReply.Cut("video/mp4", [1, 2, 3], contentLength: 6));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        await NemoAssert.ThrowsAsync(NemoErrorKind.ConnectionLost,
            () => client.SaveRenderAsync(Job(server.Url), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending));

        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task SaveRender_NoContentLengthAndShorterThanReported_ThrowsConnectionLost()
    {
        await using var server = RawServer.Start(_ => RawReply.Bytes(
            [.. RawReply.Head(200, "video/mp4", "Connection: close"), 1, 2, 3], RawReplyEnd.Close));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        await NemoAssert.ThrowsAsync(NemoErrorKind.ConnectionLost,
            () => client.SaveRenderAsync(Job(server.Url) with { ByteCount = 6 }, folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending));

        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task SaveRender_Canceled_LeavesNoFile()
    {
        await using var server = RawServer.Start(_ => new RawReply(async (wire, stop) =>
        {
            await wire.WriteAsync(RawReply.Head(200, "video/mp4", "Content-Length: 6"), stop);
            await wire.WriteAsync(new byte[3], stop);
            await Task.Delay(Timeout.Infinite, stop);
        }));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();
        using var stop = new CancellationTokenSource();
        var progress = new ProgressLog<TransferProgress>(_ =>
        {
            Assert.Matches(@"^v\.mp4\.[0-9a-f]{8}\.part$", Assert.Single(folder.Files()));
            stop.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.SaveRenderAsync(Job(server.Url), folder.PathOf("v.mp4"), progress: progress, cancellationToken: stop.Token));

        Assert.Single(progress.Reports);
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task SaveRender_ServerStalls_ContinuesAfterIdleTimeout()
    {
        var time = new ManualTime();
        var requestCount = 0;
        await using var server = RawServer.Start(_ => requestCount++ == 0 ? RawReply.Silence : RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)));
        using var folder = new TemporaryFolder();
        using var client = await NemoClient.ConnectAsync(
            server.Options(new NemoLimits { RetryDelay = TimeSpan.FromSeconds(3) }, time), Workbench.Ending);

        var saving = client.SaveRenderAsync(Job(server.Url), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);
        await server.WaitForRequestAsync(Workbench.Ending);
        time.Advance(TimeSpan.FromMinutes(2));
        await time.WaitForTimerAsync(TimeSpan.FromSeconds(3), Workbench.Ending);
        time.Advance(TimeSpan.FromSeconds(3));
        await saving;

        Assert.Equal(["v.mp4"], folder.Files());
    }

    [Fact]
    public async Task SaveRender_FileExists_KeepsItAndReturnsFreeName()
    {
        await using var server = RawServer.Start(_ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)));
        using var folder = new TemporaryFolder();
        var path = folder.Write("v.mp4", [9]);
        folder.Write("v (2).mp4", [8]);
        using var client = await server.ConnectAsync();

        var saved = await client.SaveRenderAsync(Job(server.Url), path, cancellationToken: Workbench.Ending);

        Assert.Equal(folder.PathOf("v (3).mp4"), saved);
        Assert.Equal([9], await File.ReadAllBytesAsync(path, Workbench.Ending));
        Assert.Equal(TinyVideo.Of(1, 2, 3), await File.ReadAllBytesAsync(saved, Workbench.Ending));
        Assert.Equal(["v (2).mp4", "v (3).mp4", "v.mp4"], folder.Files().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SaveRender_Replace_ReplacesExistingFile()
    {
        await using var server = RawServer.Start(_ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)));
        using var folder = new TemporaryFolder();
        var path = folder.Write("v.mp4", [9]);
        using var client = await server.ConnectAsync();

        await client.SaveRenderAsync(Job(server.Url), path, overwrite: true, cancellationToken: Workbench.Ending);

        Assert.Equal(TinyVideo.Of(1, 2, 3), await File.ReadAllBytesAsync(path, Workbench.Ending));
        Assert.Equal(["v.mp4"], folder.Files());
    }

    [Fact]
    public async Task SaveRender_ReplaceAndDownloadFails_KeepsExistingFile()
    {
        await using var server = RawServer.Start(_ => RawReply.Of(404, null, []));
        using var folder = new TemporaryFolder();
        var path = folder.Write("v.mp4", [9]);
        using var client = await server.ConnectAsync();

        await Assert.ThrowsAsync<NemoException>(
            () => client.SaveRenderAsync(Job(server.Url), path, overwrite: true, cancellationToken: Workbench.Ending));

        Assert.Equal([9], await File.ReadAllBytesAsync(path, Workbench.Ending));
    }

    [Fact]
    public async Task SaveRender_FileAppearsDuringDownload_IsKeptAndVideoGetsFreeName()
    {
        using var folder = new TemporaryFolder();
        await using var server = RawServer.Start(_ =>
        {
            folder.Write("v.mp4", [9]);
            return RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3));
        });
        using var client = await server.ConnectAsync();

        var saved = await client.SaveRenderAsync(Job(server.Url), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal(folder.PathOf("v (2).mp4"), saved);
        Assert.Equal([9], await File.ReadAllBytesAsync(folder.PathOf("v.mp4"), Workbench.Ending));
        Assert.Equal(TinyVideo.Of(1, 2, 3), await File.ReadAllBytesAsync(saved, Workbench.Ending));
        Assert.Equal(["v (2).mp4", "v.mp4"], folder.Files().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SaveRender_AnotherDownloadToSameFileIsFirst_KeepsBothVideos()
    {
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        await using var server = RawServer.Start(_ => count++ > 0 ? RawReply.Of(200, "video/mp4", TinyVideo.Of(4, 5, 6)) : new RawReply(async (wire, stop) =>
        {
            await wire.WriteAsync(RawReply.Head(200, "video/mp4", "Content-Length: 7"), stop);
            await wire.WriteAsync(TinyVideo.Of(), stop);
            await stalled.Task.WaitAsync(stop);
            await wire.WriteAsync(new byte[3], stop);
        }));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var progress = new ProgressLog<TransferProgress>(_ => begun.TrySetResult());
        var first = client.SaveRenderAsync(Job(server.Url), folder.PathOf("v.mp4"), progress: progress, cancellationToken: Workbench.Ending);
        await begun.Task.WaitAsync(Workbench.Ending);

        await client.SaveRenderAsync(Job(server.Url), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);
        stalled.SetResult();

        Assert.Equal(folder.PathOf("v (2).mp4"), await first);
        Assert.Equal(["v (2).mp4", "v.mp4"], folder.Files().Order(StringComparer.Ordinal));
        Assert.Equal(TinyVideo.Of(4, 5, 6), await File.ReadAllBytesAsync(folder.PathOf("v.mp4"), Workbench.Ending));
    }

    [Fact]
    public async Task SaveRender_FolderNotWritable_ThrowsFileAccess()
    {
        await using var server = RawServer.Start(_ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)));
        using var folder = new TemporaryFolder();
        folder.Write("file", [1]);
        using var client = await server.ConnectAsync();

        await NemoAssert.ThrowsAsync(NemoErrorKind.FileAccess,
            () => client.SaveRenderAsync(Job(server.Url), folder.PathOf("file", "v.mp4"), cancellationToken: Workbench.Ending));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task SaveRender_NoOutputUrl_DownloadsFromApiWithToken()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, job) = await RenderedAsync(bench);

        await client.SaveRenderAsync(job with { OutputAddress = null }, bench.Folder.PathOf("film.mp4"), cancellationToken: Workbench.Ending);

        var request = Assert.Single(bench.Requests, request => request.Path.EndsWith("/download", StringComparison.Ordinal));
        Assert.Equal($"/api/render/proxy/{job.Id}/download", request.Path);
        Assert.True(request.HasAuthorization);
        Assert.Equal(job.ByteCount, new FileInfo(bench.Folder.PathOf("film.mp4")).Length);
    }

    [Fact]
    public async Task SaveRender_OutputUrlMissing_DownloadsFromApi()
    {
        await using var bench = await Workbench.StartAsync();
        var (client, job) = await RenderedAsync(bench);
        var gone = new Uri(job.OutputAddress!, "/output/gone.mp4");

        await client.SaveRenderAsync(job with { OutputAddress = gone }, bench.Folder.PathOf("film.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal(job.ByteCount, new FileInfo(bench.Folder.PathOf("film.mp4")).Length);
        Assert.False(bench.Requests[^2].HasAuthorization);
        Assert.True(bench.Requests[^1].HasAuthorization);
    }

    [Theory]
    [InlineData("text/html", "<h1>Expired</h1>")]
    [InlineData(null, "<h1>Expired</h1>")]
    [InlineData("text/plain; charset=utf-8", "upstream connect error")]
    [InlineData("application/octet-stream", """{"error":"expired"}""")]
    [InlineData("video/mp4", "\0\0\0\0\0\0\0\0\0\0\0\0")]
    [InlineData("video/mp4", "<\0h\0t\0m\0l\0>\0")]
    [InlineData("video/mp4", "PK\u0003\u0004")]
    public async Task SaveRender_OutputUrlServesNoVideo_DownloadsFromApi(string? type, string body)
    {
        await using var cdn = RawServer.Start(_ => RawReply.Of(200, type, System.Text.Encoding.UTF8.GetBytes(body)));
        await using var server = RawServer.Start(_ => RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        await client.SaveRenderAsync(Job(cdn.Url), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal(TinyVideo.Of(1, 2, 3), await File.ReadAllBytesAsync(folder.PathOf("v.mp4"), Workbench.Ending));
    }

    [Fact]
    public async Task SaveRender_OutputUrlUsedAllAttempts_RetriesTheApi()
    {
        var requests = 0;
        await using var cdn = RawServer.Start(_ => RawReply.Cut("video/mp4", [1], contentLength: 9));
        await using var server = RawServer.Start(_ => ++requests < 4
            ? RawReply.Cut("video/mp4", [1], contentLength: 9)
            : RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();

        await client.SaveRenderAsync(Job(cdn.Url), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal((4, 4), (cdn.Requests.Count, server.Requests.Count));
    }

    [Fact]
    public async Task SaveRender_RelativeOutputUrl_DownloadsFromApi()
    {
        await using var server = RawServer.Start(request => request.Path.EndsWith("/download", StringComparison.Ordinal)
            ? RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3))
            : RawReply.Json("""{"id":"r","status":"completed","outputUrl":"/output/v.mp4"}"""));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();
        var job = await client.GetRenderAsync("r", Workbench.Ending);

        await client.SaveRenderAsync(job, folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);

        Assert.Null(job.OutputAddress);
        Assert.Equal(["v.mp4"], folder.Files());
    }

    private static async Task<(NemoClient Client, RenderJob Job)> RenderedAsync(Workbench bench)
    {
        var (client, session) = await bench.ConnectWithClipAsync();
        var job = await client.SubmitRenderAsync(await client.GetStateAsync(session, Workbench.Ending), cancellationToken: Workbench.Ending);
        return (client, await client.WaitForRenderAsync(job.Id, cancellationToken: Workbench.Ending));
    }

    [Theory]
    [InlineData("//")]
    [InlineData("///h")]
    [InlineData("http://")]
    [InlineData("https://[")]
    [InlineData("https://a b/")]
    [InlineData("\\\\host")]
    public async Task SaveRender_RedirectToInvalidUrl_DownloadsFromApi(string location)
    {
        await using var server = RawServer.Start(request => request.Path == "/v.mp4"
            ? RawReply.Of(302, null, [], $"Location: {location}")
            : RawReply.Of(200, "video/mp4", TinyVideo.Of(1, 2, 3)));
        using var folder = new TemporaryFolder();
        var notices = new List<string>();
        using var client = await NemoClient.ConnectAsync(server.Options(notice: notices.Add), Workbench.Ending);

        await client.SaveRenderAsync(Job(new Uri(server.Url, "v.mp4")), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending);

        Assert.Equal(TinyVideo.Of(1, 2, 3), await File.ReadAllBytesAsync(folder.PathOf("v.mp4"), Workbench.Ending));
        Assert.Equal("/api/render/proxy/r/download", server.Requests[^1].Path);
        Assert.Matches("redirect without a valid target|didn't follow the redirect, because it is ", Assert.Single(notices));
    }

    [Fact]
    public async Task SaveRender_BelowMinimumRate_TimesOut()
    {
        await using var server = RawServer.Start(_ => new RawReply(async (wire, stop) =>
        {
            await wire.WriteAsync(RawReply.Head(200, "video/mp4", "Content-Length: 1000000"), stop);
            while (true)
            {
                await wire.WriteAsync(new byte[1], stop);
                await Task.Delay(10, stop);
            }
        }));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync(QuickLimits.Value with { TransferIdleTimeout = TimeSpan.FromMilliseconds(300), RetryCount = 1 });

        var error = await Assert.ThrowsAsync<NemoTimeoutException>(
            () => client.SaveRenderAsync(Job(server.Url), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending));

        Assert.True(error.IsIdle);
        Assert.Matches(@"\d+ bytes", error.Message);
        Assert.Empty(folder.Files());
    }

    [Fact]
    public async Task SaveRender_RequestedPausesLongerThanIdleTimeout_ReportsErrorOfServer()
    {
        await using var server = RawServer.Start(_ => RawReply.Of(503, null, [], "Retry-After: 1"));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync(QuickLimits.Value with { TransferIdleTimeout = TimeSpan.FromMilliseconds(500), RetryCount = 1 });

        await NemoAssert.ThrowsAsync(NemoErrorKind.ServiceFailure,
            () => client.SaveRenderAsync(Job(null), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending));

        Assert.Equal(2, server.Requests.Count);
    }

    /// <summary>The error of a download that the API redirects. Its path <c>/fail/404</c> returns the status 404.</summary>
    private static async Task<NemoException> RedirectErrorAsync(string location)
    {
        await using var server = RawServer.Start(request => request.Path.StartsWith("/fail/", StringComparison.Ordinal)
            ? RawReply.Json("{}", int.Parse(request.Path["/fail/".Length..], CultureInfo.InvariantCulture))
            : RawReply.Of(302, null, [], $"Location: {location}"));
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();
        return await NemoAssert.ThrowsAsync(NemoErrorKind.ServiceFailure,
            () => client.SaveRenderAsync(Job(null), folder.PathOf("v.mp4"), cancellationToken: Workbench.Ending));
    }

    private static RenderJob Job(Uri? address) => new("r", RenderStatus.Completed, 100, address, null, null, null);

    private static IEnumerable<string?> NamesIn(Workbench bench, string folder) =>
        Directory.EnumerateFiles(bench.Folder.PathOf(folder)).Select(Path.GetFileName);

    private static async Task<byte[]> DirectAsync(Uri address)
    {
        using var http = new HttpClient();
        return await http.GetByteArrayAsync(address, Workbench.Ending);
    }
}
