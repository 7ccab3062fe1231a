using System.Net;
using System.Text.Json;
using NemoVideo.Emulator.Tests.Support;

namespace NemoVideo.Emulator.Tests;

public sealed class RenderTests
{
    private const string Lambda = "/api/render/proxy/lambda";

    [Fact]
    public async Task Render_OverTime_GoesThroughPendingAndProcessingToCompleted()
    {
        var time = new ManualTime();
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { TimeProvider = time, RenderTime = TimeSpan.FromSeconds(100) });
        await SubmitAsync(caller, "render_1");

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
    public async Task Render_WithoutFfmpeg_GivesUploadedClipAsItIs()
    {
        await using var caller = await Caller.SignedInAsync();
        await SubmitAsync(caller, "render_1");

        var status = (await caller.GetAsync(Lambda + "/render_1")).Body;

        var output = status.GetProperty("output");
        var clip = TinyMp4.Lasting(TimeSpan.FromSeconds(10));
        Assert.Equal(clip.Length, output.GetProperty("size").GetInt64());
        Assert.Equal(10, output.GetProperty("duration").GetDouble());
        Assert.Equal(clip, await caller.Http.GetByteArrayAsync(output.GetProperty("url").GetString(), Caller.Ending));
        Assert.Equal(clip, await caller.Http.GetByteArrayAsync("/api/render/proxy/render_1/download", Caller.Ending));
    }

    [Fact]
    public async Task Render_OfGeneratedClipWithoutFfmpeg_GivesBuiltInClip()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();
        await caller.SendMessageAsync(session, "generate a video of the sea");
        await SubmitAsync(caller, "render_1", session);

        var url = (await caller.GetAsync(Lambda + "/render_1")).Body.GetProperty("output").GetProperty("url").GetString();

        var file = await caller.Http.GetByteArrayAsync(url, Caller.Ending);
        Assert.Equal("ftyp"u8, file.AsSpan(4, 4));
        Assert.InRange(file.Length, 1000, 40_000);
    }

    [Fact]
    public async Task Submit_Always_CostsNothing()
    {
        await using var caller = await Caller.SignedInAsync();
        await SubmitAsync(caller, "render_1");

        Assert.Equal(1000, (await caller.GetAsync("/api/credits/balance/simple")).Data.GetProperty("available").GetInt64());
    }

    [Theory]
    [InlineData("X-Skill-Source")]
    [InlineData("X-Skill-Version")]
    [InlineData("X-Skill-Platform")]
    public async Task Submit_WithoutAttribution_Answers402(string missing)
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionWithClipAsync();
        var draft = (await caller.ReadDraftAsync(session)).GetRawText();
        caller.Http.DefaultRequestHeaders.Remove(missing);

        var reply = await caller.SubmitRenderAsync("render_1", session, draft);

        Assert.Equal(HttpStatusCode.PaymentRequired, reply.Status);
        Assert.Equal(402, reply.Code);
    }

    [Fact]
    public async Task Submit_WithUsedId_Answers409()
    {
        await using var caller = await Caller.SignedInAsync();
        await SubmitAsync(caller, "render_1");

        var reply = await SubmitAsync(caller, "render_1");

        Assert.Equal(HttpStatusCode.Conflict, reply.Status);
        Assert.Equal(409, reply.Code);
    }

    [Fact]
    public async Task Submit_WithUnknownSession_Answers1002()
    {
        await using var caller = await Caller.SignedInAsync();

        Assert.Equal(1002, (await caller.SubmitRenderAsync("render_1", "nowhere", """{"t":[{"tt":0,"sg":[{"d":1}]}]}""")).Code);
    }

    [Fact]
    public async Task Submit_OfEmptyDraft_Answers400()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await caller.SubmitRenderAsync("render_1", session, """{"t":[]}""")).Status);
    }

    [Fact]
    public async Task Submit_InSnakeCase_Answers400()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionWithClipAsync();
        using var body = Caller.Json(
            $$$"""{"id":"render_1","session_id":"{{{session}}}","draft":{"t":[{"tt":0,"sg":[{"d":1}]}]},"output":{"format":"mp4","quality":"high"}}""");

        Assert.Equal(HttpStatusCode.BadRequest, (await caller.AskAsync(HttpMethod.Post, Lambda, body)).Status);
    }

    [Fact]
    public async Task Submit_OfDraft_RecordsItsTextAsItCame()
    {
        await using var caller = await Caller.SignedInAsync();
        var session = await caller.CreateSessionWithClipAsync();
        var draft = (await caller.ReadDraftAsync(session)).GetRawText();

        await caller.SubmitRenderAsync("render_1", session, draft);

        var record = (await caller.GetAsync("/_emulator/renders")).Body[0];
        Assert.Equal(draft, record.GetProperty("draft").GetString());
    }

    [Theory]
    [InlineData("GET", Lambda + "/render_1")]
    [InlineData("POST", Lambda + "/render_1/cancel")]
    [InlineData("GET", "/api/render/proxy/render_1/download")]
    public async Task Render_OfAnotherToken_Answers404(string method, string path)
    {
        await using var caller = await Caller.SignedInAsync();
        await SubmitAsync(caller, "render_1");
        caller.UseToken((await caller.AskForTokenAsync()).Data.GetProperty("token").GetString()!);

        Assert.Equal(HttpStatusCode.NotFound, (await caller.AskAsync(new HttpMethod(method), path, null)).Status);
    }

    [Fact]
    public async Task Status_OfUnknownId_Answers404()
    {
        await using var caller = await Caller.SignedInAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync(Lambda + "/render_0")).Status);
    }

    [Fact]
    public async Task Cancel_OfPending_MakesItFailed()
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { RenderTime = TimeSpan.FromHours(1) });
        await SubmitAsync(caller, "render_1");

        var reply = await caller.AskAsync(HttpMethod.Post, Lambda + "/render_1/cancel", null);

        Assert.True(reply.Body.GetProperty("success").GetBoolean());
        var status = (await caller.GetAsync(Lambda + "/render_1")).Body;
        Assert.Equal("failed", status.GetProperty("status").GetString());
        Assert.Equal("cancelled", status.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Cancel_OfCompleted_IsRefused()
    {
        await using var caller = await Caller.SignedInAsync();
        await SubmitAsync(caller, "render_1");

        var reply = await caller.AskAsync(HttpMethod.Post, Lambda + "/render_1/cancel", null);

        Assert.False(reply.Body.GetProperty("success").GetBoolean());
        Assert.Equal("completed", (await caller.GetAsync(Lambda + "/render_1")).Body.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Download_BeforeCompleted_Answers404()
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { RenderTime = TimeSpan.FromHours(1) });
        await SubmitAsync(caller, "render_1");

        Assert.Equal(HttpStatusCode.NotFound, (await caller.GetAsync("/api/render/proxy/render_1/download")).Status);
    }

    [Fact]
    public async Task Answer_InShapeTop_HasFieldsAtTopLevel()
    {
        var status = await CompletedAsync(RenderShape.Top);

        Assert.Equal("completed", status.GetProperty("status").GetString());
        Assert.True(status.GetProperty("output").TryGetProperty("url", out _));
    }

    [Fact]
    public async Task Answer_InShapeWrapped_HasOutputUrlInData()
    {
        var status = await CompletedAsync(RenderShape.Wrapped);

        Assert.True(status.GetProperty("success").GetBoolean());
        var data = status.GetProperty("data");
        Assert.Equal("render_1", data.GetProperty("id").GetString());
        Assert.StartsWith("http://127.0.0.1:", data.GetProperty("outputUrl").GetString(), StringComparison.Ordinal);
        Assert.True(data.GetProperty("completedAt").GetInt64() >= data.GetProperty("createdAt").GetInt64());
    }

    [Fact]
    public async Task Answer_InShapeEnvelope_HasTopFieldsInData()
    {
        var status = await CompletedAsync(RenderShape.Envelope);

        Assert.Equal(0, status.GetProperty("code").GetInt32());
        Assert.True(status.GetProperty("data").GetProperty("output").TryGetProperty("url", out _));
    }

    private static async Task<JsonElement> CompletedAsync(RenderShape shape)
    {
        await using var caller = await Caller.SignedInAsync(Caller.Plain with { RenderShape = shape });
        await SubmitAsync(caller, "render_1");
        return (await caller.GetAsync(Lambda + "/render_1")).Body;
    }

    private static async Task<Reply> SubmitAsync(Caller caller, string id, string? session = null)
    {
        session ??= await caller.CreateSessionWithClipAsync();
        return await caller.SubmitRenderAsync(id, session, (await caller.ReadDraftAsync(session)).GetRawText());
    }
}
