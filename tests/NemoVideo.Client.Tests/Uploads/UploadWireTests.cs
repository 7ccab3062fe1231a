using System.Text;
using NemoVideo.Client.Errors;
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

        await UploadAsync(server, name);

        var request = server.Requests[^1];
        var boundary = request.Header("Content-Type")!.Split("boundary=")[1];
        Assert.Equal(
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{sent}\"\r\nContent-Type: video/mp4\r\n\r\n\0\0\0\bmoov\r\n--{boundary}--\r\n",
            Encoding.UTF8.GetString(request.Body));
    }

    [Fact]
    public async Task UploadFile_Response_ReturnsAllFields()
    {
        await using var server = RawServer.Start(request => RawReply.Json(request.Method == "GET" ? Empty : Taken));

        var media = await UploadAsync(server);

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

        var media = await UploadAsync(server);

        Assert.Equal(("beach.mp4", polls), (media.FileName, requestCount));
    }

    [Fact]
    public async Task UploadFile_NotInStateAndStateUnreadable_Throws()
    {
        var reads = 0;
        await using var server = RawServer.Start(request => request.Method != "GET"
            ? RawReply.Json("""{"code":0,"data":{"files":[{"filename":"beach.mp4"}],"session_state_applied":false}}""")
            : ++reads == 1 ? RawReply.Json(Empty) : RawReply.Json("""{"detail":"no"}""", 403));

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.ServiceFailure, () => UploadAsync(server));

        Assert.Equal(Outcome.Unknown, error.Outcome);
        Assert.Contains("It is unknown whether the service added 'beach.mp4' to the session.", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
    }

    [Theory]
    [InlineData("""{"code":0,"data":{"files":[{"filename":"beach.mp4"}],"session_state_applied":false}}""")]
    [InlineData("""{"code":0,"data":{"files":[{"filename":"beach.mp4","ok":false,"error_msg":"virus found"}],"session_state_applied":true}}""")]
    [InlineData("""{"code":0,"data":{"files":[{"filename":"beach.mp4","status":"unsupported","message":"unsupported codec"}]}}""")]
    [InlineData("""{"code":0,"data":{"files":[{"filename":"beach.mp4"}],"failed_files":["beach.mp4"],"session_state_applied":true}}""")]
    public async Task UploadFile_NeverInState_Throws(string response)
    {
        await using var server = RawServer.Start(request => RawReply.Json(request.Method == "GET" ? Empty : response));

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.InvalidResponse, () => UploadAsync(server));

        Assert.Contains("didn't add the file to the session", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UploadFile_ResponseLostAndSessionChangedOtherwise_Throws()
    {
        var states = 0;
        await using var server = RawServer.Start(request =>
            request.Method == "POST" ? RawReply.Reset : RawReply.Json(states++ == 0 ? Empty : WithOther));

        var error = await NemoAssert.ThrowsAsync(NemoErrorKind.ConnectionLost, () => UploadAsync(server));

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

        var media = await UploadAsync(server);

        Assert.Equal(TimeSpan.FromSeconds(30.5), media.Duration);
        Assert.Single(server.Requests, request => request.Method == "POST");
    }

    private static async Task<UploadedMedia> UploadAsync(RawServer server, string name = "beach.mp4")
    {
        using var folder = new TemporaryFolder();
        using var client = await server.ConnectAsync();
        return await client.UploadFileAsync("s", folder.Write(name, "\0\0\0\bmoov"u8.ToArray()), cancellationToken: TestService.Ending);
    }
}
