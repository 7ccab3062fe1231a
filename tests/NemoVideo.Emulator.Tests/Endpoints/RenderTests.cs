namespace NemoVideo.Emulator.Tests.Endpoints;

public sealed class RenderTests
{
    private const string Lambda = "/api/render/proxy/lambda";

    [Fact]
    public async Task Render_OverTime_IsPendingThenProcessingThenCompleted()
    {
        var time = new ManualTime();
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { TimeProvider = time, RenderTime = TimeSpan.FromSeconds(100) });
        await caller.RenderDraftAsync("render_1");
        var seen = new List<(string?, int)>();
        for (var i = 0; i < 6; i++)
        {
            var status = (await caller.GetAsync(Lambda + "/render_1")).Body;
            seen.Add((status.GetProperty("status").GetString(), status.GetProperty("progress").GetInt32()));
            time.Advance(TimeSpan.FromSeconds(20));
        }

        Assert.Equal(
            [("pending", 0), ("processing", 20), ("processing", 40), ("processing", 60), ("processing", 80), ("completed", 100)], seen);
    }

    [Fact]
    public async Task Render_WithoutFfmpeg_ReturnsUploadedClip()
    {
        await using var caller = await Caller.SignedInAsync();
        await caller.RenderDraftAsync("render_1");
        var status = (await caller.GetAsync(Lambda + "/render_1")).Body;
        var output = status.GetProperty("output");
        var clip = TinyMp4.Lasting(TimeSpan.FromSeconds(10));
        Assert.Equal(clip.Length, output.GetProperty("size").GetInt64());
        Assert.Equal(10, output.GetProperty("duration").GetDouble());
        Assert.Equal(clip, await caller.Http.GetByteArrayAsync(output.GetProperty("url").GetString(), Caller.Ending));
        Assert.Equal(clip, await caller.Http.GetByteArrayAsync("/api/render/proxy/render_1/download", Caller.Ending));
    }

    [Fact]
    public async Task Render_OfGeneratedClipWithoutFfmpeg_ReturnsBuiltInClip()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        await caller.SendMessageAsync(session, "generate a video of the sea");
        await caller.RenderDraftAsync("render_1", session);
        var url = (await caller.GetAsync(Lambda + "/render_1")).Body.GetProperty("output").GetProperty("url").GetString();
        var file = await caller.Http.GetByteArrayAsync(url, Caller.Ending);
        Assert.Equal("ftyp"u8, file.AsSpan(4, 4));
        Assert.InRange(file.Length, 1000, 40_000);
    }

    [Theory]
    [InlineData("GET", Lambda + "/render_1")]
    [InlineData("POST", Lambda + "/render_1/cancel")]
    [InlineData("GET", "/api/render/proxy/render_1/download")]
    public async Task Render_OfAnotherToken_Returns404(string method, string path)
    {
        await using var caller = await Caller.SignedInAsync();
        await caller.RenderDraftAsync("render_1");
        caller.UseToken((await caller.IssueTokenAsync()).Data.GetProperty("token").GetString()!);

        Assert.Equal(HttpStatusCode.NotFound, (await caller.RequestAsync(new HttpMethod(method), path, null)).Status);
    }

    [Fact]
    public async Task Status_UnknownId_Returns404()
    {
        await using var caller = await Caller.SignedInAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync(Lambda + "/render_0")).Status);
    }

    [Fact]
    public async Task Cancel_PendingRender_HasFailed()
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { RenderTime = TimeSpan.FromHours(1) });
        await caller.RenderDraftAsync("render_1");
        var reply = await caller.RequestAsync(HttpMethod.Post, Lambda + "/render_1/cancel", null);

        Assert.True(reply.Body.GetProperty("success").GetBoolean());
        var status = (await caller.GetAsync(Lambda + "/render_1")).Body;
        Assert.Equal("failed", status.GetProperty("status").GetString());
        Assert.Equal("cancelled", status.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Cancel_CompletedRender_IsRejected()
    {
        await using var caller = await Caller.SignedInAsync();
        await caller.RenderDraftAsync("render_1");
        var reply = await caller.RequestAsync(HttpMethod.Post, Lambda + "/render_1/cancel", null);

        Assert.False(reply.Body.GetProperty("success").GetBoolean());
        Assert.Equal("completed", (await caller.GetAsync(Lambda + "/render_1")).Body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Download_BeforeCompleted_Returns404()
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { RenderTime = TimeSpan.FromHours(1) });
        await caller.RenderDraftAsync("render_1");

        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync("/api/render/proxy/render_1/download")).Status);
    }
}
