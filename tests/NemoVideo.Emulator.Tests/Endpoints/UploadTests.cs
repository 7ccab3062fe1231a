using System.Security.Cryptography;

namespace NemoVideo.Emulator.Tests.Endpoints;

public sealed class UploadTests
{
    private static readonly byte[] Clip = TinyMp4.Lasting(TimeSpan.FromSeconds(12.5));

    [Fact]
    public async Task Upload_OfClip_ReturnsHashAndLength()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        var reply = await caller.UploadAsync(session, "beach.mp4", Clip);

        Assert.True(reply.Data.GetProperty("session_state_applied").GetBoolean());
        var file = Assert.Single(reply.Data.GetProperty("files").EnumerateArray());
        Assert.Equal("beach.mp4", file.GetProperty("filename").GetString());
        Assert.Equal("video", file.GetProperty("file_type").GetString());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Clip)), file.GetProperty("hash").GetString());
        Assert.Equal(12.5, file.GetProperty("duration").GetDouble());
        Assert.Equal(Clip, await caller.Http.GetByteArrayAsync(file.GetProperty("cdn_url").GetString(), Caller.Ending));
    }

    [Theory]
    [InlineData("photo.png", DraftReading.Video)]
    [InlineData("song.MP3", DraftReading.Audio)]
    public async Task Upload_OfImageOrSound_BecomesSegmentOfItsKind(string fileName, int trackType)
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        await caller.UploadAsync(session, fileName, [1, 2, 3]);

        Assert.Single((await caller.ReadDraftAsync(session)).Segments(trackType));
    }

    [Theory]
    [InlineData("video", "mp4", "mov", "avi", "webm", "mkv")]
    [InlineData("image", "jpg", "jpeg", "png", "gif", "webp")]
    [InlineData("audio", "mp3", "wav", "m4a", "aac")]
    public async Task Upload_EachTypeOfTheProtocol_HasItsKind(string kind, params string[] extensions)
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        using var body = MultipartBody.Of([.. extensions.Select(extension => ("a." + extension, Clip))]);
        var files = (await caller.RequestAsync(HttpMethod.Post, Caller.UploadPath(session), body)).Data.GetProperty("files").EnumerateArray();

        Assert.Equal(extensions.Select(_ => kind), files.Select(file => file.GetProperty("file_type").GetString()));
    }

    [Fact]
    public async Task Upload_SeveralFilesInOneRequest_AddsAllInOrder()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        using var body = MultipartBody.Of(("a.mp4", Clip), ("b.mov", Clip));
        var reply = await caller.RequestAsync(HttpMethod.Post, Caller.UploadPath(session), body);

        Assert.Equal(2, reply.Data.GetProperty("files").GetArrayLength());
        Assert.Equal(["a", "b"], (await caller.ReadDraftAsync(session)).Segments(DraftReading.Video).Select(segment => segment.Name()));
    }

    [Theory]
    [InlineData("Übung [1] 海.mp4")]
    [InlineData("it's 100% \U0001F600.mp4")]
    public async Task Upload_RawUtf8Name_HasThatName(string fileName)
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        var reply = await caller.UploadAsync(session, fileName, Clip);

        Assert.Equal(fileName, reply.Data.GetProperty("files")[0].GetProperty("filename").GetString());
    }

    [Theory]
    [InlineData("filename=\"a %22b%22.mp4\"", "a \"b\".mp4")]
    [InlineData("filename=x.mp4", "x.mp4")]
    [InlineData("filename=\"_.mp4\"; filename*=utf-8''%C3%BCber.mp4", "über.mp4")]
    public async Task Upload_NameInAnyEncoding_HasThatName(string written, string expected)
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        using var body = MultipartBody.OfParts(($"form-data; name=\"files\"; {written}", Clip));
        var reply = await caller.RequestAsync(HttpMethod.Post, Caller.UploadPath(session), body);

        Assert.Equal(expected, reply.Data.GetProperty("files")[0].GetProperty("filename").GetString());
    }

    [Fact]
    public async Task Upload_UnsupportedType_Returns4001AndChangesNothing()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        using var body = MultipartBody.Of(("a.mp4", Clip), ("notes.txt", [65]));
        var reply = await caller.RequestAsync(HttpMethod.Post, Caller.UploadPath(session), body);

        Assert.Equal(4001, reply.Code);
        Assert.Equal(0, (await caller.ReadDraftAsync(session)).GetProperty("t").GetArrayLength());
    }

    [Fact]
    public async Task Upload_LargerThanLimit_Returns4002AndChangesNothing()
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { MaxUploadByteCount = 1000 });
        var session = await caller.CreateSessionAsync();

        Assert.Equal(0, (await caller.UploadAsync(session, "small.mp4", new byte[1000])).Code);
        Assert.Equal(4002, (await caller.UploadAsync(session, "large.mp4", new byte[1001])).Code);
        Assert.Single((await caller.ReadDraftAsync(session)).Segments(DraftReading.Video));
    }

    [Fact]
    public async Task Upload_UnknownSession_Returns1002()
    {
        await using var caller = await Caller.SignedInAsync();

        Assert.Equal(1002, (await caller.UploadAsync("nowhere", "a.mp4", Clip)).Code);
    }

    [Fact]
    public async Task Upload_InAnotherField_Returns400()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        using var body = MultipartBody.OfParts(("form-data; name=\"file\"; filename=\"a.mp4\"", Clip));

        Assert.Equal(HttpStatusCode.BadRequest, (await caller.RequestAsync(HttpMethod.Post, Caller.UploadPath(session), body)).Status);
    }

    [Fact]
    public async Task Upload_LoopbackUrl_DownloadsFile()
    {
        await using var caller = await Caller.SignedInAsync();
        var first = await caller.CreateSessionAsync();
        var source = (await caller.UploadAsync(first, "a.mp4", Clip)).Data.GetProperty("files")[0].GetProperty("cdn_url").GetString();
        var second = await caller.CreateSessionAsync();
        var reply = await caller.PostAsync(Caller.UploadPath(second), new { urls = new[] { source }, source_type = "url" });
        var hash = reply.Data.GetProperty("files")[0].GetProperty("hash").GetString();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Clip)), hash);
    }

    [Fact]
    public async Task Upload_RemoteUrl_AddsBuiltInClipWithItsName()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        using var body = Caller.Json("""{"urls":["https://videos.invalid/2026/city%20lights.mp4?x=1"],"source_type":"url"}""");
        var reply = await caller.RequestAsync(HttpMethod.Post, Caller.UploadPath(session), body);
        var file = reply.Data.GetProperty("files")[0];
        Assert.Equal("city lights.mp4", file.GetProperty("filename").GetString());
        Assert.Equal(JsonValueKind.Number, file.GetProperty("duration").ValueKind);
    }
}
